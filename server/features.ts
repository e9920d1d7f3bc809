import { accessMails } from './access/mails/mails.ts';
import { proofRoutes } from './access/proof-routes.ts';
import { mailResetJob } from './access/reset-job.ts';
import { mailReset } from './access/reset-password.ts';
import { accessRoutes } from './access/routes.ts';
import { accountRoutes } from './accounts/routes.ts';
import { accountMails } from './accounts/transfer-ownership.ts';
import { forgetMakers } from './api-keys/forget-makers.ts';
import { warnOfExpiryJob } from './api-keys/key-jobs.ts';
import { apiKeyRoutes } from './api-keys/routes.ts';
import { keyMails, warnOfExpiry } from './api-keys/warn-before-expiry.ts';
import { auditLog } from './app/audit-log.ts';
import { billingRoutes } from './billing/routes.ts';
import { sweep } from './changes/erase/sweep.ts';
import { sweepJob } from './changes/erase/sweep-job.ts';
import { addressMails } from './changes/people/announce-address.ts';
import { changeMails } from './changes/people/announce-roles.ts';
import { planRoute } from './changes/plan-route.ts';
import { changeRoutes } from './changes/routes.ts';
import {
  applyChangeJob,
  mailInvitationsJob,
  mailOwnInvitationsJob,
  sendScheduledJob,
} from './changes/run/change-jobs.ts';
import { applyInChunks } from './changes/run/jobs.ts';
import { selectionBody } from './changes/show/answer-change.ts';
import { announceExpiries } from './events/announce-expiries.ts';
import { announceExpiriesJob } from './events/expiry-job.ts';
import { eventRoutes } from './events/routes.ts';
import { exportRoutes } from './exports/routes.ts';
import { groupRoutes } from './groups/routes.ts';
import type { App } from './http/route.ts';
import { importHandler } from './imports/import-apply.ts';
import { forgetLinesJob, planImportJob } from './imports/import-jobs.ts';
import { planLargeImport } from './imports/jobs.ts';
import { forgetLines } from './imports/kept-uploads.ts';
import { importRoutes } from './imports/routes.ts';
import { csvBody } from './imports/upload-import.ts';
import { mailInvitations, mailOwnInvitations } from './invitations/jobs.ts';
import { mailQueueRoutes } from './invitations/queue-routes.ts';
import { invitationRoutes } from './invitations/routes.ts';
import { sendScheduled } from './invitations/send-scheduled.ts';
import { handles, type JobHandler } from './jobs/job.ts';
import { forgetMailJob, sendMailJob, sendOwnMailJob } from './mail/mail-jobs.ts';
import { forgetMail, sendMail } from './mail/mail-queue.ts';
import { mailSettingsRoutes } from './mail-settings/routes.ts';
import { mailboxRoutes } from './mailbox/routes.ts';
import { overviewRoutes } from './overview/routes.ts';
import { emailRoutes } from './profile/email-routes.ts';
import { nameRoutes } from './profile/name-routes.ts';
import { profileRoutes } from './profile/routes.ts';
import { signUpRoutes } from './sign-up/routes.ts';
import type { Services, Tools } from './tools.ts';
import { userRoutes } from './users/routes.ts';
import { forgetPeople } from './views/forget-people.ts';
import { viewRoutes } from './views/routes.ts';
import { forgetWebhookMakers } from './webhooks/forget-makers.ts';
import { webhookMails } from './webhooks/mails.ts';
import { webhookRoutes } from './webhooks/routes.ts';

/** Handlers of changes that features bring, by their source. */
const changeHandlers = { csv: importHandler };

/** What features erase of people, in the transaction that erases the people. */
const erased = [forgetPeople, forgetMakers, forgetWebhookMakers];

/** The services of a server, with what features bring to each other. */
export function toolsOf(services: Services): Tools {
  return { ...services, changeHandlers, erased };
}

/** The bodies that POST /v1/changes takes, by content type. */
const planBodies = { 'application/json': selectionBody, 'text/csv': csvBody };

/** Every feature's routes, in the order of openapi.json. */
export const features: ((app: App, tools: Tools) => void)[] = [
  signUpRoutes,
  accessRoutes,
  proofRoutes,
  profileRoutes,
  emailRoutes,
  nameRoutes,
  accountRoutes,
  overviewRoutes,
  userRoutes,
  changeRoutes,
  (app, tools) => planRoute(app, tools, planBodies),
  importRoutes,
  eventRoutes,
  exportRoutes,
  invitationRoutes,
  mailQueueRoutes,
  groupRoutes,
  viewRoutes,
  billingRoutes,
  apiKeyRoutes,
  webhookRoutes,
  auditLog,
  mailSettingsRoutes,
  mailboxRoutes,
];

const mailTemplates = {
  ...accessMails,
  ...accountMails,
  ...changeMails,
  ...addressMails,
  ...keyMails,
  ...webhookMails,
};

/** Jobs of the server as a whole. Each exists once and reschedules itself. */
export const recurringJobs = [sweepJob, announceExpiriesJob];

/** Every job and its handler. */
export const jobHandlers: JobHandler<Tools>[] = [
  handles(sendMailJob, (tools, data, run) => sendMail(tools, mailTemplates, data, run)),
  handles(sendOwnMailJob, (tools, data, run) => sendMail(tools, mailTemplates, data, run)),
  handles(forgetMailJob, forgetMail),
  handles(mailResetJob, mailReset),
  handles(applyChangeJob, applyInChunks),
  handles(planImportJob, planLargeImport),
  handles(forgetLinesJob, forgetLines),
  handles(mailInvitationsJob, (tools, _data, run) => mailInvitations(tools, run, tools.mailer)),
  handles(mailOwnInvitationsJob, mailOwnInvitations),
  handles(sendScheduledJob, sendScheduled),
  handles(warnOfExpiryJob, warnOfExpiry),
  handles(announceExpiriesJob, (tools, _data, run) => announceExpiries(tools, run)),
  handles(sweepJob, (tools, _data, run) => sweep(tools, run)),
];

import { randomUUID } from 'node:crypto';
import cookie from '@fastify/cookie';
import Fastify, { type FastifyBaseLogger } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { accessMails } from './access/mails/mails.ts';
import { proofRoutes } from './access/proof-routes.ts';
import { mailReset } from './access/reset-password.ts';
import { accessRoutes } from './access/routes.ts';
import { authenticate, checkAccess, isAccess } from './access/sessions/authenticate.ts';
import { accountRoutes } from './accounts/routes.ts';
import { accountMails } from './accounts/transfer-ownership.ts';
import { boundedSerializer, boundedValidator, compressAnswers } from './app/answers.ts';
import { auditLog } from './app/audit-log.ts';
import { serveConsole } from './app/console.ts';
import { describeApi } from './app/docs.ts';
import { answerBroken, answerErrors, answerOutside, sendProblem } from './app/errors.ts';
import { health } from './app/health.ts';
import { limitRequest } from './app/limits.ts';
import { rememberMethods } from './app/methods.ts';
import { RequestLog } from './app/request-log.ts';
import { readRequests, refuseCrossSite } from './app/requests.ts';
import { secureHeaders } from './app/security.ts';
import { dropStalled } from './app/stalled.ts';
import { billingRoutes } from './billing/routes.ts';
import { scheduleSweep, sweep } from './changes/erase/sweep.ts';
import { addressMails } from './changes/people/announce-address.ts';
import { changeMails } from './changes/people/announce-roles.ts';
import { planRoute } from './changes/plan-route.ts';
import { changeRoutes } from './changes/routes.ts';
import { changeJobs } from './changes/run/jobs.ts';
import { selectionBody } from './changes/show/answer-change.ts';
import { exportRoutes } from './exports/routes.ts';
import { groupRoutes } from './groups/routes.ts';
import type { App } from './http/route.ts';
import { importJobs } from './imports/jobs.ts';
import { importRoutes } from './imports/routes.ts';
import { csvBody } from './imports/upload-import.ts';
import { invitationJobs } from './invitations/jobs.ts';
import { mailQueueRoutes } from './invitations/queue-routes.ts';
import { invitationRoutes } from './invitations/routes.ts';
import { bounds } from './kernel/limits.ts';
import { Problem } from './kernel/problem.ts';
import { handleMail } from './mail/mail-queue.ts';
import { mailboxRoutes } from './mailbox/routes.ts';
import { emailRoutes } from './profile/email-routes.ts';
import { nameRoutes } from './profile/name-routes.ts';
import { profileRoutes } from './profile/routes.ts';
import { signUpRoutes } from './sign-up/routes.ts';
import type { Tools } from './tools.ts';
import { userRoutes } from './users/routes.ts';
import { viewRoutes } from './views/routes.ts';

/** What POST /v1/changes takes, by the type of its body. */
const planBodies = { 'application/json': selectionBody, 'text/csv': csvBody };

/** Every feature's routes, in the order they stand in openapi.json. */
const features: ((app: App, tools: Tools) => void)[] = [
  signUpRoutes,
  accessRoutes,
  proofRoutes,
  profileRoutes,
  emailRoutes,
  nameRoutes,
  accountRoutes,
  userRoutes,
  changeRoutes,
  (app, tools) => planRoute(app, tools, planBodies),
  importRoutes,
  exportRoutes,
  invitationRoutes,
  mailQueueRoutes,
  groupRoutes,
  viewRoutes,
  billingRoutes,
  auditLog,
  mailboxRoutes,
];

/** What runs later, from job rows. */
function handleJobs(tools: Tools): void {
  handleMail(tools, { ...accessMails, ...accountMails, ...changeMails, ...addressMails });
  changeJobs(tools);
  importJobs(tools);
  invitationJobs(tools);
  tools.worker.handle('sweep', (job) => sweep(tools, job), 'upkeep');
  tools.worker.handle('password-reset', (job) => mailReset(tools, job), 'short');
}

/** The server, ready to listen. What every request passes, in order: log → authenticate → origin → limit → access → route. */
export async function createApp(tools: Tools): Promise<App> {
  handleJobs(tools);
  const app = open(tools);
  const methodsOf = rememberMethods(app);
  dropStalled(app.server);
  answerErrors(app);
  answerOutside(app);
  readRequests(app);
  await secureHeaders(app, tools.config);
  await compressAnswers(app);
  health(app, tools);
  await describeApi(app);
  await app.register(cookie);
  app.decorateRequest('signedIn', null);
  await app.register(async (api: App) => {
    api.addHook('onRoute', (route) => {
      if (!isAccess(route.config?.access))
        throw new Error(`${String(route.method)} ${route.url} does not say who may call it`);
    });
    api.addHook('onRequest', async (request) => {
      await authenticate(tools, request);
      refuseCrossSite(tools.config, request);
      limitRequest(tools, request);
      checkAccess(request);
    });
    // What an account holds is nobody's to keep, least of all a shared cache's.
    api.addHook('onSend', async (_request, reply) => {
      reply.header('cache-control', 'no-store');
    });
    for (const feature of features) feature(api, tools);
  });
  await serveConsole(app, tools, methodsOf);
  await scheduleSweep(tools);
  await app.ready();
  return app;
}

function open({ config, log }: Tools): App {
  const logger: FastifyBaseLogger = log;
  const app = Fastify({
    loggerInstance: logger,
    genReqId: () => randomUUID(),
    // What cannot be routed at all, such as a broken escape in the address.
    frameworkErrors: (_error, _request, reply) => {
      sendProblem(reply, new Problem('invalid_request'));
    },
    trustProxy: config.trustProxy.length > 0 ? config.trustProxy : false,
    bodyLimit: bounds.bodyBytesMax,
    clientErrorHandler: answerBroken,
    // A missing Host header is refused in our words.
    http: { requireHostHeader: false },
    // An id of any length is answered like one that does not exist; the limit of headers is the limit.
    routerOptions: { maxParamLength: 16 * 1024 },
    logController: new RequestLog(),
  }).withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(boundedValidator);
  app.setSerializerCompiler(boundedSerializer);
  return app;
}

import { sql } from 'kysely';
import { type Database, inSystem, maybe, one, readInSystem } from '../database/database.ts';
import { enqueue, enqueueNow, type Run } from '../jobs/job.ts';
import type { Worker } from '../jobs/jobs.ts';
import type { Config } from '../kernel/config.ts';
import type { Ctx, Db } from '../kernel/context.ts';
import { newId } from '../kernel/ids.ts';
import { rates } from '../kernel/limits.ts';
import type { Log } from '../kernel/log.ts';
import type { RateLimits } from '../kernel/rate-limits.ts';
import type { Signer } from '../kernel/secrets.ts';
import type { AccountMailers } from './account-mailers.ts';
import type { HandOver, Mailer } from './mail.ts';
import { type MailContent, renderMail } from './mail-content.ts';
import { forgetMailJob, sendMailJob, sendOwnMailJob } from './mail-jobs.ts';
import { hasOwnServer } from './mail-settings.ts';
import { noteAnswer, noteSilence, otherTrySeconds, readSilence, takeTry } from './mail-silence.ts';

/** What it takes to make the links of a mail. */
type LinkTools = { config: Config; signer: Signer };
type MailTools = LinkTools & { database: Database; mailer: Mailer; accountMailers: AccountMailers; log: Log };

export type MailData = Record<string, string>;
/** Makes the content of a queued mail when it is sent. Links are made then, and stored in no row. */
export type MailTemplates = Record<string, (data: MailData, tools: LinkTools) => MailContent>;

const giveUpAfterSeconds = 3 * 86_400;
const forgetAfterSeconds = 7 * 86_400;

export type NewMail = {
  template: string;
  recipient: string;
  /** The recipient's address as a key for comparing. */
  recipientKey: string;
  accountId: string | null;
  /** A notice of the account, which its own mail server may carry. Mail about a sign-in is none. */
  ofAccount?: true;
  /** The limit on mails of this template to the address. */
  rate: 'mailsStrangersAsk' | 'notices';
  /** Called only if the mail is queued: it may make the link. */
  data: () => MailData & { accountName?: string };
};

/**
 * Queues one mail in the caller's transaction. It is sent exactly if the transaction commits. Over the limit of its address nothing
 * happens: no mail and no new link, and the caller is not told.
 */
export async function queueMail(
  ctx: Pick<Ctx, 'db' | 'afterCommit'>,
  { config, worker, rateLimits }: { config: Config; worker: Pick<Worker, 'nudge'>; rateLimits: RateLimits },
  mail: NewMail,
): Promise<void> {
  if (rateLimits.on && (await hadEnough(ctx.db, mail))) return;
  const id = newId();
  ctx.db.post(sql`insert into mails (id, account_id, template, data, recipient, recipient_key, state, created_at)
    values (${id}, ${mail.accountId}, ${mail.template}, ${JSON.stringify(mail.data())}::jsonb, ${mail.recipient}, ${mail.recipientKey}, 'queued', muster_now())`);
  const { accountId } = mail;
  if (mail.ofAccount && accountId !== null && (await hasOwnServer({ db: ctx.db, accountId }, config)))
    enqueueNow(ctx, worker, sendOwnMailJob, { accountId, mailId: id });
  else enqueueNow(ctx, worker, sendMailJob, { mailId: id });
}

/**
 * Counted in the table of mails, so that it holds for all servers and across restarts. The lock makes concurrent mails count one by one.
 */
async function hadEnough(db: Db, { template, recipientKey, rate }: NewMail): Promise<boolean> {
  const { most, seconds } = rates[rate];
  db.post(sql`select pg_advisory_xact_lock(hashtextextended(${`mail ${template} ${recipientKey}`}, 0))`);
  const { n } = await one(
    db,
    sql<{ n: number }>`select count(*) as n from mails where recipient_key = ${recipientKey} and template = ${template}
      and created_at > muster_now() - make_interval(secs => ${seconds})`,
  );
  return n >= most;
}

type MailId = { mailId: string; accountId?: string };

export function forgetMail(tools: MailTools, { mailId }: MailId): Promise<void> {
  return inSystem(tools.database, (db) => db.post(sql`delete from mails where id = ${mailId}`));
}

export async function sendMail(
  tools: MailTools,
  templates: MailTemplates,
  { mailId, accountId }: MailId,
  run: Run,
): Promise<void> {
  const mailer = (accountId && (await tools.accountMailers.of(accountId))) || tools.mailer;
  const { carrier } = mailer;
  const { mail, silence } = await readInSystem(tools.database, async (db) => ({
    mail: await readMail(db, mailId),
    silence: await readSilence(db, carrier),
  }));
  if (!mail) return;
  if (silence !== null && silence.seconds > 0) return putOff(tools, run, mail, silence.words, silence.seconds);
  if (silence !== null && !(await takeTry(tools.database, carrier)))
    return putOff(tools, run, mail, silence.words, otherTrySeconds);
  const outcome = await send(tools, mailer, templates, mail);
  if (outcome.state === 'unanswered')
    return putOff(tools, run, mail, outcome.detail, await noteSilence(tools, carrier, outcome.detail));
  if (silence !== null) await noteAnswer(tools, carrier);
  if (outcome.state !== 'delayed') return inSystem(tools.database, (db) => settle(db, mail.id, outcome));
  if (mail.age < giveUpAfterSeconds) return putOff(tools, run, mail, outcome.detail, retryInSeconds(mail.age));
  const detail = `${outcome.detail} (gave up after three days)`;
  return inSystem(tools.database, (db) => settle(db, mail.id, { state: 'bounced', detail }));
}

/** Fields of a mail's data with addresses of people, which appear unchanged. All other fields are words without links. */
const addressFields = ['email', 'before', 'after'];

function send(tools: LinkTools, mailer: Mailer, templates: MailTemplates, mail: QueuedMail): Promise<HandOver> {
  const template = templates[mail.template];
  if (!template) throw new Error(`no mail template ${mail.template}`);
  const addresses = addressFields.flatMap((field) => mail.data[field] ?? []);
  const rendered = renderMail(template(mail.data, tools), mail.data['accountName'] ?? null, addresses);
  return mailer.handOver({ messageId: mail.id, to: mail.recipient, ...rendered });
}

async function putOff(tools: MailTools, run: Run, mail: QueuedMail, detail: string, seconds: number): Promise<void> {
  // A mail that waits for the try of another one notes the reason once.
  if (mail.state !== 'delayed' || mail.detail !== detail)
    await inSystem(tools.database, (db) =>
      db.post(sql`update mails set state = 'delayed', detail = ${detail} where id = ${mail.id}`),
    );
  await run.putOff(Math.ceil(seconds));
}

/** Waits about as long as the mail has waited already: 10 seconds, then doubling, at most 10 minutes. */
export function retryInSeconds(ageSeconds: number): number {
  return Math.min(600, Math.max(10, ageSeconds));
}

type QueuedMail = {
  id: string;
  template: string;
  data: MailData;
  recipient: string;
  state: string;
  detail: string | null;
  age: number;
};

function readMail(db: Db, id: string) {
  return maybe(
    db,
    sql<QueuedMail>`
      select id, template, data, recipient, state, detail, extract(epoch from muster_now() - created_at)::float8 as age
      from mails where id = ${id} and state in ('queued', 'delayed')`,
  );
}

function settle(db: Db, id: string, outcome: { state: string; detail?: string }): void {
  db.post(sql`update mails set state = ${outcome.state}, detail = ${outcome.detail ?? null},
    handed_over_at = case when ${outcome.state} = 'handed_over' then muster_now() end where id = ${id}`);
  enqueue(db, forgetMailJob, { mailId: id }, forgetAfterSeconds);
}

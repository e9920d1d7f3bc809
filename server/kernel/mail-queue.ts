import { sql } from 'kysely';
import type { Ctx, Db } from './context.ts';
import { inSystem, maybe, readInSystem } from './database.ts';
import { newId } from './ids.ts';
import { enqueue, enqueueNow, type Job, type Worker } from './jobs.ts';
import { type MailContent, renderMail } from './mail-content.ts';
import type { Kernel } from './route.ts';

export type MailData = Record<string, string>;
/** Says what a queued mail holds, at the moment it is handed over: links are made then, and lie in no row. */
export type MailTemplates = Record<string, (data: MailData, kernel: Pick<Kernel, 'config' | 'seals'>) => MailContent>;

const giveUpAfterSeconds = 3 * 86_400;
const forgetAfterSeconds = 7 * 86_400;

/** Queues one mail in the caller's transaction: it is sent exactly if the transaction commits. */
export function queueMail(
  ctx: Pick<Ctx, 'db' | 'afterCommit'>,
  worker: Pick<Worker, 'nudge'>,
  mail: { template: string; recipient: string; accountId: string | null; data: MailData & { accountName?: string } },
): void {
  const id = newId();
  ctx.db.post(sql`insert into mails (id, account_id, template, data, recipient, state, created_at)
    values (${id}, ${mail.accountId}, ${mail.template}, ${JSON.stringify(mail.data)}::jsonb, ${mail.recipient}, 'queued', muster_now())`);
  // One at a time, so that a mail server that hangs holds up one worker's place and no other work.
  enqueueNow(ctx, worker, { name: 'mail', data: { mailId: id }, serialKey: 'mail', priority: 10 });
}

export function handleMail(kernel: Kernel, templates: MailTemplates): void {
  kernel.worker.handle('mail', (job) => sendQueued(kernel, templates, job), 'short');
  kernel.worker.handle(
    'mail.forget',
    (job) =>
      inSystem(kernel.database, (db) => db.post(sql`delete from mails where id = ${String(job.data['mailId'])}`)),
    'upkeep',
  );
}

async function sendQueued(kernel: Kernel, templates: MailTemplates, job: Job): Promise<void> {
  const mail = await readInSystem(kernel.database, (db) => readMail(db, String(job.data['mailId'])));
  if (!mail) return;
  const template = templates[mail.template];
  if (!template) throw new Error(`no mail template ${mail.template}`);
  const rendered = renderMail(template(mail.data, kernel), mail.data['accountName'] ?? null);
  const outcome = await kernel.mailer.handOver({ messageId: mail.id, to: mail.recipient, ...rendered });
  if (outcome.state === 'handed_over' || outcome.state === 'bounced')
    return inSystem(kernel.database, (db) => settle(db, mail.id, outcome));
  if (mail.age >= giveUpAfterSeconds) {
    const detail = `${outcome.detail} (gave up after three days)`;
    return inSystem(kernel.database, (db) => settle(db, mail.id, { state: 'bounced', detail }));
  }
  await inSystem(kernel.database, (db) =>
    db.post(sql`update mails set state = 'delayed', detail = ${outcome.detail} where id = ${mail.id}`),
  );
  await job.putOff(retryInSeconds(mail.age));
}

/** Waits about as long again as it has waited already: 10 seconds, then doubling, at most 10 minutes. */
export function retryInSeconds(ageSeconds: number): number {
  return Math.min(600, Math.max(10, ageSeconds));
}

function readMail(db: Db, id: string) {
  return maybe(
    db,
    sql<{ id: string; template: string; data: MailData; recipient: string; age: number }>`
      select id, template, data, recipient, extract(epoch from muster_now() - created_at)::float8 as age
      from mails where id = ${id} and state in ('queued', 'delayed')`,
  );
}

function settle(db: Db, id: string, outcome: { state: string; detail?: string }): void {
  db.post(sql`update mails set state = ${outcome.state}, detail = ${outcome.detail ?? null},
    handed_over_at = case when ${outcome.state} = 'handed_over' then muster_now() end where id = ${id}`);
  enqueue(db, { name: 'mail.forget', data: { mailId: id }, delaySeconds: forgetAfterSeconds });
}

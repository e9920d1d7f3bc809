import { sql } from 'kysely';
import { z } from 'zod';
import { all, inAccount, inSystem, one } from '../kernel/database.ts';
import type { Job } from '../kernel/jobs.ts';
import { type HandOver, oneLine } from '../kernel/mail.ts';
import { type MailContent, renderMail } from '../kernel/mail-content.ts';
import type { Tools } from '../seats/catalog.ts';
import { invitationLink } from './invitation.ts';

const dataSchema = z.object({ changeId: z.string(), seq: z.number().optional() });
/** About a second of mail, at most: so long does whatever is more urgent wait. */
const batchMax = 20;
/** A mail server that says "later" for three days will not take it. */
const giveUpAfterSeconds = 3 * 86_400;

type Due = {
  id: string;
  email: string;
  epoch: number;
  accountName: string;
  days: number;
  invitedBy: string | null;
  age: number;
};

export function invitationJobs(tools: Tools): void {
  tools.worker.handle('invitations.send', (job) => sendInvitations(tools, job));
}

/**
 * Hands over the invitations of one change, in the order of its people. Who is still to be told is read from the rows themselves,
 * so the job can be killed anywhere; a mail goes twice only if that happens between handing over and noting it.
 */
async function sendInvitations(tools: Tools, job: Job): Promise<void> {
  const { changeId, seq } = dataSchema.parse(job.data);
  const accountId = z.string().parse(job.accountId);
  const inside = <T>(work: Parameters<typeof inAccount<T>>[2]) =>
    inAccount(tools.database, { accountId, actor: { kind: 'system', id: null }, way: 'job', requestId: null }, work);
  for (;;) {
    if (job.draining()) return job.putOff(0);
    const due = await inside((ctx) =>
      readDue(ctx.db, accountId, changeId, seq, Math.min(batchMax, tools.config.mailRate)),
    );
    if (due.length === 0) break;
    const outcomes = await Promise.all(due.map((invited) => handOver(tools, accountId, invited)));
    await inside((ctx) => settle(ctx.db, accountId, due, outcomes));
    if (await moreUrgentWaits(tools, job)) return job.putOff(0);
  }
  const next = await inside((ctx) => nextTry(ctx.db, accountId, changeId, seq));
  if (next !== null) await job.putOff(Math.max(1, Math.ceil(next)));
}

type Db = Parameters<typeof all>[0];

const retryAfter = sql`make_interval(secs => least(600, greatest(10, extract(epoch from u.mail_at - u.invited_at))))`;

function ofChange(accountId: string, changeId: string, seq: number | undefined) {
  return sql`change_chunks c cross join lateral unnest(c.ids) as t (id) join users u on u.account_id = c.account_id and u.id = t.id
    where c.account_id = ${accountId} and c.change_id = ${changeId} ${seq === undefined ? sql`` : sql`and c.seq = ${seq}`}
      and u.status = 'pending' and u.expires_at > muster_now()`;
}

function readDue(db: Db, accountId: string, changeId: string, seq: number | undefined, most: number): Promise<Due[]> {
  return all(
    db,
    sql<Due>`select u.id, u.email, u.epoch, a.name as "accountName", a.invitation_days as days, extract(epoch from muster_now() - u.invited_at)::float8 as age,
        (select nullif(trim(i.first_name || ' ' || i.last_name), '') from users i where i.account_id = u.account_id and i.id = u.invited_by) as "invitedBy"
      from (select u.* from ${ofChange(accountId, changeId, seq)} and (u.mail_state = 'queued' or (u.mail_state = 'delayed' and u.mail_at + ${retryAfter} <= muster_now()))
        order by u.id limit ${most}) u
      join accounts a on a.id = u.account_id`,
  );
}

async function nextTry(db: Db, accountId: string, changeId: string, seq: number | undefined): Promise<number | null> {
  const row = await one(
    db,
    sql<{
      seconds: number | null;
    }>`select extract(epoch from min(u.mail_at + ${retryAfter}) - muster_now())::float8 as seconds
    from ${ofChange(accountId, changeId, seq)} and u.mail_state = 'delayed'`,
  );
  return row.seconds;
}

async function handOver(tools: Tools, accountId: string, invited: Due): Promise<HandOver> {
  const link = invitationLink(tools.config.publicUrl, tools.seals, {
    accountId,
    userId: invited.id,
    epoch: invited.epoch,
    via: 'mail',
  });
  const rendered = renderMail(content(invited, link), invited.accountName);
  const outcome = await tools.mailer.handOver({
    messageId: `${invited.id}.${invited.epoch}`,
    to: invited.email,
    ...rendered,
  });
  if (outcome.state === 'delayed' && invited.age > giveUpAfterSeconds)
    return { state: 'bounced', detail: `${outcome.detail} (gave up after three days)` };
  return outcome;
}

function content({ accountName, invitedBy, days }: Due, link: string): MailContent {
  const name = oneLine(accountName, 100);
  return {
    subject: invitedBy ? `${oneLine(invitedBy, 80)} invites you to ${name}` : `You are invited to ${name}`,
    heading: `Join ${name}`,
    paragraphs: [
      invitedBy
        ? `${invitedBy} has added you to ${name} and asks you to confirm this address.`
        : `You were added to ${name}. Please confirm this address.`,
      `The link is for you alone and works for ${days === 1 ? 'one day' : `${days} days`}.`,
    ],
    button: { label: `Join ${name}`, url: link },
    footnote: 'If you do not know the sender, do nothing: nobody joins until the button on the page is pressed.',
  };
}

/** Noted only where the invitation is still the one that was mailed. */
async function settle(db: Db, accountId: string, due: Due[], outcomes: HandOver[]): Promise<void> {
  await sql`update users u set mail_state = o.state, mail_at = muster_now(), mail_detail = o.detail
    from unnest(${due.map(({ id }) => id)}::uuid[], ${due.map(({ epoch }) => epoch)}::int[], ${outcomes.map(({ state }) => state)}::text[],
      ${outcomes.map((outcome) => ('detail' in outcome ? outcome.detail : null))}::text[]) as o (id, epoch, state, detail)
    where u.account_id = ${accountId} and u.id = o.id and u.epoch = o.epoch and u.mail_state in ('queued', 'delayed')`.execute(
    db,
  );
}

/** Anything more urgent than a crowd's mail, of this account or of another: a few people's invitations, a change to apply. */
async function moreUrgentWaits(tools: Tools, job: Job): Promise<boolean> {
  const row = await inSystem(tools.database, (db) =>
    one(
      db,
      sql<{ waits: boolean }>`select exists (select from jobs j where j.lease_until is null and j.run_at <= muster_now()
        and j.priority > (select priority from jobs where id = ${job.id})) as waits`,
    ),
  );
  return row.waits;
}

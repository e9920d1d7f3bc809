import { sql } from 'kysely';
import type { Ctx } from '../kernel/context.ts';
import { maybe } from '../kernel/database.ts';
import { enqueueNow } from '../kernel/jobs.ts';
import type { Tools } from '../seats/catalog.ts';

type Chunk = { changeId: string; seq?: number | undefined };

/** A change of so many people at most is told ahead of crowds. */
const aheadMax = 10;

/**
 * Those whom a change invites join the mail queue, in the order of its record, in the transaction that ends the change: nobody is
 * told of a large one while it may still be cancelled, and no mail competes with it for the database.
 */
export async function queueInvitations(ctx: Ctx, tools: Tools, what: Chunk): Promise<void> {
  await joinQueue(ctx, what);
  await startMailing(ctx, tools);
}

/** Whoever hands over invitations, on whichever server, looks at the queue again. One does, for all servers and accounts. */
export async function startMailing(ctx: Ctx, tools: Tools): Promise<void> {
  // Ahead of changes, since it takes one place of one worker, however many wait.
  await enqueueNow(ctx, tools.worker, {
    name: 'invitations.mail',
    data: {},
    serialKey: 'invitations.mail',
    priority: 5,
  });
}

async function joinQueue(ctx: Ctx, { changeId, seq }: Chunk): Promise<void> {
  // A chunk of a planned change has noted how many it invites; else it is everyone.
  const waiting = sql`coalesce((c.result ->> 'mails')::int, cardinality(c.ids))`;
  await sql`insert into mail_queue (account_id, change_id, seq, ahead, waiting, run_at)
    select c.account_id, c.change_id, c.seq, h.total <= ${aheadMax}, ${waiting}, muster_now()
    from change_chunks c join changes h on h.account_id = c.account_id and h.id = c.change_id
    where c.account_id = ${ctx.accountId} and c.change_id = ${changeId} ${seq === undefined ? sql`` : sql`and c.seq = ${seq}`} and ${waiting} > 0
    order by c.seq`.execute(ctx.db);
}

/**
 * Those whom a chunk removed have left the queue, which passes over them; here they are no longer counted, either. Ids and
 * records are in order, so only records that reach into each other are compared.
 */
export async function leaveQueue(ctx: Ctx, { changeId, seq = 0 }: Chunk): Promise<void> {
  const waits = await maybe(ctx.db, sql`select from mail_queue where account_id = ${ctx.accountId} limit 1`);
  if (!waits) return;
  await sql`update mail_queue q set waiting = greatest(0, q.waiting - gone.n)
    from (select q.id, count(*)::int as n
      from change_chunks r join mail_queue q on q.account_id = r.account_id
      join change_chunks c on c.account_id = q.account_id and c.change_id = q.change_id and c.seq = q.seq and c.first_id <= r.last_id and c.last_id >= r.first_id
      cross join lateral (select t.id from unnest(c.ids) as t (id) where t.id in (select unnest(r.ids))) t
      join users u on u.account_id = ${ctx.accountId} and u.id = t.id and u.status = 'removed' and u.mail_state in ('queued', 'delayed')
      where r.account_id = ${ctx.accountId} and r.change_id = ${changeId} and r.seq = ${seq} and r.outcome = 'remove' group by q.id) gone
    where q.account_id = ${ctx.accountId} and q.id = gone.id`.execute(ctx.db);
}

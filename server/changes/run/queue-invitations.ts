import { sql } from 'kysely';
import { all } from '../../database/database.ts';
import { enqueueNow } from '../../jobs/job.ts';
import type { Ctx } from '../../kernel/context.ts';
import type { Tools } from '../../tools.ts';
import { mailInvitationsJob } from './change-jobs.ts';

type Chunk = { changeId: string; seq?: number | undefined };

/** A change of so many people at most is told ahead of crowds. */
const aheadMax = 10;

/**
 * Those whom a change invites join the mail queue, in the order of its record, in the transaction that ends the change: nobody is
 * told of a large one while it may still be cancelled, and no mail competes with it for the database.
 */
export function queueInvitations(ctx: Ctx, tools: Tools, what: Chunk): void {
  joinQueue(ctx, what);
  startMailing(ctx, tools);
}

/** Whoever hands over invitations, on whichever server, looks at the queue again. One does, for all servers and accounts. */
export function startMailing(ctx: Ctx, tools: Tools): void {
  enqueueNow(ctx, tools.worker, mailInvitationsJob, {});
}

function joinQueue(ctx: Ctx, { changeId, seq }: Chunk): void {
  // A chunk of a planned change has noted how many it invites; else it is everyone.
  const waiting = sql`coalesce((c.result ->> 'mails')::int, cardinality(c.ids))`;
  ctx.db.post(sql`insert into mail_queue (account_id, change_id, seq, small_change, people_waiting, run_at)
    select c.account_id, c.change_id, c.seq, h.total <= ${aheadMax}, ${waiting}, muster_now()
    from change_chunks c join changes h on h.account_id = c.account_id and h.id = c.change_id
    where c.account_id = ${ctx.accountId} and c.change_id = ${changeId} ${seq === undefined ? sql`` : sql`and c.seq = ${seq}`} and ${waiting} > 0
    order by c.seq`);
}

/**
 * Those whom a chunk removed have left the queue, which passes over them; here they are no longer counted, either. Ids and
 * records are in order, so only records that reach into each other are compared; and with a list of ids instead of a relation,
 * which the planner would take for a few rows and meet row by row.
 */
export async function leaveQueue(ctx: Ctx, { changeId, seq = 0 }: Chunk): Promise<void> {
  const gone = await all(
    ctx.db,
    sql<{
      id: string;
    }>`select u.id from users u where u.account_id = ${ctx.accountId} and u.id = any(array(select unnest(r.ids) from change_chunks r
        where r.account_id = ${ctx.accountId} and r.change_id = ${changeId} and r.seq = ${seq}
          and (r.outcome = 'remove' or r.after -> 'status' ? 'removed')))
      and u.status = 'removed' and u.mail_state in ('queued', 'delayed')
      and exists (select from mail_queue where account_id = ${ctx.accountId}) order by u.id`,
  );
  const ids = gone.map(({ id }) => id);
  if (ids.length === 0) return;
  await sql`update mail_queue q set people_waiting = greatest(0, q.people_waiting - gone.n)
    from (select q.id, count(*)::int as n from mail_queue q
      join change_chunks c on c.account_id = q.account_id and c.change_id = q.change_id and c.seq = q.seq
      cross join lateral unnest(c.ids) as t (id)
      where q.account_id = ${ctx.accountId} and c.first_id <= ${ids.at(-1)} and c.last_id >= ${ids[0]} and t.id = any(${ids}::uuid[])
      group by q.id) gone
    where q.account_id = ${ctx.accountId} and q.id = gone.id`.execute(ctx.db);
}

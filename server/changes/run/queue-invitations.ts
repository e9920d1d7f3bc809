import { sql } from 'kysely';
import { all } from '../../database/database.ts';
import { enqueueNow } from '../../jobs/job.ts';
import type { Ctx } from '../../kernel/context.ts';
import { hasOwnServer } from '../../mail/mail-settings.ts';
import type { Tools } from '../../tools.ts';
import { mailInvitationsJob, mailOwnInvitationsJob } from './change-jobs.ts';

type Chunk = { changeId: string; seq?: number | undefined };

/** Invitations of a change of up to this many people are sent ahead of crowds. */
const aheadMax = 10;

/**
 * Queues the invitation mails of a change, in the order of its record, in the transaction that ends it. So a large change sends nothing
 * while it may still be cancelled, and no mail competes with it for the database.
 */
export function queueInvitations(ctx: Ctx, tools: Tools, what: Chunk): Promise<void> {
  joinQueue(ctx, what);
  return startMailing(ctx, tools);
}

/** Makes the one job that sends the account's invitations, for all servers, check the queue again. */
export async function startMailing(ctx: Ctx, { config, worker }: Tools): Promise<void> {
  const { accountId } = ctx;
  if (await hasOwnServer(ctx, config)) enqueueNow(ctx, worker, mailOwnInvitationsJob, { accountId });
  else enqueueNow(ctx, worker, mailInvitationsJob, {});
}

function joinQueue(ctx: Ctx, { changeId, seq }: Chunk): void {
  // A chunk of a planned change has stored how many it invites. Otherwise it invites everyone.
  const waiting = sql`coalesce((c.result ->> 'mails')::int, cardinality(c.ids))`;
  ctx.db.post(sql`insert into mail_queue (account_id, change_id, seq, small_change, people_waiting, run_at)
    select c.account_id, c.change_id, c.seq, h.total <= ${aheadMax}, ${waiting}, muster_now()
    from change_chunks c join changes h on h.account_id = c.account_id and h.id = c.change_id
    where c.account_id = ${ctx.accountId} and c.change_id = ${changeId} ${seq === undefined ? sql`` : sql`and c.seq = ${seq}`} and ${waiting} > 0
    order by c.seq`);
}

/**
 * People removed by a chunk leave the mail queue: mailing skips them, and this corrects the counts. Ids and records are in order, so only
 * overlapping records are compared. A list of ids replaces a relation, which the planner would expect to be a few rows and join by a nested
 * loop.
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

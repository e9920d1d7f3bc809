import { sql } from 'kysely';
import type { Ctx } from '../kernel/context.ts';
import { one } from '../kernel/database.ts';
import { estimate, type MailQueue } from './mail-queue.ts';

/** Not counted: each chunk of a change keeps how many of it wait. Nobody waits who is no longer pending, and those are kept, too. */
export async function readMailQueue(ctx: Ctx, pace: number | null): Promise<MailQueue> {
  const { waiting, reached, pausedAt, silence } = await one(
    ctx.db,
    sql<Pick<MailQueue, 'waiting' | 'pausedAt' | 'silence'> & { reached: number | null }>`
      select least(
          (select coalesce(sum(q.waiting), 0) from mail_queue q where q.account_id = ${ctx.accountId} and q.run_at <= muster_now()),
          (select coalesce(sum(n), 0) from counts where account_id = ${ctx.accountId} and dimension = 'status' and key = 'pending' and until > muster_now()))::int as waiting,
        case when s.served_at > clock_timestamp() - interval '1 minute' then s.per_second end as reached,
        iso(s.paused_at) as "pausedAt",
        (select json_build_object('since', iso(m.silent_since), 'detail', m.words) from mail_server m where m.silent_since is not null) as silence
      from (select) as here left join mail_steering s on s.account_id = ${ctx.accountId}`,
  );
  // Whether it answers is found out by mail that waits for it.
  return { waiting, ...estimate(waiting, pace, reached), pausedAt, silence: waiting > 0 ? silence : null };
}

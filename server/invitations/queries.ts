import { sql } from 'kysely';
import { one } from '../database/database.ts';
import type { Config } from '../kernel/config.ts';
import type { Ctx } from '../kernel/context.ts';
import { sendMailJob, sendOwnMailJob } from '../mail/mail-jobs.ts';
import { isOf } from '../mail/mail-pace.ts';
import { ownPerSecond } from '../mail/mail-server.ts';
import { hasOwnServer } from '../mail/mail-settings.ts';
import { estimate, type MailQueue } from './mail-queue.ts';

type Row = Pick<MailQueue, 'waiting' | 'pausedAt' | 'silence'> & { reached: number | null; othersWait: boolean | null };

/**
 * Not counted from users: each chunk of a change stores how many of its people wait. Only pending people wait, and their number is kept
 * too.
 */
export async function readMailQueue(ctx: Ctx, config: Config): Promise<MailQueue> {
  const isOwn = await hasOwnServer(ctx, config);
  const carrier = isOwn ? ctx.accountId : null;
  const { name } = isOwn ? sendOwnMailJob : sendMailJob;
  const { waiting, reached, pausedAt, silence, othersWait } = await one(
    ctx.db,
    sql<Row>`
      select least(
          (select coalesce(sum(q.people_waiting), 0) from mail_queue q where q.account_id = ${ctx.accountId} and q.run_at <= muster_now()),
          (select coalesce(sum(people), 0) from counts where account_id = ${ctx.accountId} and dimension = 'status' and key = 'pending' and ends_at > muster_now()))::int as waiting,
        case when s.last_turn_at > clock_timestamp() - interval '1 minute' then s.mails_per_second end as reached,
        iso(s.paused_at) as "pausedAt",
        (select json_build_object('since', iso(m.silent_since), 'refused', m.silence_reason ~ '^[45][0-9][0-9]', 'detail', m.silence_reason) from mail_server m where m.${isOf(carrier)} and m.silent_since is not null) as silence,
        (select exists (select from jobs where name = ${name} and account_id is not distinct from ${carrier}::uuid)
          from mail_server m where m.${isOf(carrier)} and m.silent_since is not null) as "othersWait"
      from (select) as here left join mail_steering s on s.account_id = ${ctx.accountId}`,
  );
  const pace = isOwn ? ownPerSecond(config) : config.mailRate;
  // Waiting mail finds out whether the server takes mail: invitations, or what else it carries.
  const told = waiting > 0 || othersWait === true;
  return { waiting, ...estimate(waiting, pace, reached), pausedAt, silence: told ? silence : null };
}

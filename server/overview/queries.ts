import { sql } from 'kysely';
import { one } from '../database/database.ts';
import type { Ctx } from '../kernel/context.ts';
import { isExpired, isOver, isOwner } from '../users/rules/user-sql.ts';
import { expiringDays, type Overview } from './overview.ts';

/** The state of a mail stands in no index, so these are looked at, along the index of pending people. */
const checkedMost = 10_000;

type Row = Pick<Overview, 'expiring' | 'secondAdmin'> & Overview['failedMails'];

/** Looks at few people, however many there are. Only pending people have a time at which they expire. */
export async function readOverview(ctx: Ctx): Promise<Overview> {
  const { expiring, secondAdmin, ...failedMails } = await one(
    ctx.db,
    sql<Row>`
      select (select coalesce(sum(people), 0)::int from counts where account_id = ${ctx.accountId} and dimension = 'status' and key = 'pending'
          and ends_at > muster_now() and ends_at < muster_now() + make_interval(days => ${expiringDays})) as expiring,
        exists (select from users u where u.account_id = ${ctx.accountId} and u.role = 'admin' and u.status in ('active', 'pending')
          and not ${isExpired} and not ${isOwner(ctx.accountId)}) as "secondAdmin",
        mails.*
      from (select count(*) filter (where mail_state = 'bounced')::int as bounced, count(*) filter (where mail_state = 'delayed')::int as delayed,
          count(*)::int as checked
        from (select u.mail_state from users u where u.account_id = ${ctx.accountId} and not ${isOver}
          order by u.expires_at desc, u.id desc limit ${checkedMost}) pending) mails`,
  );
  return { expiring, failedMails, secondAdmin };
}

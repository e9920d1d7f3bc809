import { sql } from 'kysely';
import { all, inAccount, inSystem, maybe, one } from '../database/database.ts';
import type { Run } from '../jobs/job.ts';
import { asSystem, type Ctx } from '../kernel/context.ts';
import type { Tools } from '../tools.ts';

const everySeconds = 5;
/** People of one entry of the feed. */
const peopleMax = 10_000;

/**
 * Adds the invitations that ended by the clock to the feeds of their accounts. Nothing else notices that an invitation ends, so an account
 * costs nothing while none does.
 */
export async function announceExpiries({ database }: Tools, run: Run): Promise<void> {
  const { since, until } = await inSystem(database, (db) =>
    one(
      db,
      sql<{
        since: string;
        until: string;
      }>`select iso(expired_until) as since, iso(muster_now()) as until from feed_clock`,
    ),
  );
  const accounts = await inSystem(database, (db) =>
    all(db, sql<{ id: string }>`select expiries_due(${since}::timestamptz, ${until}::timestamptz) as id`),
  );
  for (const { id } of accounts) {
    if (run.draining()) break;
    await inAccount(database, asSystem(id), (ctx) => announceIn(ctx, until));
  }
  if (!run.draining())
    await inSystem(database, (db) => db.post(sql`update feed_clock set expired_until = ${until}::timestamptz`));
  await run.putOff(everySeconds);
}

/** Does nothing for what is announced already. The lock on the feed comes first, so that what is resent meanwhile is seen. */
async function announceIn(ctx: Ctx, until: string): Promise<void> {
  const feed = await maybe(
    ctx.db,
    sql<{
      since: string;
    }>`select iso(expired_until) as since from feeds where account_id = ${ctx.accountId} for update`,
  );
  if (!feed || feed.since >= until) return;
  await sql`with due as (
      select u.id, u.expires_at, (row_number() over (partition by u.expires_at order by u.id) - 1) / ${peopleMax}::int as part
      from users u where u.account_id = ${ctx.accountId} and u.expires_at > ${feed.since}::timestamptz and u.expires_at <= ${until}::timestamptz),
    parts as (
      select expires_at, array_agg(id order by id) as ids, row_number() over (order by expires_at, part) as n
      from due group by expires_at, part),
    feed as (
      update feeds set last = last + (select count(*) from parts), expired_until = ${until}::timestamptz
      where account_id = ${ctx.accountId} returning last)
    insert into feed_entries (account_id, position, id, at, actor_kind, channel, expired, events)
    select ${ctx.accountId}::uuid, feed.last - (select count(*) from parts) + n, ordered_id((select muster_now()), n), expires_at, 'system', 'system',
      ids, cardinality(ids)
    from feed, parts`.execute(ctx.db);
}

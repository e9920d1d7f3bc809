import { sql } from 'kysely';
import type { Ctx } from '../../kernel/context.ts';

/** A change that moved this many people is worth half a second, whatever their share of all people. */
const manyPeople = 5_000;
/** In a small table this share is enough. */
const manyPart = 0.02;

/**
 * After a change that added or removed many people, the planner's statistics are renewed before the next query (decision 8). Does not wait
 * for an analysis that is already running.
 */
export async function renewStatistics(ctx: Ctx, changeId: string): Promise<void> {
  await sql`select analyze_users() from (
      select sum(cardinality(c.ids)) as n from change_chunks c where c.account_id = ${ctx.accountId} and c.change_id = ${changeId}
        and (c.outcome in ('create', 'remove') or c.before -> 'status' ? 'removed' or c.after -> 'status' ? 'removed')) moved
    where moved.n >= (select least(${manyPeople}, ${manyPart} * reltuples) from pg_class where oid = 'users'::regclass)`.execute(
    ctx.db,
  );
}

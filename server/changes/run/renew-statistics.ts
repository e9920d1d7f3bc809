import { sql } from 'kysely';
import type { Ctx } from '../../kernel/context.ts';

/** A change that moved so many people is worth half a second, whatever part of all people they are. */
const manyPeople = 5_000;
/** In a small table fewer are many. */
const manyPart = 0.02;

/**
 * Where many came or went by a change, the planner is told before anybody asks for them (decision 8). A look that is under way
 * already is not waited for.
 */
export async function renewStatistics(ctx: Ctx, changeId: string): Promise<void> {
  await sql`select analyze_users() from (
      select sum(cardinality(c.ids)) as n from change_chunks c where c.account_id = ${ctx.accountId} and c.change_id = ${changeId}
        and (c.outcome in ('create', 'remove') or c.before -> 'status' ? 'removed' or c.after -> 'status' ? 'removed')) moved
    where moved.n >= (select least(${manyPeople}, ${manyPart} * reltuples) from pg_class where oid = 'users'::regclass)`.execute(
    ctx.db,
  );
}

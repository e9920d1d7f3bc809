import { sql } from 'kysely';
import type { Ctx } from '../kernel/context.ts';
import { all } from '../kernel/database.ts';
import type { Group } from './group.ts';

/** All groups by name, with counts that are kept, not counted. */
export function listGroups(ctx: Ctx): Promise<Group[]> {
  return all(
    ctx.db,
    sql<Group>`select g.id, g.name, a.default_group_id = g.id as "isDefault",
        coalesce((select sum(c.n) from counts c where c.account_id = g.account_id and c.dimension = 'group' and c.key = g.id::text and c.until > muster_now()), 0)::int as members
      from groups g join accounts a on a.id = g.account_id where g.account_id = ${ctx.accountId} order by g.name_key`,
  );
}

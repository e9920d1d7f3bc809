import { type RawBuilder, sql } from 'kysely';
import { z } from 'zod';
import { all, one } from '../database/database.ts';
import { decodeCursor, isMoment, pageQuery, toPage } from '../http/page.ts';
import type { Ctx } from '../kernel/context.ts';
import { isId } from '../kernel/ids.ts';
import { Problem } from '../kernel/problem.ts';
import { findUsers } from './find-users.ts';
import { toUser } from './read-users.ts';
import { type Filter, filterConditions, filterFields, joinConditions, namingOrder, sortSchema } from './selection.ts';

export const listQuery = z.strictObject({
  ...filterFields,
  ...pageQuery,
  sort: sortSchema.optional().describe('Left out: name, or -createdAt for pending ones.'),
  count: z.enum(['true', 'false']).default('false').describe('true adds count: how many match.'),
});

/** The column of each sort, and its value as a cursor has it. Every column has an index that ends in id. */
const sortColumns: Record<
  string,
  { column: RawBuilder<unknown>; text: RawBuilder<string>; cast: RawBuilder<unknown> }
> = {
  name: { column: sql`u.name_key`, text: sql`u.name_key`, cast: sql`text` },
  email: { column: sql`u.email_key`, text: sql`u.email_key`, cast: sql`text` },
  createdAt: { column: sql`u.id`, text: sql`u.id::text`, cast: sql`uuid` },
  lastSignInAt: { column: sql`u.last_sign_in_at`, text: sql`u.last_sign_in_at::text`, cast: sql`timestamptz` },
};

/** One page of users. It starts after the last row of the page before, so a deep page costs as much as the first. */
export async function listUsers(ctx: Ctx, query: z.infer<typeof listQuery>) {
  const sort = query.sort ?? (query.status === 'pending' ? '-createdAt' : 'name');
  const columns = sortColumns[sort.replace('-', '')];
  if (!columns) throw new Error(`no such sort: ${sort}`);
  const down = sort.startsWith('-');
  const from = decodeCursor(query.cursor, 3);
  const order = {
    ...columns,
    byName: sort.endsWith('name'),
    named: namingOrder(sort),
    direction: down ? sql`desc` : sql`asc`,
    beyond: from ? [beyond(columns, down, sort, from)] : [],
  };
  const rows = await findUsers(ctx, query, order, query.limit + 1);
  const page = toPage(rows, query.limit, toUser, (row) => [sort, row.position, row.id]);
  const { count, limit: _limit, cursor: _cursor, sort: _sort, ...filter } = query;
  return count === 'true' ? { ...page, count: await countMatches(ctx, filter) } : page;
}

function beyond(order: (typeof sortColumns)[string], down: boolean, sort: string, from: string[]): RawBuilder<unknown> {
  const [cursorSort, value, id] = from;
  if (cursorSort !== sort || !isId(id ?? '')) throw new Problem('invalid_cursor');
  if (sort.endsWith('createdAt') && value !== id) throw new Problem('invalid_cursor');
  if (sort.endsWith('lastSignInAt') && value !== '-infinity' && !isMoment(value ?? ''))
    throw new Problem('invalid_cursor');
  return sql`(${order?.column}, u.id) ${down ? sql`<` : sql`>`} (${value}::${order?.cast}, ${id}::uuid)`;
}

/** How many users match. The count of all users is kept; the matches of a filter are counted. */
async function countMatches(ctx: Ctx, filter: Filter): Promise<number> {
  const query = Object.values(filter).every((value) => value === undefined)
    ? sql<{ n: number }>`select coalesce(sum(people), 0)::int as n from counts
        where account_id = ${ctx.accountId} and dimension = 'status' and key <> 'removed' and ends_at > muster_now()`
    : sql<{
        n: number;
      }>`select count(*) as n from users u where ${joinConditions(await filterConditions(ctx, filter))}`;
  return (await one(ctx.db, query)).n;
}

/** Departments in use, most used first. */
export function listDepartments(ctx: Ctx, search: string) {
  return all(
    ctx.db,
    sql<{ name: string; count: number }>`select key as name, sum(people)::int as count from counts
      where account_id = ${ctx.accountId} and dimension = 'department' and ends_at > muster_now() and starts_with(lower(key collate "default"), lower(${search}))
      group by key having sum(people) > 0 order by sum(people) desc, key limit 100`,
  );
}

import { type RawBuilder, sql } from 'kysely';
import { z } from 'zod';
import { all, one } from '../database/database.ts';
import { decodeCursor, pageQuery, toPage } from '../http/page.ts';
import type { Ctx } from '../kernel/context.ts';
import { type Filter, filterFields, joinConditions } from './filter.ts';
import { findUsers } from './find-users.ts';
import { beyond, orderOf, sortSchema } from './orders.ts';
import { toUser } from './read-users.ts';
import { filterConditions } from './selection.ts';
import { sortUsers } from './sort-users.ts';

export const listQuery = z.strictObject({
  ...filterFields,
  ...pageQuery,
  sort: sortSchema.optional().describe('Left out: name, or -createdAt for pending ones.'),
  count: z.enum(['true', 'false']).default('false').describe('true adds count: how many match.'),
});

/**
 * One page of users. It starts after the last row of the page before, so a deep page costs as much as the first.
 * @throws too_many_to_sort (422)
 */
export async function listUsers(ctx: Ctx, query: z.infer<typeof listQuery>) {
  const { count, limit, cursor, sort = defaultSort(query), ...filter } = query;
  const order = orderOf(sort);
  const from = decodeCursor(cursor, order.places.length + 2);
  const wanted = { order, beyond: from ? [beyond(order, from)] : [], most: limit + 1 };
  const rows = await (order.isShared ? sortUsers : findUsers)(ctx, filter, wanted);
  const page = toPage(rows, limit, toUser, (row) => [sort, ...row.position, row.id]);
  return count === 'true' ? { ...page, count: await countMatches(ctx, filter) } : page;
}

const defaultSort = ({ status }: Filter) => (status === 'pending' ? '-createdAt' : 'name');

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

/** Departments in use, most used first: those of which a word begins with the text. */
export function listDepartments(ctx: Ctx, search: string) {
  return all(
    ctx.db,
    sql<{ name: string; count: number }>`select key as name, sum(people)::int as count from counts
      where account_id = ${ctx.accountId} and dimension = 'department' and ends_at > muster_now() and ${begins(sql`key`, search)}
      group by key having sum(people) > 0 order by sum(people) desc, key limit 100`,
  );
}

/** No counts of job titles are kept, so these are the titles of so many people. */
const titlesOf = 20_000;

/** Job titles of the first people by address, most used first: those of which a word begins with the text. */
export function listJobTitles(ctx: Ctx, search: string) {
  return all(
    ctx.db,
    sql<{ name: string }>`select job_title as name from (
        select u.job_title from users u where u.account_id = ${ctx.accountId} and u.removed_at is null order by u.email_key limit ${titlesOf}) u
      where job_title <> '' and ${begins(sql`job_title`, search)} group by 1 order by count(*) desc, 1 limit 100`,
  );
}

const begins = (text: RawBuilder<unknown>, search: string) =>
  sql`strpos(' ' || lower(${text} collate "default"), ' ' || lower(${search})) > 0`;

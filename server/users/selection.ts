import { type RawBuilder, sql } from 'kysely';
import { z } from 'zod';
import { all } from '../database/database.ts';
import { type Ctx, roleSchema } from '../kernel/context.ts';
import { recordOf } from '../kernel/records.ts';
import { upTo } from '../kernel/schema.ts';
import { columnOf, filterableFields } from './rules/fields.ts';
import { isExpired, isOver, isOwner, keptSince } from './rules/user-sql.ts';
import { matches, searchedWords, searchQuery } from './search.ts';
import { idSchema, statusSchema } from './user.ts';

/** The list's filters. A selection's `where` is the same. Without a status: all but removed and expired users. */
export const filterFields = {
  search: upTo(200).optional().describe('Beginnings of words in name and e-mail, all of them.'),
  type: upTo(40).optional(),
  status: statusSchema.optional(),
  role: roleSchema.optional(),
  groupId: idSchema.optional(),
  managerId: idSchema.optional().describe('The people who report to this person.'),
  ...recordOf(filterableFields, () => upTo(200).optional()),
  addOn: upTo(40).optional(),
};
export const filterSchema = z
  .strictObject(filterFields)
  .meta({ id: 'UserFilter', description: 'Which users: all that meet every condition given, as in GET /v1/users.' });
export type Filter = z.infer<typeof filterSchema>;

export const selectionSchema = z
  .union([
    z.strictObject({ ids: z.array(idSchema).max(10_000) }),
    z.strictObject({ where: filterSchema, except: z.array(idSchema).max(10_000).optional() }),
  ])
  .meta({ id: 'UserSelection', description: 'The users a change is about: ids, or a filter with exceptions.' });
export type Selection = z.infer<typeof selectionSchema>;

/** The sorts of the list. A leading minus reverses the order. */
export const sorts = [
  'name',
  '-name',
  'email',
  '-email',
  'createdAt',
  '-createdAt',
  'lastSignInAt',
  '-lastSignInAt',
] as const;
export const sortSchema = z
  .enum(sorts)
  .meta({ id: 'UserSort', description: 'A leading minus turns the order around.' });

/**
 * A condition that is true of every user and is in the predicate of the order's partial index. Only queries that name it can use that
 * index. Otherwise the planner, whose statistics may be stale, would sometimes answer other queries by scanning the order.
 */
export function namingOrder(sort: (typeof sorts)[number]): RawBuilder<unknown> {
  if (sort.endsWith('name')) return sql`u.name_key >= ''`;
  if (sort.endsWith('lastSignInAt')) return sql`u.last_sign_in_at >= '-infinity'`;
  return sql`true`;
}

/** If a search finds more people than this, the query checks its words row by row instead of listing ids. */
const searchMost = 6_000;

/** The conditions of a filter over `users u`, to be joined with and. */
export async function filterConditions(ctx: Ctx, filter: Filter): Promise<RawBuilder<unknown>[]> {
  const words = searchedWords(filter.search ?? '');
  const conditions = plainConditions(ctx, filter);
  if (words.length === 0) return conditions;
  const query = searchQuery(ctx.accountId, words, 'anywhere');
  const found = await all(ctx.db, sql<{ id: string }>`select id from search_users(${query}, ${searchMost + 1})`);
  if (found.length <= searchMost) return [...conditions, sql`u.id = any(${found.map((row) => row.id)}::uuid[])`];
  return [...conditions, ...words.map(matches)];
}

/** The conditions of all filters except the words of a search. */
export function plainConditions(ctx: Ctx, filter: Filter): RawBuilder<unknown>[] {
  const conditions = [sql`u.account_id = ${ctx.accountId}`, statusCondition(filter)];
  if (filter.type !== undefined) conditions.push(sql`u.type = ${filter.type}`);
  const owner = isOwner(ctx.accountId);
  if (filter.role !== undefined)
    conditions.push(filter.role === 'owner' ? owner : sql`u.role = ${filter.role} and not ${owner}`);
  if (filter.groupId !== undefined) conditions.push(sql`u.group_id = ${filter.groupId}`);
  if (filter.managerId !== undefined) conditions.push(sql`u.manager_id = ${filter.managerId}`);
  for (const field of filterableFields) {
    const text = filter[field];
    if (text !== undefined) conditions.push(sql`${columnOf(field, 'u')} = ${text}`);
  }
  if (filter.addOn !== undefined) conditions.push(sql`${filter.addOn} = any(u.add_ons)`);
  // The search has text but no word, so nothing matches.
  if (filter.search?.trim() && searchedWords(filter.search).length === 0) conditions.push(sql`false`);
  return conditions;
}

export function joinConditions(conditions: RawBuilder<unknown>[]): RawBuilder<unknown> {
  return sql.join(conditions, sql` and `);
}

function statusCondition(filter: Filter): RawBuilder<unknown> {
  switch (filter.status) {
    case undefined:
      return sql`u.removed_at is null and not ${isExpired}`;
    case 'pending':
      return sql`u.status = 'pending' and not ${isOver}`;
    case 'expired':
      return sql`${isExpired} and u.expires_at > ${keptSince}`;
    case 'removed':
      return sql`u.removed_at is not null`;
    default:
      return sql`u.status = ${filter.status} and u.removed_at is null`;
  }
}

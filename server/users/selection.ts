import { type RawBuilder, sql } from 'kysely';
import { z } from 'zod';
import type { Ctx } from '../kernel/context.ts';
import { all } from '../kernel/database.ts';
import { foldWords } from './name.ts';
import { idSchema, keepDays, roles, statuses } from './user.ts';

/** The list's filters; a selection's where is the same. Without a status: everyone but the removed and the expired. */
export const filterFields = {
  search: z.string().max(200).optional().describe('Beginnings of words in name and e-mail, all of them.'),
  type: z.string().max(40).optional(),
  status: z.enum(statuses).optional(),
  role: z.enum(roles).optional(),
  groupId: idSchema.optional(),
  department: z.string().max(200).optional(),
  addOn: z.string().max(40).optional(),
};
export const filterSchema = z.strictObject(filterFields);
export type Filter = z.infer<typeof filterSchema>;

export const selectionSchema = z
  .union([
    z.strictObject({ ids: z.array(idSchema).max(10_000) }),
    z.strictObject({ where: filterSchema, except: z.array(idSchema).max(10_000).optional() }),
  ])
  .describe('The users a change is about: ids, or a filter with exceptions.');
export type Selection = z.infer<typeof selectionSchema>;

/** By what the list can be sorted; a leading minus turns the order around. */
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

export function one(id: string): Selection {
  return { ids: [id] };
}

/** A search that finds more than this is walked in the list's order instead: matches are dense enough to meet soon. */
const searchMost = 4_000;

/** The conditions of a filter over `users u`, to be joined with and. */
export async function filterConditions(ctx: Ctx, filter: Filter): Promise<RawBuilder<unknown>[]> {
  const conditions = [sql`u.account_id = ${ctx.accountId}`, statusCondition(filter)];
  if (filter.type !== undefined) conditions.push(sql`u.type = ${filter.type}`);
  if (filter.role === 'owner') conditions.push(sql`u.id = (select owner_id from accounts where id = ${ctx.accountId})`);
  else if (filter.role)
    conditions.push(
      sql`u.role = ${filter.role} and u.id <> (select owner_id from accounts where id = ${ctx.accountId})`,
    );
  if (filter.groupId !== undefined) conditions.push(sql`u.group_id = ${filter.groupId}`);
  if (filter.department !== undefined) conditions.push(sql`u.department = ${filter.department}`);
  if (filter.addOn !== undefined) conditions.push(sql`${filter.addOn} = any(u.add_ons)`);
  if (filter.search !== undefined && filter.search.trim() !== '')
    conditions.push(await searchCondition(ctx, filter.search));
  return conditions;
}

export function joinConditions(conditions: RawBuilder<unknown>[]): RawBuilder<unknown> {
  return sql.join(conditions, sql` and `);
}

function statusCondition(filter: Filter): RawBuilder<unknown> {
  switch (filter.status) {
    case undefined:
      return sql`u.status <> 'removed' and (u.status <> 'pending' or u.expires_at > (select muster_now()))`;
    case 'pending':
      return sql`u.status = 'pending' and u.expires_at > (select muster_now())`;
    case 'expired':
      return sql`u.status = 'pending' and u.expires_at <= (select muster_now()) and u.expires_at > (select muster_now()) - make_interval(days => ${keepDays})`;
    case 'removed':
      return sql`u.status = 'removed'`;
    default:
      return sql`u.status = ${filter.status} and u.status <> 'removed'`;
  }
}

async function searchCondition(ctx: Ctx, search: string): Promise<RawBuilder<unknown>> {
  const words = searchedWords(search);
  if (words.length === 0) return sql`false`;
  const query = sql`replace(${words.join(' & ')}, '#', word_mark(${ctx.accountId}))::tsquery`;
  const found = await all(ctx.db, sql<{ id: string }>`select search_users(${query}, ${searchMost + 1}) as id`);
  if (found.length <= searchMost) return sql`u.id = any(${found.map((row) => row.id)}::uuid[])`;
  return sql`search_words(u.account_id, u.email_key, u.name_key) @@ ${query}`;
}

/**
 * The words of a search as query terms, # for the account's mark: folded as names are kept, or as typed, because addresses keep
 * their accents. They hold letters, marks and digits only, so no word can carry query syntax.
 */
function searchedWords(search: string): string[] {
  const typed = search
    .normalize('NFKC')
    .toLowerCase()
    .split(/[^\p{L}\p{M}\p{N}]+/u);
  const folded = typed.map((word) => ({ typed: word, folded: foldWords(word).replaceAll(' ', '') }));
  return folded
    .filter((word) => word.folded !== '')
    .slice(0, 8)
    .map((word) => (word.folded === word.typed ? `'#${word.folded}':*` : `('#${word.folded}':* | '#${word.typed}':*)`));
}

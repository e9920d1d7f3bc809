import { type RawBuilder, sql } from 'kysely';
import { z } from 'zod';
import { all } from '../database/database.ts';
import type { Ctx } from '../kernel/context.ts';
import { idSchema } from '../kernel/schema.ts';
import { type Filter, filterSchema, plainConditions } from './filter.ts';
import { matches, readSearch, searchQuery } from './search.ts';

export const selectionSchema = z
  .union([
    z.strictObject({ ids: z.array(idSchema).max(10_000) }),
    z.strictObject({ where: filterSchema, except: z.array(idSchema).max(10_000).optional() }),
    z.strictObject({
      missingFrom: idSchema.describe('A planned import: people that its file does not name.'),
    }),
  ])
  .meta({
    id: 'UserSelection',
    description: 'The users a change is about.',
  });
export type Selection = z.infer<typeof selectionSchema>;

/** If a search finds more people than this, the query checks its words row by row instead of listing ids. */
const searchMost = 6_000;

/** The conditions of a filter over `users u`, to be joined with and. */
export async function filterConditions(ctx: Ctx, filter: Filter): Promise<RawBuilder<unknown>[]> {
  const { words } = readSearch(filter.search);
  const conditions = plainConditions(ctx, filter);
  if (words.length === 0) return conditions;
  const query = searchQuery(ctx.accountId, words, 'anywhere');
  const found = await all(ctx.db, sql<{ id: string }>`select id from search_users(${query}, ${searchMost + 1})`);
  if (found.length <= searchMost) return [...conditions, sql`u.id = any(${found.map((row) => row.id)}::uuid[])`];
  return [...conditions, ...words.map(matches)];
}

import { type RawBuilder, sql } from 'kysely';
import { z } from 'zod';
import { all } from '../database/database.ts';
import { decodeCursor, pageQuery, toPage } from '../http/page.ts';
import { versionOf } from '../http/version.ts';
import type { Ctx } from '../kernel/context.ts';
import { isId } from '../kernel/ids.ts';
import { Problem } from '../kernel/problem.ts';
import { type Group, groupNameKey } from './group.ts';

export const groupsQuery = z.strictObject({
  ...pageQuery,
  search: z.string().max(100).optional().describe('A part of the name.'),
});

/** Groups by name, with kept counts. */
export async function listGroups(ctx: Ctx, { limit, cursor, search }: z.infer<typeof groupsQuery>) {
  const [after, id] = decodeCursor(cursor, 2) ?? [];
  if (id !== undefined && !isId(id)) throw new Problem('invalid_cursor');
  const conditions = [sql`true`];
  if (after !== undefined) conditions.push(sql`g.name_key > ${after}`);
  if (search !== undefined) conditions.push(sql`strpos(g.name_key, ${groupNameKey(search)}) > 0`);
  const rows = await readGroups(ctx, sql`${sql.join(conditions, sql` and `)} order by g.name_key limit ${limit + 1}`);
  return toPage(rows, limit, toGroup, ({ key, id: last }) => [key, last]);
}

/** @throws not_found (404) */
export async function getGroup(ctx: Ctx, id: string): Promise<Group> {
  const [row] = await readGroups(ctx, sql`g.id = ${id}`);
  if (!row) throw new Problem('not_found');
  return toGroup(row);
}

type Row = Omit<Group, 'version'> & { key: string };

const toGroup = ({ key: _, ...group }: Row): Group => ({ ...group, version: versionOf([group.name]) });

/** The group, locked until the commit. @throws not_found (404) */
export async function lockGroup(ctx: Ctx, id: string): Promise<Group> {
  await sql`select from groups where account_id = ${ctx.accountId} and id = ${id} for update`.execute(ctx.db);
  return getGroup(ctx, id);
}

function readGroups(ctx: Ctx, where: RawBuilder<unknown>): Promise<Row[]> {
  return all(
    ctx.db,
    sql<Row>`select g.id, g.name, a.default_group_id = g.id as "isDefault", g.name_key as key,
        coalesce((select sum(c.people) from counts c where c.account_id = g.account_id and c.dimension = 'group' and c.key = g.id::text and c.ends_at > muster_now()), 0)::int as members
      from groups g join accounts a on a.id = g.account_id where g.account_id = ${ctx.accountId} and ${where}`,
  );
}

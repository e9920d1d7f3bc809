import { sql } from 'kysely';
import { requirePermission } from '../access/rules/permissions.ts';
import { recordAudit } from '../audit/record.ts';
import { all, maybe, one } from '../database/database.ts';
import { violates } from '../database/database-error.ts';
import type { Ctx } from '../kernel/context.ts';
import { newId } from '../kernel/ids.ts';
import { bounds } from '../kernel/limits.ts';
import { Problem } from '../kernel/problem.ts';
import { groupNameKey } from './group.ts';

/** @throws group_name_taken, groups_full (409) */
export async function createGroup(ctx: Ctx, name: string): Promise<string> {
  requirePermission(ctx, 'groups.manage');
  await requireRoom(ctx);
  const id = newId();
  await named(() =>
    sql`insert into groups (account_id, id, name, name_key, created_at) values (${ctx.accountId}, ${id}, ${name}, ${groupNameKey(name)}, muster_now())`.execute(
      ctx.db,
    ),
  );
  recordAudit(ctx, 'group.created', { details: { groupId: id } });
  return id;
}

/**
 * Creates groups with ids that are known already. Of a name that exists no group is made.
 * @returns the ids of groups that exist, by the ids that were wanted for their names
 * @throws forbidden (403), groups_full (409)
 */
export async function createMissingGroups(
  ctx: Ctx,
  groups: { id: string; name: string }[],
): Promise<Map<string, string>> {
  requirePermission(ctx, 'groups.manage');
  await requireRoom(ctx, groups.length);
  const wanted = sql`jsonb_to_recordset(${JSON.stringify(groups.map((group) => ({ ...group, key: groupNameKey(group.name) })))}::jsonb)
    as w (id uuid, name text, key text)`;
  const made = await all(
    ctx.db,
    sql<{ id: string }>`insert into groups (account_id, id, name, name_key, created_at)
      select ${ctx.accountId}, id, name, key, muster_now() from ${wanted}
      on conflict (account_id, name_key) do nothing returning id`,
  );
  for (const { id } of made) recordAudit(ctx, 'group.created', { details: { groupId: id } });
  const existing = await all(
    ctx.db,
    sql<{ id: string; wanted: string }>`select g.id, w.id as wanted from ${wanted}
      join groups g on g.account_id = ${ctx.accountId} and g.name_key = w.key where g.id <> w.id`,
  );
  return new Map(existing.map((group) => [group.wanted, group.id]));
}

/** The account's row is locked, so that concurrent requests add groups one by one. @throws groups_full (409) */
async function requireRoom(ctx: Ctx, more = 1): Promise<void> {
  await sql`select 1 from accounts where id = ${ctx.accountId} for no key update`.execute(ctx.db);
  const { n } = await one(
    ctx.db,
    sql<{ n: number }>`select count(*)::int as n from groups where account_id = ${ctx.accountId}`,
  );
  if (n + more > bounds.groupsMax) throw new Problem('groups_full', { max: bounds.groupsMax });
}

/** @throws not_found (404), group_name_taken (409) */
export async function renameGroup(ctx: Ctx, id: string, name: string): Promise<void> {
  requirePermission(ctx, 'groups.manage');
  const renamed = await named(() =>
    maybe(
      ctx.db,
      sql`update groups set name = ${name}, name_key = ${groupNameKey(name)} where account_id = ${ctx.accountId} and id = ${id} returning 1`,
    ),
  );
  if (!renamed) throw new Problem('not_found');
  recordAudit(ctx, 'group.renamed', { details: { groupId: id } });
}

async function named<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw violates(error, 'groups_account_id_name_key_key') ? new Problem('group_name_taken') : error;
  }
}

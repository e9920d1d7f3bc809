import { sql } from 'kysely';
import { permissionsOfRole, reachOf, requirePermission } from '../access/rules/permissions.ts';
import { recordAudit } from '../audit/record.ts';
import { chunkSize } from '../changes/engine/change.ts';
import { peopleOfChunks } from '../changes/engine/people.ts';
import { proposalOf } from '../changes/engine/proposal.ts';
import { beginChange, finishChange } from '../changes/engine/record.ts';
import { writeUsers } from '../changes/engine/write-users.ts';
import { emptyPlan } from '../changes/run/plan.ts';
import { all, maybe, one } from '../database/database.ts';
import { Retry } from '../database/database-error.ts';
import type { Ctx } from '../kernel/context.ts';
import { Problem } from '../kernel/problem.ts';
import type { Tools } from '../tools.ts';

/**
 * Deletes a group. Its people move to the default group by a change in the same transaction. The Owner moves too, even if an Admin deletes
 * it, because a deleted group may have no people.
 * @throws not_found (404), group_is_default (409)
 */
export async function deleteGroup(
  ctx: Ctx,
  tools: Tools,
  id: string,
): Promise<{ moved: number; changeId: string | null }> {
  requirePermission(ctx, 'groups.manage');
  const { defaultGroupId } = await one(
    ctx.db,
    sql<{
      defaultGroupId: string;
    }>`select default_group_id as "defaultGroupId" from accounts where id = ${ctx.accountId} for share`,
  );
  // The lock keeps people from entering the group.
  const group = await maybe(
    ctx.db,
    sql`select 1 from groups where account_id = ${ctx.accountId} and id = ${id} for update`,
  );
  if (!group) throw new Problem('not_found');
  if (id === defaultGroupId) throw new Problem('group_is_default');
  // The trash moves first: a person who is restored meanwhile is then in the default group, or is moved as a member.
  await moveTrash(ctx, id, defaultGroupId);
  const moved = await moveMembers(ctx, tools, id, defaultGroupId);
  if (ctx.dryRun) ctx.dryRun.plan = { ...emptyPlan, update: moved.moved };
  await moveTrash(ctx, id, defaultGroupId);
  const left = await maybe(
    ctx.db,
    sql`select 1 from users where account_id = ${ctx.accountId} and group_id = ${id} limit 1`,
  );
  if (left) throw new Retry('somebody was restored into the group while it was emptied');
  removeGroup(ctx, id);
  recordAudit(ctx, 'group.deleted', {
    count: moved.moved,
    details: { groupId: id },
    ...(moved.changeId ? { changeId: moved.changeId } : {}),
  });
  return moved;
}

/**
 * Deletes a group that has no people, except in the trash. Leaves the default group and any other.
 */
export async function deleteIfEmpty(ctx: Ctx, id: string): Promise<void> {
  const group = await maybe(
    ctx.db,
    sql<{
      defaultGroupId: string;
    }>`select a.default_group_id as "defaultGroupId" from groups g join accounts a on a.id = g.account_id
      where g.account_id = ${ctx.accountId} and g.id = ${id} and g.id <> a.default_group_id for update of g`,
  );
  if (!group) return;
  const members = sql`select 1 from users where account_id = ${ctx.accountId} and group_id = ${id}`;
  if (await maybe(ctx.db, sql`${members} and removed_at is null limit 1`)) return;
  await moveTrash(ctx, id, group.defaultGroupId);
  if (await maybe(ctx.db, sql`${members} limit 1`)) return;
  removeGroup(ctx, id);
  recordAudit(ctx, 'group.deleted', { count: 0, details: { groupId: id } });
}

function removeGroup(ctx: Ctx, id: string): void {
  // After the counts that moving its members changes.
  ctx.db.postLast(sql`delete from counts where account_id = ${ctx.accountId} and dimension = 'group' and key = ${id}`);
  ctx.db.post(sql`delete from groups where account_id = ${ctx.accountId} and id = ${id}`);
}

/** Not recorded: they are in no group's count, and a restored person finds an existing group. */
async function moveTrash(ctx: Ctx, from: string, to: string): Promise<void> {
  await sql`update users set group_id = ${to} where account_id = ${ctx.accountId} and group_id = ${from} and removed_at is not null`.execute(
    ctx.db,
  );
}

async function moveMembers(
  ctx: Ctx,
  tools: Tools,
  from: string,
  to: string,
): Promise<{ moved: number; changeId: string | null }> {
  const changeId = beginChange(ctx, {
    source: ctx.channel,
    do: { set: { groupId: to }, becauseDeleted: from },
    select: { where: { groupId: from } },
    state: 'applying',
  });
  const chunks = await all(
    ctx.db,
    sql<{ seq: number }>`insert into change_chunks (account_id, change_id, seq, targets)
      select ${ctx.accountId}::uuid, ${changeId}::uuid, (i - 1) / ${chunkSize}::int, array_agg(id order by id)
      from (select id, row_number() over (order by id) as i from users where account_id = ${ctx.accountId} and group_id = ${from} and removed_at is null) s group by 3 returning seq`,
  );
  const options = { rules: tools, reach: reachOf(permissionsOfRole('owner')) };
  let moved = 0;
  for (const { seq } of chunks) {
    const people = await peopleOfChunks(ctx, changeId, [seq]);
    const done = await writeUsers(
      ctx,
      { changeId, seq, outcome: 'update' },
      proposalOf(people, { set: { groupId: to } }),
      options,
      { overflow: 'refuse' },
    );
    moved += done.result.update;
  }
  if (moved > 0) {
    finishChange(ctx, changeId, {
      result: { create: 0, update: moved, remove: 0, unchanged: 0, refused: 0 },
      event: 'users.changed',
    });
    return { moved, changeId };
  }
  await sql`delete from changes where account_id = ${ctx.accountId} and id = ${changeId}`.execute(ctx.db);
  return { moved, changeId: null };
}

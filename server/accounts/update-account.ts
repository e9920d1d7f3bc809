import { sql } from 'kysely';
import type { z } from 'zod';
import { requirePermission } from '../access/rules/permissions.ts';
import { recordAudit } from '../audit/record.ts';
import { maybe, one } from '../database/database.ts';
import type { Ctx } from '../kernel/context.ts';
import { Problem } from '../kernel/problem.ts';
import type { accountPatch } from './account.ts';

type Settings = { name: string; defaultGroupId: string; invitationDays: number };

/** The settings stay as they are until the commit. */
export async function lockAccount(ctx: Ctx): Promise<void> {
  await sql`select from accounts where id = ${ctx.accountId} for no key update`.execute(ctx.db);
}

/** Changes the account's settings. Unchanged settings are not recorded. @throws Problem group_unknown (422) */
export async function updateAccount(ctx: Ctx, patch: z.infer<typeof accountPatch>): Promise<void> {
  requirePermission(ctx, 'account.manage');
  const before = await one(
    ctx.db,
    sql<Settings>`select name, default_group_id as "defaultGroupId", invitation_days as "invitationDays"
      from accounts where id = ${ctx.accountId} for no key update`,
  );
  const { name = before.name, defaultGroupId = before.defaultGroupId, invitationDays = before.invitationDays } = patch;
  if (defaultGroupId !== before.defaultGroupId) await requireGroup(ctx, defaultGroupId);
  await sql`update accounts set name = ${name}, default_group_id = ${defaultGroupId}, invitation_days = ${invitationDays}
    where id = ${ctx.accountId}`.execute(ctx.db);
  if (name !== before.name) recordAudit(ctx, 'account.renamed');
  if (defaultGroupId !== before.defaultGroupId) {
    recordAudit(ctx, 'account.default_group_changed', {
      details: { before: before.defaultGroupId, after: defaultGroupId },
    });
  }
  if (invitationDays !== before.invitationDays) {
    recordAudit(ctx, 'account.invitation_days_changed', {
      details: { before: before.invitationDays, after: invitationDays },
    });
  }
}

/** Locked until the commit, so that the group cannot be deleted meanwhile. */
async function requireGroup(ctx: Ctx, id: string): Promise<void> {
  const group = await maybe(
    ctx.db,
    sql`select from groups where account_id = ${ctx.accountId} and id = ${id} for key share`,
  );
  if (!group) throw new Problem('group_unknown');
}

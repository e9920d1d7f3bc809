import { sql } from 'kysely';
import { requirePermission } from '../access/rules/permissions.ts';
import { recordAudit } from '../audit/record.ts';
import { startMailing } from '../changes/run/queue-invitations.ts';
import { maybe } from '../database/database.ts';
import type { Ctx } from '../kernel/context.ts';
import type { Tools } from '../tools.ts';

/** Stops the account's invitation mail, or lets it go on: those that wait, and those to come. What is so already is not recorded. */
export async function pauseMail(ctx: Ctx, tools: Tools, paused: boolean): Promise<void> {
  requirePermission(ctx, 'invitations.manage');
  const changed = await maybe(
    ctx.db,
    // How fast it went before tells nothing of how fast it will go after.
    paused
      ? sql`insert into mail_steering as s (account_id, paused_at) values (${ctx.accountId}, muster_now())
          on conflict (account_id) do update set paused_at = excluded.paused_at, mails_per_second = null where s.paused_at is null returning 1`
      : sql`update mail_steering set paused_at = null, measured_from = null, mails_per_second = null
          where account_id = ${ctx.accountId} and paused_at is not null returning 1`,
  );
  if (!changed) return;
  recordAudit(ctx, paused ? 'invitations.paused' : 'invitations.resumed');
  if (!paused) startMailing(ctx, tools);
}

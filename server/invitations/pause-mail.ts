import { sql } from 'kysely';
import { requirePermission } from '../access/rules/permissions.ts';
import { recordAudit } from '../audit/record.ts';
import { startMailing } from '../changes/run/queue-invitations.ts';
import { maybe } from '../database/database.ts';
import type { Ctx } from '../kernel/context.ts';
import type { Tools } from '../tools.ts';

/** Pauses or resumes the account's invitation mail, present and future. Records only a change of the state. */
export async function pauseMail(ctx: Ctx, tools: Tools, paused: boolean): Promise<void> {
  requirePermission(ctx, 'invitations.manage');
  const changed = await maybe(
    ctx.db,
    // The pace before a pause says nothing about the pace after it.
    paused
      ? sql`insert into mail_steering as s (account_id, paused_at) values (${ctx.accountId}, muster_now())
          on conflict (account_id) do update set paused_at = excluded.paused_at, mails_per_second = null where s.paused_at is null returning 1`
      : sql`update mail_steering set paused_at = null, measured_from = null, mails_per_second = null
          where account_id = ${ctx.accountId} and paused_at is not null returning 1`,
  );
  if (!changed) return;
  recordAudit(ctx, paused ? 'invitations.paused' : 'invitations.resumed');
  if (!paused) await startMailing(ctx, tools);
}

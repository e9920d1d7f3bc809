import { sql } from 'kysely';
import type { Ctx } from '../kernel/context.ts';
import { newId } from '../kernel/ids.ts';
import type { AuditEvent } from './events.ts';

/**
 * Writes one line of the audit log in the caller's transaction. details never hold a name, an address or a secret, so that erasing a person
 * leaves the log intact. The change's own record says what it did to each person.
 */
export function recordAudit(
  ctx: Ctx,
  event: AuditEvent,
  what: { changeId?: string; userId?: string; count?: number; details?: Record<string, unknown> } = {},
): void {
  ctx.db.post(sql`insert into audit_events (account_id, id, at, event, actor_kind, actor_id, channel, request_id, change_id, user_id, count, details)
    values (${ctx.accountId}, ${newId()}, muster_now(), ${event}, ${ctx.actor.kind}, ${ctx.actor.id}, ${ctx.channel}, ${ctx.requestId},
            ${what.changeId ?? null}, ${what.userId ?? null}, ${what.count ?? null}, ${JSON.stringify(what.details ?? {})}::jsonb)`);
}

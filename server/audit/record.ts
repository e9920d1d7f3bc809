import { sql } from 'kysely';
import type { Ctx, FeedEntry } from '../kernel/context.ts';
import { newId } from '../kernel/ids.ts';
import type { AuditEvent } from './events.ts';

/** The account and the actor of an entry of the feed. */
export const entryOf = ({ accountId, actor, channel }: Ctx): Pick<FeedEntry, 'accountId' | 'actor' | 'channel'> => ({
  accountId,
  actor,
  channel,
});

/**
 * Writes one line of the audit log in the caller's transaction. details never hold a name, an address or a secret, so that erasing a person
 * leaves the log intact. The change's own record says what it did to each person. The line is an event of the feed, too.
 */
export function recordAudit(
  ctx: Ctx,
  event: AuditEvent,
  what: { changeId?: string; userId?: string; count?: number; details?: Record<string, unknown> } = {},
): void {
  const id = newId();
  ctx.db.feed.push({ ...entryOf(ctx), auditId: id, events: 1 + (event === 'users.purged' ? (what.count ?? 0) : 0) });
  ctx.db.post(sql`insert into audit_events (account_id, id, at, event, actor_kind, actor_id, channel, request_id, change_id, user_id, count, details)
    values (${ctx.accountId}, ${id}, muster_now(), ${event}, ${ctx.actor.kind}, ${ctx.actor.id}, ${ctx.channel}, ${ctx.requestId},
            ${what.changeId ?? null}, ${what.userId ?? null}, ${what.count ?? null}, ${JSON.stringify(what.details ?? {})}::jsonb)`);
}

import type { AuditEvent } from '../../audit/events.ts';
import { recordAudit } from '../../audit/record.ts';
import { enterAccount } from '../../database/database.ts';
import { asInvited, type Ctx } from '../../kernel/context.ts';
import { membershipsOf } from './memberships.ts';

/** Writes an audit line about a sign-in in every account of its person. The transaction ends up inside the last of them. */
export async function recordForIdentity(
  outside: Pick<Ctx, 'db' | 'requestId' | 'afterCommit'>,
  identityId: string,
  event: AuditEvent,
): Promise<void> {
  for (const { accountId, userId } of await membershipsOf(outside.db, [identityId])) {
    enterAccount(outside.db, accountId);
    const ctx: Ctx = { ...outside, ...asInvited(accountId, userId, outside.requestId) };
    recordAudit(ctx, event, { userId });
  }
}

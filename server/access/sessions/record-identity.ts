import type { AuditEvent } from '../../audit/events.ts';
import { recordAudit } from '../../audit/record.ts';
import { enterAccount } from '../../database/database.ts';
import { asInvited, type Ctx } from '../../kernel/context.ts';
import { membershipsOf } from './memberships.ts';

/**
 * What happens to a sign-in concerns every account its person is a user of: each gets an audit line. The transaction is left
 * inside the last of them.
 */
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

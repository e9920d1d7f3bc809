import { sql } from 'kysely';
import { endLinks } from '../access/links.ts';
import { requireOwnPassword } from '../access/own-password.ts';
import { checkPassword } from '../access/password-rules.ts';
import { hashPassword } from '../access/passwords.ts';
import { endSessions } from '../access/prove-identity.ts';
import { recordForIdentity } from '../access/record-identity.ts';
import { forgetSessions } from '../access/session-memory.ts';
import { inSystem } from '../kernel/database.ts';
import { queueMail } from '../kernel/mail-queue.ts';
import type { Kernel, SignedIn } from '../kernel/route.ts';

/**
 * Changes one's own password: every other session ends and every link mailed before is dead.
 * @throws Problem wrong_password (403), password_… (422)
 */
export async function changePassword(
  kernel: Kernel,
  { actor, accountName }: SignedIn,
  { current, next }: { current: string; next: string },
  requestId: string,
): Promise<void> {
  const identity = await requireOwnPassword(kernel, actor.identityId, current);
  checkPassword(next, [identity.email, accountName]);
  const hash = await hashPassword(next, [identity]);
  await inSystem(kernel.database, async (db, afterCommit) => {
    await sql`update identities set password_hash = ${hash} where id = ${identity.id}`.execute(db);
    endSessions(db, identity.id, actor.sessionId);
    endLinks(db, identity.id);
    const { email } = identity;
    queueMail({ db, afterCommit }, kernel.worker, {
      template: 'password-changed',
      recipient: email,
      accountId: null,
      data: { email },
    });
    await recordForIdentity({ db, requestId, afterCommit }, identity.id, 'password.changed');
    afterCommit(forgetSessions);
  });
}

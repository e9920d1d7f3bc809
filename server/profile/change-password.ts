import { sql } from 'kysely';
import { endLinks } from '../access/links.ts';
import { mailPasswordChanged } from '../access/mail-person.ts';
import { requireOwnPassword } from '../access/own-password.ts';
import { checkPassword } from '../access/password-rules.ts';
import { hashPassword } from '../access/passwords.ts';
import { endAccess } from '../access/prove-identity.ts';
import { recordForIdentity } from '../access/record-identity.ts';
import { forgetSessions } from '../access/session-memory.ts';
import type { From } from '../access/start-session.ts';
import { inSystem } from '../kernel/database.ts';
import type { Kernel, SignedIn } from '../kernel/route.ts';

/**
 * Changes one's own password: every other session ends, every other browser is forgotten, and every link mailed before is dead.
 * @throws wrong_password (403), password_… (422), too_many_requests (429)
 */
export async function changePassword(
  kernel: Kernel,
  me: SignedIn,
  { current, next }: { current: string; next: string },
  from: From,
  requestId: string,
): Promise<void> {
  const identity = await requireOwnPassword(kernel, me, current, from);
  checkPassword(next, [identity.email, me.accountName]);
  const hash = await hashPassword(next, [identity]);
  await inSystem(kernel.database, async (db, afterCommit) => {
    await sql`update identities set password_hash = ${hash} where id = ${identity.id}`.execute(db);
    endAccess(db, identity.id, { sessionId: me.actor.sessionId, devices: from.devices });
    endLinks(db, identity.id);
    await mailPasswordChanged({ db, afterCommit }, kernel, identity.email);
    await recordForIdentity({ db, requestId, afterCommit }, identity.id, 'password.changed');
    afterCommit(forgetSessions);
  });
}

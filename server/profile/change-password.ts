import { sql } from 'kysely';
import { requireOwnPassword } from '../access/credentials/own-password.ts';
import { hashPassword } from '../access/credentials/passwords.ts';
import { endAccess } from '../access/credentials/prove-identity.ts';
import { endLinks } from '../access/mails/links.ts';
import { mailPasswordChanged } from '../access/mails/mail-person.ts';
import { checkPassword } from '../access/rules/password-rules.ts';
import { recordForIdentity } from '../access/sessions/record-identity.ts';
import { forgetCallers } from '../access/sessions/remembered.ts';
import type { From } from '../access/sessions/start-session.ts';
import { inSystem } from '../database/database.ts';
import type { SignedIn } from '../http/route.ts';
import type { Tools } from '../tools.ts';

/**
 * Changes the caller's password. Every other session ends, every other browser is forgotten, and every mailed link becomes invalid.
 * @throws wrong_password (403), password_… (422), too_many_requests (429)
 */
export async function changePassword(
  tools: Tools,
  me: SignedIn,
  { current, next }: { current: string; next: string },
  from: From,
  requestId: string,
): Promise<void> {
  const identity = await requireOwnPassword(tools, me, current, from);
  checkPassword(next, [identity.email, me.accountName]);
  const hash = await hashPassword(next, [identity]);
  await inSystem(tools.database, async (db, afterCommit) => {
    await sql`update identities set password_hash = ${hash} where id = ${identity.id}`.execute(db);
    endAccess(db, identity.id, { sessionId: me.session.id, devices: from.devices });
    endLinks(db, identity.id);
    await mailPasswordChanged({ db, afterCommit }, tools, identity.email);
    await recordForIdentity({ db, requestId, afterCommit }, identity.id, 'password.changed');
    afterCommit(forgetCallers);
  });
}

import { inSystem, readInSystem } from '../../database/database.ts';
import { Problem } from '../../kernel/problem.ts';
import type { Tools } from '../../tools.ts';
import { emailKey } from '../rules/email.ts';
import { membershipsOf } from '../sessions/memberships.ts';
import { type From, openSession, type Started } from '../sessions/start-session.ts';
import { identitiesOf, tryPassword } from './passwords.ts';

/**
 * Signs in with an address and its password, into the account entered last. Unknown, known and half-known addresses all cost one password
 * hash, and no transaction waits for it.
 * @throws wrong_credentials (401), no_account (403, only after the right password), too_many_requests (429)
 */
export async function signIn(
  tools: Pick<Tools, 'database' | 'rateLimits'>,
  typed: { email: string; password: string },
  from: From,
  requestId: string,
): Promise<Started> {
  const { database } = tools;
  const key = emailKey(typed.email) ?? '';
  const sameAddress = await readInSystem(database, (db) => identitiesOf(db.prepared(), key));
  const ids = sameAddress.map(({ id }) => id);
  // Reads the memberships while the hash is computed, whether or not the password turns out right.
  const [{ right }, memberships] = await Promise.all([
    tryPassword(tools, { emailKey: key, sameAddress, from }, typed.password),
    readInSystem(database, (db) => membershipsOf(db.prepared(), ids)),
  ]);
  if (right.length === 0) throw new Problem('wrong_credentials');
  const membership = memberships.find(({ identityId }) => right.some(({ id }) => id === identityId));
  if (!membership) throw new Problem('no_account');
  return inSystem(database, (db, afterCommit) =>
    openSession({ db: db.prepared(), requestId, afterCommit }, membership, from),
  );
}

/** @throws Problem no_account (403) */
export async function openLastSession(
  outside: Parameters<typeof openSession>[0],
  identityIds: string[],
  from: From,
): Promise<Started> {
  const [membership] = await membershipsOf(outside.db, identityIds);
  if (!membership) throw new Problem('no_account');
  return openSession(outside, membership, from);
}

import { sql } from 'kysely';
import { one, readInSystem } from '../../database/database.ts';
import type { SignedIn } from '../../http/route.ts';
import { Problem } from '../../kernel/problem.ts';
import type { Tools } from '../../tools.ts';
import type { From } from '../sessions/start-session.ts';
import { type Identity, tryPassword } from './passwords.ts';

/**
 * Asks a signed-in person for their password again, outside any transaction: a session left open is not enough for this.
 * @returns their sign-in
 * @throws wrong_password (403), too_many_requests (429)
 */
export async function requireOwnPassword(
  tools: Pick<Tools, 'database' | 'rateLimits'>,
  { accountId, session: { identityId } }: SignedIn,
  password: string,
  from: From,
): Promise<Identity> {
  const identity = await readInSystem(tools.database, (db) =>
    one(
      db,
      sql<Identity>`select id, email, email_key as "emailKey", account_id as "accountId", password_hash as "passwordHash"
        from identities where id = ${identityId}`,
    ),
  );
  const { emailKey } = identity;
  const made = { emailKey, sameAddress: [identity], from, session: { identityId, accountId } };
  const { right } = await tryPassword(tools, made, password);
  if (right.length === 0) throw new Problem('wrong_password');
  return identity;
}

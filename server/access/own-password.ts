import { sql } from 'kysely';
import { one, readInSystem } from '../kernel/database.ts';
import { Problem } from '../kernel/problem.ts';
import type { Kernel } from '../kernel/route.ts';
import { hashPassword, type Identity, isSame } from './passwords.ts';

/**
 * Asks a signed-in person for their password again, outside any transaction: a session left open is not enough for this.
 * @returns their sign-in @throws Problem wrong_password (403)
 */
export async function requireOwnPassword(
  { database }: Pick<Kernel, 'database'>,
  identityId: string,
  password: string,
): Promise<Identity> {
  const identity = await readInSystem(database, (db) =>
    one(
      db,
      sql<Identity>`select id, email, email_key as "emailKey", account_id as "accountId", password_hash as "passwordHash"
        from identities where id = ${identityId}`,
    ),
  );
  if (!isSame(await hashPassword(password, [identity]), identity)) throw new Problem('wrong_password');
  return identity;
}

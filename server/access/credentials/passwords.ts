import { randomBytes, timingSafeEqual } from 'node:crypto';
import { hash } from '@node-rs/argon2';
import { sql } from 'kysely';
import { all } from '../../database/database.ts';
import type { Db } from '../../kernel/context.ts';
import type { Tools } from '../../tools.ts';
import { normalPassword } from '../rules/password-rules.ts';
import { countTry, type Try } from './tries.ts';

/** argon2id, the default of the library. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export type Identity = {
  id: string;
  email: string;
  emailKey: string;
  /** Null: proven by mail, signs in everywhere. Otherwise the sign-in works in that account alone. */
  accountId: string | null;
  passwordHash: string | null;
};

/** All sign-ins of one address, the proven one first. */
export function identitiesOf(db: Db, emailKey: string): Promise<Identity[]> {
  return all(
    db,
    sql<Identity>`select id, email, email_key as "emailKey", account_id as "accountId", password_hash as "passwordHash"
      from identities where email_key = ${emailKey} order by account_id is not null, id`,
  );
}

/** The hash of the typed password, and the sign-ins whose password it is. */
export type Tried = { hash: string; right: Identity[] };

/**
 * Tries a password with the sign-ins of one address. The only way to check a password: it counts the try first, from whichever route. Call
 * it outside any transaction, because hashing takes long.
 * @throws too_many_requests (429)
 */
export async function tryPassword(
  tools: Pick<Tools, 'database' | 'rateLimits'>,
  { sameAddress, ...made }: Omit<Try, 'identityIds'> & { sameAddress: Identity[] },
  typed: string,
): Promise<Tried> {
  const takeBack = await countTry(tools, { ...made, identityIds: sameAddress.map(({ id }) => id) });
  const hashed = await hashPassword(typed, sameAddress);
  const right = sameAddress.filter((identity) => isSame(hashed, identity));
  if (right.length > 0) takeBack();
  return { hash: hashed, right };
}

/**
 * The hash of a password to store, with the salt of the address's other sign-ins if it has any. So one hash works for all of them, and
 * refusing takes the same time for an unknown, a known, or a twice known address.
 */
export function hashPassword(typed: string, sameAddress: Identity[]): Promise<string> {
  return hash(normalPassword(typed), { ...cost, salt: saltOf(sameAddress) ?? randomBytes(16) });
}

/** Is the tried password this sign-in's? */
export function isSame(hashed: string, { passwordHash }: Identity): boolean {
  if (passwordHash === null || passwordHash.length !== hashed.length) return false;
  return timingSafeEqual(Buffer.from(hashed), Buffer.from(passwordHash));
}

function saltOf(identities: Identity[]): Buffer | null {
  const encoded = identities.find((identity) => identity.passwordHash !== null)?.passwordHash;
  const salt = encoded?.split('$')[4];
  return salt ? Buffer.from(salt, 'base64') : null;
}

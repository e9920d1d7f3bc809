import { randomBytes, timingSafeEqual } from 'node:crypto';
import { hash } from '@node-rs/argon2';
import { sql } from 'kysely';
import type { Db } from '../kernel/context.ts';
import { all } from '../kernel/database.ts';
import { normalPassword } from './password-rules.ts';

/** argon2id, which is the library's own choice of algorithm. */
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

/**
 * The password's hash, with the salt of the address's other sign-ins if it has any. So one hash answers for all of them, and
 * an address that is unknown, known, or known twice takes the same time to refuse.
 */
export function hashPassword(typed: string, sameAddress: Identity[]): Promise<string> {
  return hash(normalPassword(typed), { ...cost, salt: saltOf(sameAddress) ?? randomBytes(16) });
}

/** Those sign-ins of one address whose password this is. */
export async function identitiesWith(typed: string, sameAddress: Identity[]): Promise<Identity[]> {
  const hashed = await hashPassword(typed, sameAddress);
  return sameAddress.filter((identity) => isSame(hashed, identity));
}

export function isSame(hashed: string, { passwordHash }: Identity): boolean {
  if (passwordHash === null || passwordHash.length !== hashed.length) return false;
  return timingSafeEqual(Buffer.from(hashed), Buffer.from(passwordHash));
}

function saltOf(identities: Identity[]): Buffer | null {
  const encoded = identities.find((identity) => identity.passwordHash !== null)?.passwordHash;
  const salt = encoded?.split('$')[4];
  return salt ? Buffer.from(salt, 'base64') : null;
}

import { sql } from 'kysely';
import { inSystem, maybe } from '../../database/database.ts';
import { Retry, violates } from '../../database/database-error.ts';
import type { Db } from '../../kernel/context.ts';
import { newId } from '../../kernel/ids.ts';
import { Problem } from '../../kernel/problem.ts';
import type { Tools } from '../../tools.ts';
import { type Address, requireEmail } from '../rules/email.ts';
import { checkPassword } from '../rules/password-rules.ts';
import type { From } from '../sessions/start-session.ts';
import { hashPassword, type Identity, identitiesOf, isSame, tryPassword } from './passwords.ts';
import { endAccess, gatherUsers, proveIdentity } from './prove-identity.ts';

/**
 * A password given for an address, hashed before the transaction that uses it. tried: it was counted as a try of the address's sign-ins, so
 * it may be compared with them. fit: why it may not be chosen as a new one.
 */
export type Credential = { email: string; emailKey: string; hash: string; tried: boolean; fit: Problem | null };

type Typed = { email: string; password: string; about: string[] };
type Passwords = Pick<Tools, 'database' | 'rateLimits'>;

/**
 * Tries the typed password with the sign-ins of an address, known or not. Call it outside any transaction. Whether the password may be
 * chosen is judged here, and reported later if it turns out to be a new one.
 * @throws email_invalid (422), too_many_requests (429)
 */
export async function tryCredential(
  tools: Passwords,
  typed: Typed,
  how: { from: From; bySignUp?: boolean },
): Promise<Credential> {
  const { address, sameAddress } = await sameAddressAs(tools, typed.email);
  const { hash } = await tryPassword(tools, { emailKey: address.key, sameAddress, ...how }, typed.password);
  return { ...credentialOf(typed, address, hash), tried: true };
}

/**
 * Hashes a password that is new in any case. No sign-in is tried, so nothing reveals whether the address is known. Call it outside any
 * transaction.
 * @throws email_invalid (422)
 */
export async function newCredential(tools: Passwords, typed: Typed): Promise<Credential> {
  const { address, sameAddress } = await sameAddressAs(tools, typed.email);
  return credentialOf(typed, address, await hashPassword(typed.password, sameAddress));
}

async function sameAddressAs({ database }: Passwords, email: string) {
  const address = requireEmail(email);
  return { address, sameAddress: await inSystem(database, (db) => identitiesOf(db, address.key)) };
}

function credentialOf({ password, about }: Typed, { email, key }: Address, hash: string): Credential {
  return { email, emailKey: key, hash, tried: false, fit: unfit(password, [email, ...about]) };
}

/** Is there a proven sign-in for this address, which works everywhere? */
export async function identityKnown(db: Db, key: string): Promise<'known' | 'new'> {
  return (await maybe(db, sql`select from identities where email_key = ${key} and account_id is null`))
    ? 'known'
    : 'new';
}

/**
 * Gives a user their sign-in, inside the account they join. With a link mailed to the address, its proven sign-in needs its current
 * password and is never changed; without one, a new sign-in is made and proven. With any other link a new sign-in is made that works in
 * this account alone, whether or not the address is known.
 * @returns the identity's id
 * @throws wrong_password (403), password_too_short … (422), email_taken (409)
 */
export async function joinIdentity(
  db: Db,
  join: { accountId: string; userId: string; credential: Credential; provenByMail: boolean },
): Promise<string> {
  const { credential, provenByMail } = join;
  const sameAddress = await identitiesOf(db, credential.emailKey);
  if (!provenByMail) return boundIdentity(db, join, sameAddress);
  const proven = sameAddress.find((identity) => identity.accountId === null);
  if (proven) {
    if (!credential.tried || !isSame(credential.hash, proven)) throw new Problem('wrong_password');
    await addMembership(db, join, proven.id);
    await gatherUsers(db, proven);
    return proven.id;
  }
  const id = await boundIdentity(db, join, sameAddress);
  await proveIdentity(db, { id, emailKey: credential.emailKey }, null);
  return id;
}

/**
 * The sign-in of a person who makes an account for themselves: their proven one if they gave its password, else a new one that works in
 * this account alone. The answer does not tell which, so it does not reveal whether the address is known.
 */
export async function signUpIdentity(
  db: Db,
  join: { accountId: string; userId: string; credential: Credential },
): Promise<string> {
  const sameAddress = await identitiesOf(db, join.credential.emailKey);
  const proven = sameAddress.find((identity) => identity.accountId === null && isSame(join.credential.hash, identity));
  if (!proven) return boundIdentity(db, join, sameAddress);
  await addMembership(db, join, proven.id);
  return proven.id;
}

/** A sign-in that works in one account alone, with this password. */
async function boundIdentity(
  db: Db,
  join: { accountId: string; userId: string; credential: Credential },
  sameAddress: Identity[],
): Promise<string> {
  const { accountId, credential } = join;
  if (credential.fit) throw credential.fit;
  const former = sameAddress.find((identity) => identity.accountId === accountId);
  const id = former?.id ?? newId();
  if (former) {
    await addMembership(db, join, id);
    await sql`update identities set password_hash = ${credential.hash}, email = ${credential.email} where id = ${id}`.execute(
      db,
    );
    endAccess(db, id);
    return id;
  }
  try {
    await sql`insert into identities (id, email, email_key, password_hash, account_id, created_at)
      values (${id}, ${credential.email}, ${credential.emailKey}, ${credential.hash}, ${accountId}, muster_now())`.execute(
      db,
    );
  } catch (error) {
    throw violates(error, 'identities_unproven') ? new Retry('joined meanwhile') : error;
  }
  await addMembership(db, join, id);
  return id;
}

/** One person is one user of an account. Only a user in the trash makes way for a new one. */
async function addMembership(
  db: Db,
  { accountId, userId }: { accountId: string; userId: string },
  identityId: string,
): Promise<void> {
  const former = await maybe(
    db,
    sql<{
      userId: string;
    }>`select user_id as "userId" from memberships where identity_id = ${identityId} and account_id = ${accountId}`,
  );
  const inTrash =
    former &&
    (await maybe(
      db,
      sql`select from users where account_id = ${accountId} and id = ${former.userId} and status = 'removed'`,
    ));
  if (inTrash) endMembership(db, { accountId, userId: former.userId, identityId });
  try {
    await sql`insert into memberships (account_id, user_id, identity_id) values (${accountId}, ${userId}, ${identityId})`.execute(
      db,
    );
  } catch (error) {
    throw violates(error, 'memberships_identity_id_account_id_key') ? new Problem('email_taken') : error;
  }
}

/** Also ends the sessions in which the person worked as that user. */
function endMembership(
  db: Db,
  { accountId, userId, identityId }: { accountId: string; userId: string; identityId: string },
): void {
  db.post(
    sql`delete from memberships where account_id = ${accountId} and user_id = ${userId} and identity_id = ${identityId}`,
  );
  db.post(
    sql`delete from sessions where identity_id = ${identityId} and account_id = ${accountId} and user_id = ${userId}`,
  );
}

function unfit(password: string, about: string[]): Problem | null {
  try {
    checkPassword(password, about);
    return null;
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
}

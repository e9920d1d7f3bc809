import { sql } from 'kysely';
import type { Db } from '../kernel/context.ts';
import { type Database, inSystem, maybe } from '../kernel/database.ts';
import { Retry, violates } from '../kernel/database-error.ts';
import { newId } from '../kernel/ids.ts';
import { Problem } from '../kernel/problem.ts';
import { emailKey } from './email.ts';
import { checkPassword } from './password-rules.ts';
import { hashPassword, type Identity, identitiesOf, isSame } from './passwords.ts';
import { gatherUsers, proveIdentity } from './prove-identity.ts';

/** A password that someone gave for an address, hashed before the transaction that uses it. */
export type Credential = { email: string; emailKey: string; hash: string; fit: Problem | null };

/**
 * Hashes what was typed for an address; call it outside any transaction. Whether the password may be chosen is judged here and
 * said later, if it turns out to be a new one.
 * @throws Problem email_invalid (422)
 */
export async function makeCredential(
  database: Database,
  email: string,
  password: string,
  about: string[],
): Promise<Credential> {
  const key = emailKey(email);
  if (key === null) throw new Problem('email_invalid', { email });
  const sameAddress = await inSystem(database, (db) => identitiesOf(db, key));
  return {
    email: email.trim(),
    emailKey: key,
    hash: await hashPassword(password, sameAddress),
    fit: unfit(password, [email, ...about]),
  };
}

/** Is there a sign-in for this address that works everywhere? */
export async function identityKnown(db: Db, key: string): Promise<'known' | 'new'> {
  return (await maybe(db, sql`select from identities where email_key = ${key} and account_id is null`))
    ? 'known'
    : 'new';
}

/**
 * Gives a user their sign-in, inside the account they join. A proven sign-in of the address is asked for its present password
 * and never changed. Otherwise a new one is made: proven when the link they came by was mailed to the address, else bound to
 * this account.
 * @returns the identity's id
 * @throws Problem wrong_password (403), password_too_short … (422), email_taken (409)
 */
export async function joinIdentity(
  db: Db,
  join: { accountId: string; userId: string; credential: Credential; provenByMail: boolean },
): Promise<string> {
  const { credential, provenByMail } = join;
  const sameAddress = await identitiesOf(db, credential.emailKey);
  const proven = sameAddress.find((identity) => identity.accountId === null);
  if (proven) {
    if (!isSame(credential.hash, proven)) throw new Problem('wrong_password');
    await addMembership(db, join, proven.id);
    if (provenByMail) await gatherUsers(db, proven);
    return proven.id;
  }
  const id = await boundIdentity(db, join, sameAddress);
  if (provenByMail) await proveIdentity(db, { id, emailKey: credential.emailKey }, null);
  return id;
}

/**
 * The sign-in of someone who makes an account for themselves: their proven one if they gave its password, else a new one that
 * works in this account alone. Which of the two is not told, so nobody learns whether the address is known.
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
    await sql`delete from sessions where identity_id = ${id}`.execute(db);
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

/** One person is one user of an account; only a user in the trash makes way for the one who joins now. */
async function addMembership(
  db: Db,
  { accountId, userId }: { accountId: string; userId: string },
  identityId: string,
): Promise<void> {
  await sql`delete from memberships m using users u where m.identity_id = ${identityId} and m.account_id = ${accountId}
    and u.account_id = m.account_id and u.id = m.user_id and u.status = 'removed'`.execute(db);
  try {
    await sql`insert into memberships (account_id, user_id, identity_id) values (${accountId}, ${userId}, ${identityId})`.execute(
      db,
    );
  } catch (error) {
    throw violates(error, 'memberships_identity_id_account_id_key') ? new Problem('email_taken') : error;
  }
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

import { sql } from 'kysely';
import { inSystem, one } from '../database/database.ts';
import type { SignedIn } from '../http/route.ts';
import type { Ctx, Db } from '../kernel/context.ts';
import { Problem } from '../kernel/problem.ts';
import type { Tools } from '../tools.ts';
import { hashPassword, type Identity, identitiesOf, tryPassword } from './credentials/passwords.ts';
import { endAccess, gatherUsers, proveIdentity } from './credentials/prove-identity.ts';
import { openLastSession } from './credentials/sign-in.ts';
import { findLink, type Link, makeLink, useLink } from './mails/links.ts';
import { mailPerson, type Post } from './mails/mail-person.ts';
import { checkPassword } from './rules/password-rules.ts';
import { membershipsOf } from './sessions/memberships.ts';
import { recordForIdentity } from './sessions/record-identity.ts';
import { forgetCallers } from './sessions/remembered.ts';
import { type From, openSession, type Started } from './sessions/start-session.ts';

/** Mails a link that proves the address of a sign-in. Does nothing if it is proven already. */
export async function mailProof(
  ctx: Pick<Ctx, 'db' | 'afterCommit'>,
  post: Post,
  who: { identityId: string; accountId: string; accountName: string; userId: string },
): Promise<void> {
  const { email, proven } = await one(
    ctx.db,
    sql<{
      email: string;
      proven: boolean;
    }>`select email, account_id is null as proven from identities where id = ${who.identityId}`,
  );
  if (proven) return;
  const { identityId, accountId, userId, accountName } = who;
  await mailPerson(ctx, post, {
    template: 'confirm-address',
    recipient: email,
    accountId,
    rate: 'mailsStrangersAsk',
    data: () => ({ linkId: makeLink(ctx.db, 'proof', { identityId, accountId, userId, email }), email, accountName }),
  });
}

export type Proof = { email: string; passwordNeeded: boolean; identity: 'new' | 'known' };

/** What the page of a proof link has to ask for. */
export async function readProof({ database, signer }: Tools, token: string, session: SignedIn | null): Promise<Proof> {
  return inSystem(database, async (db) => {
    const { link, proven, keeper } = await readCase(db, await findLink(db, signer, 'proof', token));
    return {
      email: link.email,
      passwordNeeded: session?.session.identityId !== keeper.id,
      identity: proven ? 'known' : 'new',
    };
  });
}

/**
 * Proves an address by the link mailed to it.
 *
 * - Used in the browser that is signed in with this sign-in: it keeps its password, because the person has both the mail and the password.
 * - Used anywhere else: the person with the mail may not be the one who typed the address. A new password is needed; the old one and all
 *   sessions end.
 * - The address has a proven sign-in already, because of a second sign-up: its current password, or its session in this browser, is needed,
 *   as for joining any account. Then the users of this sign-in move to it and this sign-in ends.
 * @throws Problem link_… (404, 410), password_needed, password_… (422), wrong_password (403), too_many_requests (429)
 */
export async function proveAddress(
  tools: Tools,
  token: string,
  password: string | undefined,
  { session, from, requestId }: { session: SignedIn | null; from: From; requestId: string },
): Promise<Started> {
  const { database, signer } = tools;
  const before = await inSystem(database, async (db) => readCase(db, await findLink(db, signer, 'proof', token)));
  const trusted = session?.session.identityId === before.keeper.id;
  const hash = trusted ? null : await askedPassword(tools, password, before, from);
  return inSystem(database, async (db, afterCommit) => {
    const outside = { db, requestId, afterCommit };
    const { link, proven, keeper } = await readCase(db, await findLink(db, signer, 'proof', token));
    // A concurrent request proved another link, so the typed password was for another sign-in.
    if (keeper.id !== before.keeper.id) throw new Problem('link_used');
    await useLink(db, link.id);
    if (proven) await gatherUsers(db, proven);
    else {
      await proveIdentity(db, keeper, hash);
      if (!trusted) endAccess(db, keeper.id);
    }
    afterCommit(forgetCallers);
    await recordForIdentity(outside, keeper.id, 'email.proven');
    const membership = (await membershipsOf(db, [keeper.id])).find(({ accountId }) => accountId === link.accountId);
    return membership ? openSession(outside, membership, from) : openLastSession(outside, [keeper.id], from);
  });
}

type Case = { link: Link; proven: Identity | undefined; keeper: Identity };

/** The sign-in that remains: the proven one of the address if there is one, else the one the link is for. */
async function readCase(db: Db, link: Link): Promise<Case> {
  const { email_key } = await one(
    db,
    sql<{ email_key: string }>`select email_key from identities where id = ${link.identityId}`,
  );
  const sameAddress = await identitiesOf(db, email_key);
  const proven = sameAddress.find((identity) => identity.accountId === null);
  const keeper = proven ?? sameAddress.find((identity) => identity.id === link.identityId);
  if (!keeper) throw new Error('a link belongs to an identity');
  return { link, proven, keeper };
}

async function askedPassword(
  tools: Tools,
  password: string | undefined,
  { proven, keeper }: Case,
  from: From,
): Promise<string> {
  if (password === undefined || password === '') throw new Problem('password_needed');
  if (!proven) {
    checkPassword(password, [keeper.email]);
    return hashPassword(password, [keeper]);
  }
  const { emailKey } = proven;
  const { hash, right } = await tryPassword(tools, { emailKey, sameAddress: [proven], from }, password);
  if (right.length === 0) throw new Problem('wrong_password');
  return hash;
}

import { sql } from 'kysely';
import { requireOwnPassword } from '../access/credentials/own-password.ts';
import { gatherUsers } from '../access/credentials/prove-identity.ts';
import { askEmailChange } from '../access/mails/ask-email.ts';
import { endLinks, findLink, type Link, useLink } from '../access/mails/links.ts';
import { mailPerson } from '../access/mails/mail-person.ts';
import { requireEmail } from '../access/rules/email.ts';
import { membershipsOf } from '../access/sessions/memberships.ts';
import { forgetCallers } from '../access/sessions/remembered.ts';
import type { From } from '../access/sessions/start-session.ts';
import { recordAudit } from '../audit/record.ts';
import { editUser } from '../changes/people/edit-user.ts';
import { enterAccount, inAccount, inSystem, maybe, one } from '../database/database.ts';
import { violates } from '../database/database-error.ts';
import { asCaller, type SignedIn } from '../http/route.ts';
import { asInvited, type Ctx, type Db } from '../kernel/context.ts';
import { Problem } from '../kernel/problem.ts';
import type { Tools } from '../tools.ts';

/**
 * Asks to sign in with another address. The answer is the same whether or not the address is in use.
 * @throws wrong_password (403), email_invalid (422), too_many_requests (429)
 */
export async function askOwnEmail(
  tools: Tools,
  me: SignedIn,
  asked: { email: string; password: string },
  from: From,
  requestId: string,
): Promise<void> {
  const after = requireEmail(asked.email).email;
  const identity = await requireOwnPassword(tools, me, asked.password, from);
  const { accountId, accountName, actor } = me;
  await inAccount(tools.database, asCaller(me, requestId), async (ctx) => {
    const change = {
      identityId: identity.id,
      accountId,
      accountName,
      userId: actor.id,
      before: identity.email,
      after,
    };
    await askEmailChange(ctx, tools, change);
    recordAudit(ctx, 'email.change_asked', { userId: actor.id });
  });
}

export async function readEmailChange({ database, signer }: Tools, token: string): Promise<{ email: string }> {
  const { email } = await inSystem(database, (db) => findLink(db, signer, 'email', token));
  return { email };
}

/**
 * Changes the sign-in address by the link mailed to the new one, in the browser that is signed in with this sign-in. Otherwise a person who
 * has the mail but not the sign-in could be tricked into lending their address to another person's password. It proves the new address.
 * Users with the old address get the new one, unless another user of their account has it.
 * @throws Problem link_… (404, 410), not_signed_in (401), email_taken (409)
 */
export async function confirmEmailChange(
  tools: Tools,
  token: string,
  me: SignedIn | null,
  requestId: string,
): Promise<{ email: string }> {
  return inSystem(tools.database, async (db, afterCommit) => {
    const link = await findLink(db, tools.signer, 'email', token);
    if (me?.session.identityId !== link.identityId) throw new Problem('not_signed_in');
    await useLink(db, link.id);
    const before = await one(
      db,
      sql<Address>`select email, email_key as "emailKey" from identities where id = ${link.identityId} for update`,
    );
    const after = await moveIdentity(db, link);
    for (const { accountId, userId } of await membershipsOf(db, [link.identityId])) {
      enterAccount(db, accountId);
      const requester = accountId === me.accountId ? asCaller(me, requestId) : asInvited(accountId, userId, requestId);
      const ctx: Ctx = { ...requester, db, afterCommit };
      await moveUser(ctx, tools, userId, before, after);
    }
    await mailPerson({ db, afterCommit }, tools, {
      template: 'address-changed',
      recipient: before.email,
      accountId: null,
      rate: 'notices',
      data: () => ({ before: before.email, after: after.email }),
    });
    afterCommit(forgetCallers);
    return { email: after.email };
  });
}

type Address = { email: string; emailKey: string };

async function moveIdentity(db: Db, { identityId, email }: Link): Promise<Address> {
  const { key } = requireEmail(email);
  try {
    await sql`update identities set email = ${email}, email_key = ${key}, account_id = null where id = ${identityId}`.execute(
      db,
    );
  } catch (error) {
    throw violates(error, 'identities_proven') ? new Problem('email_taken') : error;
  }
  await gatherUsers(db, { id: identityId, emailKey: key });
  endLinks(db, identityId);
  return { email, emailKey: key };
}

async function moveUser(ctx: Ctx, tools: Tools, userId: string, before: Address, after: Address): Promise<void> {
  const movable = await maybe(
    ctx.db,
    sql`select from users u where account_id = ${ctx.accountId} and id = ${userId} and email_key = ${before.emailKey}
      and not exists (select from users o where o.account_id = u.account_id and o.email_key = ${after.emailKey} and o.removed_at is null and o.id <> u.id)`,
  );
  if (movable)
    await editUser(
      ctx,
      tools,
      userId,
      { email: after.email },
      { source: 'profile', asSelf: true, event: 'email.changed' },
    );
  else recordAudit(ctx, 'email.changed', { userId });
}

import { sql } from 'kysely';
import { inSystem } from '../database/database.ts';
import { enqueueNow } from '../jobs/job.ts';
import type { Ctx } from '../kernel/context.ts';
import { Problem } from '../kernel/problem.ts';
import type { Tools } from '../tools.ts';
import { hashPassword, type Identity, identitiesOf } from './credentials/passwords.ts';
import { endAccess, proveIdentity } from './credentials/prove-identity.ts';
import { openLastSession } from './credentials/sign-in.ts';
import { findLink, makeLink, useLink } from './mails/links.ts';
import { mailPasswordChanged, mailPerson } from './mails/mail-person.ts';
import { mailResetJob } from './reset-job.ts';
import { emailKey } from './rules/email.ts';
import { checkPassword } from './rules/password-rules.ts';
import { recordForIdentity } from './sessions/record-identity.ts';
import { forgetCallers } from './sessions/remembered.ts';
import type { From, Started } from './sessions/start-session.ts';

/** Asks for a reset mail. Only the job looks up who has the address. Over the limit nothing happens: links mailed earlier stay valid. */
export async function askReset({ database, worker, rateLimits }: Tools, email: string): Promise<void> {
  const key = emailKey(email) ?? '';
  if (rateLimits.take('resetAsks', key) > 0) return;
  await inSystem(database, (db, afterCommit) =>
    enqueueNow({ db, afterCommit }, worker, mailResetJob, { emailKey: key }),
  );
}

/**
 * Sends one mail: for the proven sign-in of the address, or for any of its sign-ins if none is proven. Using the link proves the address.
 */
export async function mailReset(tools: Tools, asked: { emailKey: string }): Promise<void> {
  await inSystem(tools.database, async (db, afterCommit) => {
    const [identity] = await identitiesOf(db, asked.emailKey);
    if (!identity) return;
    const { id: identityId, email } = identity;
    await mailPerson({ db, afterCommit }, tools, {
      template: 'password-reset',
      recipient: email,
      accountId: null,
      rate: 'mailsStrangersAsk',
      data: () => ({ linkId: makeLink(db, 'reset', { identityId, accountId: null, userId: null, email }), email }),
    });
  });
}

/** The address a reset link was mailed to. */
export async function readReset({ database, signer }: Tools, token: string): Promise<{ email: string }> {
  const { email } = await inSystem(database, (db) => findLink(db, signer, 'reset', token));
  return { email };
}

/**
 * Sets a new password by a mailed link, which also proves the address. Every session of the sign-in ends, every older link becomes invalid,
 * and the person is signed in here.
 * @throws Problem link_… (404, 410), password_… (422), no_account (403, although the password is set)
 */
export async function resetPassword(
  tools: Tools,
  token: string,
  password: string,
  from: From,
  requestId: string,
): Promise<Started> {
  const { database, signer } = tools;
  const target = await inSystem(database, async (db) =>
    identityToReset(db, (await findLink(db, signer, 'reset', token)).identityId),
  );
  checkPassword(password, [target.email]);
  const hash = await hashPassword(password, [target]);
  await inSystem(database, async (db, afterCommit) => {
    const link = await findLink(db, signer, 'reset', token);
    // A concurrent request proved another sign-in of the address, so the hash was made for the wrong one.
    if ((await identityToReset(db, link.identityId)).id !== target.id) throw new Problem('link_used');
    await useLink(db, link.id);
    await proveIdentity(db, target, hash);
    endAccess(db, target.id);
    afterCommit(forgetCallers);
    await mailPasswordChanged({ db, afterCommit }, tools, target.email);
    await recordForIdentity({ db, requestId, afterCommit }, target.id, 'password.reset');
  });
  return inSystem(database, (db, afterCommit) => openLastSession({ db, requestId, afterCommit }, [target.id], from));
}

/** The link was mailed to an address. It resets the proven sign-in of that address, even if that was proven after the mail. */
async function identityToReset(db: Ctx['db'], identityId: string): Promise<Identity> {
  const { rows } = await sql<{ email_key: string }>`select email_key from identities where id = ${identityId}`.execute(
    db,
  );
  const sameAddress = await identitiesOf(db, rows[0]?.email_key ?? '');
  const target = sameAddress.find(({ id, accountId }) => accountId === null || id === identityId);
  if (!target) throw new Error('a link belongs to an identity');
  return target;
}

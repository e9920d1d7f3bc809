import { sql } from 'kysely';
import type { Ctx } from '../kernel/context.ts';
import { inSystem } from '../kernel/database.ts';
import { enqueueNow, type Job } from '../kernel/jobs.ts';
import { queueMail } from '../kernel/mail-queue.ts';
import { Problem } from '../kernel/problem.ts';
import type { Kernel } from '../kernel/route.ts';
import { emailKey } from './email.ts';
import { findLink, makeLink, useLink } from './links.ts';
import { checkPassword } from './password-rules.ts';
import { hashPassword, type Identity, identitiesOf } from './passwords.ts';
import { endSessions, proveIdentity } from './prove-identity.ts';
import { recordForIdentity } from './record-identity.ts';
import { forgetSessions } from './session-memory.ts';
import { enterLast } from './sign-in.ts';
import type { From, Started } from './start-session.ts';

/** Asks for a reset mail. A known and an unknown address leave the same job behind; only the job looks who it is. */
export async function askReset({ database, worker }: Kernel, email: string): Promise<void> {
  await inSystem(database, (db, afterCommit) =>
    enqueueNow({ db, afterCommit }, worker, {
      name: 'password-reset',
      data: { emailKey: emailKey(email) ?? '' },
      priority: 10,
    }),
  );
}

/** One mail, for the proven sign-in of the address or, while there is none, for any: using the link proves the address. */
export async function mailReset({ database, worker }: Kernel, job: Job): Promise<void> {
  await inSystem(database, async (db, afterCommit) => {
    const [identity] = await identitiesOf(db, String(job.data['emailKey']));
    if (!identity) return;
    const linkId = makeLink(db, 'reset', {
      identityId: identity.id,
      accountId: null,
      userId: null,
      email: identity.email,
    });
    const data = { linkId, email: identity.email };
    queueMail({ db, afterCommit }, worker, {
      template: 'password-reset',
      recipient: identity.email,
      accountId: null,
      data,
    });
  });
}

/** The address a reset link was mailed to. */
export async function readReset({ database, seals }: Kernel, token: string): Promise<{ email: string }> {
  const { email } = await inSystem(database, (db) => findLink(db, seals, 'reset', token));
  return { email };
}

/**
 * Sets a new password by a mailed link, which proves the address as well. Every session of the sign-in ends, every older link
 * dies, and the person is signed in here.
 * @throws Problem link_… (404, 410), password_… (422), no_account (403, the password is set all the same)
 */
export async function resetPassword(
  kernel: Kernel,
  token: string,
  password: string,
  from: From,
  requestId: string,
): Promise<Started> {
  const { database, seals } = kernel;
  const target = await inSystem(database, async (db) =>
    identityToReset(db, (await findLink(db, seals, 'reset', token)).identityId),
  );
  checkPassword(password, [target.email]);
  const hash = await hashPassword(password, [target]);
  await inSystem(database, async (db, afterCommit) => {
    const link = await findLink(db, seals, 'reset', token);
    // Proven by another link meanwhile: the hash was made for another sign-in.
    if ((await identityToReset(db, link.identityId)).id !== target.id) throw new Problem('link_used');
    await useLink(db, link.id);
    await proveIdentity(db, target, hash);
    endSessions(db, target.id, null);
    afterCommit(forgetSessions);
    const data = { email: target.email };
    queueMail({ db, afterCommit }, kernel.worker, {
      template: 'password-changed',
      recipient: target.email,
      accountId: null,
      data,
    });
    await recordForIdentity({ db, requestId, afterCommit }, target.id, 'password.reset');
  });
  return inSystem(database, (db, afterCommit) => enterLast({ db, requestId, afterCommit }, [target.id], from));
}

/** The link was mailed to an address; what it resets is the proven sign-in of that address, also if it became so since. */
async function identityToReset(db: Ctx['db'], identityId: string): Promise<Identity> {
  const { rows } = await sql<{ email_key: string }>`select email_key from identities where id = ${identityId}`.execute(
    db,
  );
  const sameAddress = await identitiesOf(db, rows[0]?.email_key ?? '');
  const target = sameAddress.find(({ id, accountId }) => accountId === null || id === identityId);
  if (!target) throw new Error('a link belongs to an identity');
  return target;
}

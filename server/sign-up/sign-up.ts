import { sql } from 'kysely';
import { signUpIdentity, tryCredential } from '../access/credentials/join-identity.ts';
import { mailProof } from '../access/prove-address.ts';
import { type From, type Started, startSession } from '../access/sessions/start-session.ts';
import { createAccount } from '../accounts/create-account.ts';
import { recordAudit } from '../audit/record.ts';
import { enterAccount, inSystem, one } from '../database/database.ts';
import { asSystem, type Ctx, type Db } from '../kernel/context.ts';
import { newId } from '../kernel/ids.ts';
import { Problem } from '../kernel/problem.ts';
import { freeType } from '../seats/catalog.ts';
import type { Tools } from '../tools.ts';
import { nameKey } from '../users/name.ts';
import { isSetUpCode } from './set-up-code.ts';

export type SignUp = {
  accountName: string;
  email: string;
  password: string;
  firstName: string;
  lastName: string;
  setUpCode?: string | undefined;
};

/** May an account be made now, and does it need the set-up code from the server's log? */
export async function signUpState(
  db: Db,
  { config }: Pick<Tools, 'config'>,
): Promise<{ open: boolean; codeNeeded: boolean }> {
  const { any } = await one(db, sql<{ any: boolean }>`select accounts_any() as any`);
  const open = config.signUp === 'open' || (config.signUp === 'first' && !any);
  return { open, codeNeeded: open && !any && !config.loopback };
}

/**
 * Makes an account with its Owner and signs them in. This does not prove the address; a link that proves it is mailed.
 * @throws Problem sign_up_closed, set_up_code_wrong (403), email_invalid, password_… (422), too_many_requests (429)
 */
export async function signUp(tools: Tools, input: SignUp, from: From, requestId: string): Promise<Started> {
  await inSystem(tools.database, (db) => requireOpen(db, tools, input));
  const about = [input.accountName, input.firstName, input.lastName];
  const credential = await tryCredential(
    tools,
    { email: input.email, password: input.password, about },
    { from, bySignUp: true },
  );
  return inSystem(tools.database, async (db, afterCommit) => {
    // If only one account is allowed, the lock makes concurrent sign-ups run one after the other.
    if (tools.config.signUp === 'first')
      await sql`select pg_advisory_xact_lock(hashtext('muster first account'))`.execute(db);
    await requireOpen(db, tools, input);
    const [accountId, userId] = [newId(), newId()];
    enterAccount(db, accountId);
    const ctx: Ctx = { ...asSystem(accountId, 'console', requestId), db, afterCommit };
    const { email, emailKey } = credential;
    const { accountName, firstName, lastName } = input;
    const key = nameKey(firstName, lastName, emailKey);
    await createAccount(ctx, accountName, {
      id: userId,
      email,
      emailKey,
      firstName,
      lastName,
      nameKey: key,
      type: freeType(tools.catalog),
    });
    const identityId = await signUpIdentity(db, { accountId, userId, credential });
    await mailProof(ctx, tools, { identityId, accountId, accountName, userId });
    const started = await startSession(ctx, { identityId, userId }, from);
    recordAudit({ ...ctx, actor: { kind: 'user', id: userId } }, 'account.created');
    return started;
  });
}

async function requireOpen(db: Db, tools: Tools, { setUpCode }: SignUp): Promise<void> {
  const { open, codeNeeded } = await signUpState(db, tools);
  if (!open) throw new Problem('sign_up_closed');
  if (codeNeeded && !isSetUpCode(tools.signer, setUpCode)) throw new Problem('set_up_code_wrong');
}

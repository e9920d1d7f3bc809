import { sql } from 'kysely';
import { recordAudit } from '../../audit/record.ts';
import { enterAccount, maybe } from '../../database/database.ts';
import { asSystem, type Ctx } from '../../kernel/context.ts';
import { newId } from '../../kernel/ids.ts';
import { bounds } from '../../kernel/limits.ts';
import { Problem } from '../../kernel/problem.ts';
import { hashToken, newToken } from '../../kernel/secrets.ts';
import type { CameFrom, Device } from './cookie.ts';
import { sessionOf } from './describe-session.ts';
import { rememberDevice } from './devices.ts';
import { absoluteDays, idleDays } from './find-session.ts';
import type { Membership } from './memberships.ts';
import { forgetCallers } from './remembered.ts';
import type { Session } from './session.ts';

/** A new session: its token for the cookie, stored nowhere; the browser's token if the browser is new; and the answer to the caller. */
export type Started = { token: string; device: { identityId: string; token: string } | null; session: Session };

/**
 * Where a sign-in comes from. The token is always new and the replaced session ends, so a session id planted before a sign-in is worthless
 * after it. devices are the sign-ins that, by its cookie, were used in the browser.
 */
export type From = CameFrom & { replaces: string | null; devices: Device[] };

/** Signs a user in from outside any account. Callers inside one use startSession. */
export async function openSession(
  outside: Pick<Ctx, 'db' | 'requestId' | 'afterCommit'>,
  { accountId, userId, identityId }: Membership,
  from: From,
): Promise<Started> {
  enterAccount(outside.db, accountId);
  const ctx: Ctx = { ...outside, ...asSystem(accountId, 'console', outside.requestId) };
  return startSession(ctx, { identityId, userId }, from);
}

/**
 * Signs a user in to the account of the transaction. Writes the session, the last sign-in and the audit line together.
 * @throws Problem no_account (403) if the user is not active there, or the sign-in is no longer theirs
 */
export async function startSession(
  ctx: Ctx,
  who: { identityId: string; userId: string },
  from: From,
): Promise<Started> {
  const { token, hash } = newToken();
  const id = newId();
  if (from.replaces !== null) {
    ctx.db.post(sql`delete from sessions where token_hash = ${hashToken(from.replaces)}`);
    ctx.afterCommit(forgetCallers);
  }
  // The lock makes a concurrent end of the membership find this session and end it too.
  const belonging = maybe(
    ctx.db,
    sql`select from memberships
      where account_id = ${ctx.accountId} and user_id = ${who.userId} and identity_id = ${who.identityId} for key share`,
  );
  const signingIn = maybe(
    ctx.db,
    sql`with signed_in as (
        update users set last_sign_in_at = muster_now()
        where account_id = ${ctx.accountId} and id = ${who.userId} and status = 'active' returning id
      ), over as (
        delete from sessions where identity_id = ${who.identityId}
          and (last_seen_at < muster_now() - make_interval(days => ${idleDays}) or created_at < muster_now() - make_interval(days => ${absoluteDays})
            or id in (select id from sessions where identity_id = ${who.identityId} order by last_seen_at desc, id desc offset ${bounds.sessionsMax - 1}))
      )
      insert into sessions (id, token_hash, identity_id, account_id, user_id, user_agent, ip, created_at, last_seen_at)
      select ${id}, ${hash}, ${who.identityId}, ${ctx.accountId}, ${who.userId}, ${from.userAgent}, ${from.ip}, muster_now(), muster_now()
      from signed_in returning id`,
  );
  const remembering = rememberDevice(ctx.db, who.identityId, from.devices);
  const describing = sessionOf(ctx, { actor: { id: who.userId }, session: { id, identityId: who.identityId } });
  const [belongs, signedIn, device, session] = await Promise.all([belonging, signingIn, remembering, describing]);
  if (!belongs || !signedIn || !session) throw new Problem('no_account');
  recordAudit({ ...ctx, actor: { kind: 'user', id: who.userId } }, 'session.started', { userId: who.userId });
  return { token, device: device === null ? null : { identityId: who.identityId, token: device }, session };
}

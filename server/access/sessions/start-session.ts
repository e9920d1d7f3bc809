import { sql } from 'kysely';
import { recordAudit } from '../../audit/record.ts';
import { all, enterAccount, maybe } from '../../database/database.ts';
import { asSystem, type Ctx, type Db } from '../../kernel/context.ts';
import { newId } from '../../kernel/ids.ts';
import { bounds } from '../../kernel/limits.ts';
import { Problem } from '../../kernel/problem.ts';
import { hashToken, newToken } from '../../kernel/secrets.ts';
import { roleNow } from '../../users/rules/user-sql.ts';
import { listPermissions, permissionsOfRole, reachOf } from '../rules/permissions.ts';
import type { CameFrom, Device } from './cookie.ts';
import { rememberDevice } from './devices.ts';
import type { Session } from './session.ts';
import { absoluteDays, forgetSessions, idleDays } from './session-memory.ts';

/** A new session: its token for the cookie, kept nowhere, the same of the browser where it is new, and what the caller is told. */
export type Started = { token: string; device: { identityId: string; token: string } | null; session: Session };

/**
 * The token is always new, and the session it replaces ends: a session id planted before signing in is worth nothing after it.
 * devices are the sign-ins that the browser says were used in it before.
 */
export type From = CameFrom & { replaces: string | null; devices: Device[] };

/** An account that a sign-in may enter. */
export type Place = { accountId: string; accountName: string; userId: string; identityId: string };

/** Where these sign-ins may go, the account entered last first. */
export async function placesOf(db: Db, identityIds: string[]): Promise<Place[]> {
  return all(
    db,
    sql<Place>`
      select i.id as "identityId", a.account_id as "accountId", a.account_name as "accountName", a.user_id as "userId"
      from unnest(${identityIds}::uuid[]) with ordinality as i (id, n), accounts_of(i.id) a
      where a.status = 'active' order by a.last_sign_in_at desc, i.n, a.account_id`,
  );
}

/** Enters an account outside any; for callers that are inside one already there is startSession. */
export async function enter(
  outside: Pick<Ctx, 'db' | 'requestId' | 'afterCommit'>,
  { accountId, userId, identityId }: Place,
  from: From,
): Promise<Started> {
  enterAccount(outside.db, accountId);
  const ctx: Ctx = { ...outside, ...asSystem(accountId, 'console', outside.requestId) };
  return startSession(ctx, { identityId, userId }, from);
}

/**
 * Signs a user in to the account of the transaction: session row, last sign-in and audit line are one.
 * @throws Problem no_account (403) when the user is not active there, or the sign-in no longer theirs
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
    ctx.afterCommit(forgetSessions);
  }
  const signingIn = maybe(
    ctx.db,
    sql`with signed_in as (
        update users set last_sign_in_at = muster_now()
        where account_id = ${ctx.accountId} and id = ${who.userId} and status = 'active' and exists (
          select from memberships where account_id = ${ctx.accountId} and user_id = ${who.userId} and identity_id = ${who.identityId}) returning id
      ), over as (
        delete from sessions where identity_id = ${who.identityId}
          and (last_seen_at < muster_now() - make_interval(days => ${idleDays}) or created_at < muster_now() - make_interval(days => ${absoluteDays})
            or id in (select id from sessions where identity_id = ${who.identityId} order by last_seen_at desc, id desc offset ${bounds.sessionsMax - 1}))
      )
      insert into sessions (id, token_hash, identity_id, account_id, user_agent, ip, created_at, last_seen_at)
      select ${id}, ${hash}, ${who.identityId}, ${ctx.accountId}, ${from.userAgent}, ${from.ip}, muster_now(), muster_now()
      from signed_in returning id`,
  );
  const remembering = rememberDevice(ctx.db, who.identityId, from.devices);
  const describing = sessionOf(ctx, { actor: { id: who.userId }, session: { id, identityId: who.identityId } });
  const [signedIn, device, session] = await Promise.all([signingIn, remembering, describing]);
  if (!signedIn || !session) throw new Problem('no_account');
  recordAudit({ ...ctx, actor: { kind: 'user', id: who.userId } }, 'session.started', { userId: who.userId });
  return { token, device: device === null ? null : { identityId: who.identityId, token: device }, session };
}

type Described = { actor: { id: string }; session: { id: string; identityId: string } };

/** What GET /v1/session says, read inside the account. @throws Problem not_signed_in (401) */
export async function describeSession(ctx: Pick<Ctx, 'db' | 'accountId'>, who: Described): Promise<Session> {
  const session = await sessionOf(ctx, who);
  // Ended by another server within the second that sessions are remembered.
  if (!session) throw new Problem('not_signed_in');
  return session;
}

/** null when the user is not active there. */
async function sessionOf(ctx: Pick<Ctx, 'db' | 'accountId'>, { actor, session }: Described): Promise<Session | null> {
  const row = await maybe(
    ctx.db,
    sql<Pick<Session, 'identity' | 'account' | 'user' | 'accounts'>>`
      select json_build_object('email', i.email, 'proven', i.account_id is null) as identity,
        json_build_object('id', a.id, 'name', a.name) as account,
        json_build_object('id', u.id, 'email', u.email, 'firstName', u.first_name, 'lastName', u.last_name,
          'role', ${roleNow(ctx.accountId)}) as "user",
        (select json_agg(json_build_object('id', o.account_id, 'name', o.account_name, 'role', o.role) order by o.account_name, o.account_id)
          from (select * from accounts_of(i.id) where status = 'active' order by last_sign_in_at desc limit ${bounds.accountsShown}) o) as accounts
      from identities i, accounts a, users u
      where i.id = ${session.identityId} and a.id = ${ctx.accountId} and u.account_id = a.id and u.id = ${actor.id} and u.status = 'active'`,
  );
  if (!row) return null;
  const permissions = permissionsOfRole(row.user.role);
  return { id: session.id, ...row, permissions: listPermissions(permissions), reach: reachOf(permissions) };
}

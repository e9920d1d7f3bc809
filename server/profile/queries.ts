import { sql } from 'kysely';
import { all, maybe } from '../database/database.ts';
import type { Ctx } from '../kernel/context.ts';
import { bounds } from '../kernel/limits.ts';
import { Problem } from '../kernel/problem.ts';
import { roleNow } from '../users/rules/user-sql.ts';
import type { OwnSession, Profile } from './profile.ts';

export type Self = { userId: string; identityId: string; sessionId: string };

export async function getProfile(ctx: Ctx, { userId, identityId }: Self): Promise<Profile> {
  const profile = await maybe(
    ctx.db,
    sql<Profile>`
      select i.email, i.account_id is null as proven, u.first_name as "firstName", u.last_name as "lastName", u.department, u.type,
        u.add_ons as "addOns", json_build_object('id', g.id, 'name', g.name) as "group",
        ${roleNow(ctx.accountId)} as role,
        (select email from links l where l.identity_id = i.id and l.kind = 'email' and l.used_at is null and l.expires_at > muster_now()
          order by l.id desc limit 1) as "pendingEmail",
        (select json_agg(json_build_object('id', o.account_id, 'name', o.account_name, 'role', o.role) order by o.account_name, o.account_id)
          from (select * from accounts_of(i.id) where status = 'active' order by last_sign_in_at desc limit ${bounds.accountsShown}) o) as accounts
      from users u join accounts a on a.id = u.account_id join groups g on g.account_id = u.account_id and g.id = u.group_id, identities i
      where u.account_id = ${ctx.accountId} and u.id = ${userId} and i.id = ${identityId} and u.status = 'active'`,
  );
  // Ended by another server within the second that sessions are remembered.
  if (!profile) throw new Problem('not_signed_in');
  return profile;
}

export function ownSessions(ctx: Ctx, { identityId, sessionId }: Self): Promise<OwnSession[]> {
  return all(
    ctx.db,
    sql<OwnSession>`
      select id, id = ${sessionId} as current, iso(created_at) as "createdAt", iso(last_seen_at) as "lastSeenAt", user_agent as "userAgent", ip
      from sessions where identity_id = ${identityId} order by last_seen_at desc, id desc limit ${bounds.sessionsMax}`,
  );
}

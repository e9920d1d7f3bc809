import { sql } from 'kysely';
import { accountsShown } from '../access/sessions/memberships.ts';
import { all, maybe } from '../database/database.ts';
import type { Ctx } from '../kernel/context.ts';
import { bounds } from '../kernel/limits.ts';
import { Problem } from '../kernel/problem.ts';
import { roleNow } from '../users/rules/user-sql.ts';
import type { OwnSession, Profile } from './profile.ts';

export type Self = { userId: string; identityId: string; sessionId: string };

export async function getProfile({ db, accountId }: Ctx, { userId, identityId }: Self): Promise<Profile> {
  const signIn = maybe(
    db,
    sql<Pick<Profile, 'email' | 'proven' | 'pendingEmail'>>`
      select i.email, i.account_id is null as proven,
        (select email from links l where l.identity_id = i.id and l.kind = 'email' and l.used_at is null and l.expires_at > muster_now()
          order by l.id desc limit 1) as "pendingEmail"
      from identities i where i.id = ${identityId}`,
  );
  const finding = maybe(
    db,
    sql<Omit<Profile, 'email' | 'proven' | 'pendingEmail' | 'accounts'> & { account: string }>`
      select u.first_name as "firstName", u.last_name as "lastName", u.department, u.type, u.add_ons as "addOns",
        json_build_object('id', g.id, 'name', g.name) as "group", ${roleNow(accountId)} as role, a.name as account
      from users u join accounts a on a.id = u.account_id join groups g on g.account_id = u.account_id and g.id = u.group_id
      where u.account_id = ${accountId} and u.id = ${userId} and u.status = 'active'`,
  );
  const here = finding.then((found) => found && { id: accountId, name: found.account, role: found.role });
  const [identity, found, accounts] = await Promise.all([signIn, finding, accountsShown(db, identityId, here)]);
  // Another server ended it within the second that sessions are cached.
  if (!identity || !found) throw new Problem('not_signed_in');
  const { account: _, ...user } = found;
  return { ...identity, ...user, accounts };
}

export function ownSessions(ctx: Ctx, { identityId, sessionId }: Self): Promise<OwnSession[]> {
  return all(
    ctx.db,
    sql<OwnSession>`
      select id, id = ${sessionId} as current, iso(created_at) as "createdAt", iso(last_seen_at) as "lastSeenAt", user_agent as "userAgent", ip
      from sessions where identity_id = ${identityId} order by last_seen_at desc, id desc limit ${bounds.sessionsMax}`,
  );
}

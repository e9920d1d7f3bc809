import { sql } from 'kysely';
import { maybe } from '../../database/database.ts';
import type { Ctx } from '../../kernel/context.ts';
import { Problem } from '../../kernel/problem.ts';
import { listPermissions, permissionsOfRole, reachOf } from '../rules/permissions.ts';
import { accountsShown } from './memberships.ts';
import type { Session } from './session.ts';

type Described = { actor: { id: string }; session: { id: string; identityId: string } };

/** The content of GET /v1/session, read inside the account. @throws Problem not_signed_in (401) */
export async function describeSession(ctx: Pick<Ctx, 'db' | 'accountId'>, who: Described): Promise<Session> {
  const session = await sessionOf(ctx, who);
  // Another server ended it within the second that sessions are cached.
  if (!session) throw new Problem('not_signed_in');
  return session;
}

/** null if the user is not active there. */
export async function sessionOf(
  { db, accountId }: Pick<Ctx, 'db' | 'accountId'>,
  { actor, session }: Described,
): Promise<Session | null> {
  const signIn = maybe(
    db,
    sql<
      Session['identity']
    >`select email, account_id is null as proven from identities where id = ${session.identityId}`,
  );
  const finding = maybe(
    db,
    sql<Pick<Session, 'account' | 'user'>>`
      select json_build_object('id', a.id, 'name', a.name) as account,
        json_build_object('id', u.id, 'email', u.email, 'firstName', u.first_name, 'lastName', u.last_name,
          'role', role_now(u.id, u.role, a.owner_id)) as "user"
      from accounts a join users u on u.account_id = a.id
      where a.id = ${accountId} and u.id = ${actor.id} and u.status = 'active'`,
  );
  const here = finding.then((found) => found && { ...found.account, role: found.user.role });
  const [identity, found, accounts] = await Promise.all([signIn, finding, accountsShown(db, session.identityId, here)]);
  if (!identity || !found) return null;
  const permissions = permissionsOfRole(found.user.role);
  const rights = { permissions: listPermissions(permissions), reach: reachOf(permissions) };
  return { id: session.id, identity, ...found, accounts, ...rights };
}

import { sql } from 'kysely';
import { all } from '../../database/database.ts';
import type { Db, Role } from '../../kernel/context.ts';
import { bounds } from '../../kernel/limits.ts';

/** A user of an account as which an identity may sign in. */
export type Membership = { accountId: string; accountName: string; userId: string; identityId: string };

type Stored = Pick<Membership, 'accountId' | 'userId' | 'identityId'>;

/** The memberships of active users, the last used first. */
export async function membershipsOf(db: Db, identityIds: string[]): Promise<Membership[]> {
  const memberships = await storedOf(db, identityIds);
  if (memberships.length === 0) return [];
  const active = await all(
    db,
    sql<
      Omit<Membership, 'identityId'>
    >`select account_id as "accountId", account_name as "accountName", user_id as "userId"
      from ${usersOf(memberships)}`,
  );
  const identityOf = new Map(memberships.map(({ userId, identityId }) => [userId, identityId]));
  return active.flatMap((user) => {
    const identityId = identityOf.get(user.userId);
    return identityId === undefined ? [] : [{ ...user, identityId }];
  });
}

export type ShownAccount = { id: string; name: string; role: Role };

/**
 * The accounts of a sign-in, by name; if there are very many, those entered last. Most sign-ins have one account, which is the one of this
 * request. The caller reads that one at the same time, so they need no second query.
 */
export async function accountsShown(
  db: Db,
  identityId: string,
  here: Promise<ShownAccount | null>,
): Promise<ShownAccount[]> {
  const [memberships, account] = await Promise.all([storedOf(db, [identityId]), here]);
  if (account !== null && memberships.every(({ accountId }) => accountId === account.id)) return [account];
  return all(
    db,
    sql<ShownAccount>`select account_id as id, account_name as name, role
      from (select * from ${usersOf(memberships)} limit ${bounds.accountsShown}) shown order by account_name, account_id`,
  );
}

function storedOf(db: Db, identityIds: string[]): Promise<Stored[]> {
  return all(
    db,
    sql<Stored>`select account_id as "accountId", user_id as "userId", identity_id as "identityId" from memberships
      where identity_id = any(${identityIds}::uuid[]) order by array_position(${identityIds}::uuid[], identity_id), account_id`,
  );
}

/** The active users of memberships, the last used first. */
const usersOf = (memberships: Stored[]) =>
  sql`active_users(${memberships.map(({ accountId }) => accountId)}::uuid[], ${memberships.map(({ userId }) => userId)}::uuid[])`;

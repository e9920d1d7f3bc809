import { type RawBuilder, sql } from 'kysely';
import { suspiciousDomain } from '../access/rules/email.ts';
import { all, maybe } from '../database/database.ts';
import { versionOf } from '../http/version.ts';
import type { Ctx } from '../kernel/context.ts';
import { Problem } from '../kernel/problem.ts';
import { fieldOf, textFields } from './rules/fields.ts';
import { displayName, keepDays, roleNow, statusNow } from './rules/user-sql.ts';
import type { User } from './user.ts';

/** Built once: every list selects these columns. */
const textColumns = sql.raw(textFields.map((field) => `u.${fieldOf(field).column} as "${field}"`).join(', '));

/** Columns of one user as the API shows them, from `users u`. */
export function userColumns({ accountId }: Pick<Ctx, 'accountId'>): RawBuilder<unknown> {
  return sql`u.id, u.email, ${textColumns}, u.type, u.add_ons as "addOns",
    json_build_object('id', u.group_id, 'name', (
      select name from groups g where g.account_id = u.account_id and g.id = u.group_id)) as "group",
    case when u.manager_id is not null then (select json_build_object('id', m.id, 'name', ${displayName('m')})
      from users m where m.account_id = u.account_id and m.id = u.manager_id) end as manager,
    ${roleNow(accountId)} as role, ${statusNow} as status, iso(u.invited_at) as "invitedAt",
    (select json_build_object('id', i.id, 'name', ${displayName('i')})
      from users i where i.account_id = u.account_id and i.id = u.invited_by) as "invitedBy",
    case when u.status = 'pending' then iso(u.expires_at) end as "expiresAt",
    case when u.mail_state is not null then json_build_object(
      'state', u.mail_state, 'at', iso(u.mail_at), 'detail', u.mail_detail,
      'sendAt', case when u.mail_state = 'not_sent' and u.send_with is not null then (
        select iso(s.send_at) from invitation_schedules s where s.account_id = u.account_id and s.change_id = u.send_with) end) end as mail,
    iso(u.created_at) as "createdAt", iso(u.updated_at) as "updatedAt",
    nullif(iso(nullif(u.last_sign_in_at, '-infinity')), '') as "lastSignInAt", iso(u.removed_at) as "removedAt",
    iso(u.removed_at + make_interval(days => ${keepDays})) as "purgeAt"`;
}

export type UserRow = Omit<User, 'emailDomain' | 'version'> & { position: string[] };

export const toUser = ({ position: _, ...row }: UserRow): User => ({
  ...row,
  emailDomain: suspiciousDomain(row.email),
  version: versionOf([
    ...textFields.map((field) => row[field]),
    ...[row.email, row.type, row.addOns, row.group.id, row.manager?.id, row.role, row.status],
  ]),
});

/** @throws unknown_user (404) for an id of another account as for one that does not exist. */
export async function getUser(ctx: Ctx, id: string): Promise<User> {
  const row = await maybe(
    ctx.db,
    sql<UserRow>`select ${userColumns(ctx)}, '{}'::text[] as position from users u where u.account_id = ${ctx.accountId} and u.id = ${id}`,
  );
  if (!row) throw new Problem('unknown_user');
  return toUser(row);
}

export async function getUsers(ctx: Ctx, ids: string[]): Promise<User[]> {
  const rows = await all(
    ctx.db,
    sql<UserRow>`select ${userColumns(ctx)}, '{}'::text[] as position from users u
      where u.account_id = ${ctx.accountId} and u.id = any(${ids}::uuid[]) order by array_position(${ids}::uuid[], u.id)`,
  );
  return rows.map(toUser);
}

/** One person's current entry, as an edit needs it, with the row locked. @throws unknown_user (404) */
export async function lockUser(ctx: Ctx, id: string) {
  const user = await maybe(
    ctx.db,
    sql<{
      email: string;
      email_key: string;
      first_name: string;
      last_name: string;
      status: string;
      type: string;
      mail_state: string | null;
    }>`
      select email, email_key, first_name, last_name, status, type, mail_state from users where account_id = ${ctx.accountId} and id = ${id} for update`,
  );
  if (!user) throw new Problem('unknown_user');
  return user;
}

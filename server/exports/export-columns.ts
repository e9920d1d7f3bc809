import { type RawBuilder, sql } from 'kysely';
import type { Ctx } from '../kernel/context.ts';
import { statusNow } from '../users/user.ts';

/** What an export can hold, in the order of its columns when none are named. Headers are these names: an import knows them. */
export const exportColumns = [
  'email',
  'firstName',
  'lastName',
  'department',
  'group',
  'type',
  'addOns',
  'role',
  'status',
  'createdAt',
  'lastSignInAt',
] as const;
export type ExportColumn = (typeof exportColumns)[number];

/** A column that people fill: empty is nothing rather than two quotes. */
const filled = (column: string): RawBuilder<unknown> => sql.raw(`nullif(${column}, '')`);

/** What people fill is quoted in every row, because any separator may stand in it. The other columns hold words of ours. */
const filledColumns: readonly ExportColumn[] = ['email', 'firstName', 'lastName', 'department', 'group'];
export const isFilled = (column: ExportColumn): boolean => filledColumns.includes(column);

/** Columns from `users u join groups g`, as an import understands them. */
export function columnSql(ctx: Ctx): Record<ExportColumn, RawBuilder<unknown>> {
  return {
    email: filled('u.email'),
    firstName: filled('u.first_name'),
    lastName: filled('u.last_name'),
    department: filled('u.department'),
    group: sql`g.name`,
    type: sql`u.type`,
    addOns: sql`nullif(array_to_string(u.add_ons, ', '), '')`,
    // Asked for once rather than for every row.
    role: sql`case when u.id = (select owner_id from accounts where id = ${ctx.accountId}) then 'owner' else u.role end`,
    status: statusNow,
    // As the database writes them, in UTC: any other way takes a third of the time of the whole export.
    createdAt: sql`u.created_at`,
    lastSignInAt: sql`nullif(u.last_sign_in_at, '-infinity')`,
  };
}

export const exportSorts = {
  name: sql`u.name_key, u.id`,
  '-name': sql`u.name_key desc, u.id desc`,
  email: sql`u.email_key`,
  '-email': sql`u.email_key desc`,
  createdAt: sql`u.id`,
  '-createdAt': sql`u.id desc`,
  lastSignInAt: sql`u.last_sign_in_at, u.id`,
  '-lastSignInAt': sql`u.last_sign_in_at desc, u.id desc`,
};

import { type RawBuilder, sql } from 'kysely';
import type { Ctx } from '../kernel/context.ts';
import { recordOf } from '../kernel/records.ts';
import { columnOf, type FileColumn, fileColumns, userFields } from '../users/rules/fields.ts';
import { roleNow, statusNow } from '../users/rules/user-sql.ts';

/** The columns of an export for which none are named. */
export const standardColumns = [...fileColumns, 'role', 'status', 'createdAt', 'lastSignInAt'] as const;
/** All columns that an export can have. Their names are the headers, which an import understands. */
export const exportColumns = [
  ...standardColumns,
  ...(['mailState', 'mailAt', 'invitedAt', 'expiresAt', 'updatedAt', 'removedAt'] as const),
  ...(['id', 'groupId', 'managerId'] as const),
] as const;
export type ExportColumn = (typeof exportColumns)[number];

/** Headers in English for people. An import understands them too. */
const words: Record<Exclude<ExportColumn, FileColumn>, string> = {
  role: 'Role',
  status: 'Status',
  createdAt: 'Added',
  lastSignInAt: 'Last sign-in',
  mailState: 'Invitation mail',
  mailAt: 'Invitation mail since',
  invitedAt: 'Invited',
  expiresAt: 'Invitation expires',
  updatedAt: 'Changed',
  removedAt: 'Removed at',
  id: 'Id',
  groupId: 'Group id',
  managerId: 'Manager id',
};
const labels = new Map([
  ...Object.entries(words),
  ...userFields.flatMap(({ file, label }): [string, string][] => (file === null ? [] : [[file, label]])),
]);

export function headerOf(column: ExportColumn, headers: 'names' | 'words'): string {
  return headers === 'names' ? column : (labels.get(column) ?? column);
}

/** Text that people typed is quoted in every row, because it may contain any separator. The other columns have only fixed words. */
export const isFilled = (column: ExportColumn): boolean =>
  userFields.some(({ file, form, personal }) => file === column && (personal || form === 'id'));

const times = {
  createdAt: sql`u.created_at`,
  lastSignInAt: sql`nullif(u.last_sign_in_at, '-infinity')`,
  mailAt: sql`u.mail_at`,
  invitedAt: sql`u.invited_at`,
  expiresAt: sql`case when u.status = 'pending' then u.expires_at end`,
  updatedAt: sql`u.updated_at`,
  removedAt: sql`u.removed_at`,
};
const timeColumns = [
  'createdAt',
  'lastSignInAt',
  'mailAt',
  'invitedAt',
  'expiresAt',
  'updatedAt',
  'removedAt',
] as const;
export const isTime = (column: ExportColumn): boolean => Object.hasOwn(times, column);

/**
 * The columns from `users u join groups g`, as an import understands them, with times as `written` says. An empty text becomes null, which is
 * written without quotes.
 */
export function columnSql(
  ctx: Ctx,
  written: (time: RawBuilder<unknown>) => RawBuilder<unknown>,
): Record<ExportColumn, RawBuilder<unknown>> {
  return {
    ...recordOf(fileColumns, fileColumnSql),
    ...recordOf(timeColumns, (column) => written(times[column])),
    role: roleNow(ctx.accountId),
    status: statusNow,
    mailState: sql`u.mail_state`,
    id: sql`u.id`,
    groupId: sql`u.group_id`,
    managerId: sql`u.manager_id`,
  };
}

function fileColumnSql(column: FileColumn): RawBuilder<unknown> {
  const field = userFields.find(({ file }) => file === column);
  if (!field) throw new Error(`no field fills ${column}`);
  if (field.name === 'groupId') return sql`g.name`;
  if (field.name === 'managerId')
    return sql`case when u.manager_id is not null then (
      select m.email from users m where m.account_id = u.account_id and m.id = u.manager_id) end`;
  if (field.form === 'list') return sql`nullif(array_to_string(${columnOf(field.name, 'u')}, ', '), '')`;
  return field.personal ? sql`nullif(${columnOf(field.name, 'u')}, '')` : columnOf(field.name, 'u');
}

import { every } from '../../../client/index.ts';
import { fileColumns } from '../../api/generated/fields.ts';
import type { ExportColumn, TimeFormat, UserFilter, UserSort } from '../../api/types.ts';
import { stringifySearch } from '../../parts/search.ts';
import { type ColumnKey, isSharedSort, SHARED_SORT_MAX } from '../../views/filter.ts';
import type { ExportChoices } from './export-choices.ts';

/** The columns that a file can have, under the server's names. */
export const EXPORT_COLUMNS = every<ExportColumn>()([
  ...fileColumns,
  'role',
  'status',
  'createdAt',
  'lastSignInAt',
  'mailState',
  'mailAt',
  'invitedAt',
  'expiresAt',
  'updatedAt',
  'removedAt',
  'id',
  'groupId',
  'managerId',
]);

export const TIME_FORMATS = every<TimeFormat>()([
  'yyyy-MM-dd HH:mm',
  'dd.MM.yyyy HH:mm',
  'dd/MM/yyyy HH:mm',
  'dd-MM-yyyy HH:mm',
  'MM/dd/yyyy HH:mm',
  'yyyy/MM/dd HH:mm',
  'yyyy.MM.dd HH:mm',
  'iso',
]);

/** The order of the list, and how many people it has. */
export interface Listed {
  filter: UserFilter;
  sort: UserSort;
  count: number | undefined;
}

/** Always names and addresses, and the columns of the list. */
export function exportedAs(chosen: readonly ColumnKey[]): ExportColumn[] {
  const shown: readonly string[] = ['email', 'firstName', 'lastName', ...chosen];
  return knownColumns(shown);
}

export function knownColumns(names: readonly string[]): ExportColumn[] {
  return EXPORT_COLUMNS.filter((key) => names.includes(key));
}

/** The address of the file, in the order of the list where the server has it. */
export function exportAddress({ filter, sort, count = 0 }: Listed, choices: ExportChoices): string {
  const { kind, separator, headers, timeFormat, columns } = choices;
  const search = {
    ...filter,
    ...(isSharedSort(sort) && count > SHARED_SORT_MAX ? {} : { sort }),
    columns: columns.join(','),
    headers,
    timeFormat,
    timeZone: localZone,
  };
  return `/v1/users.${kind}${stringifySearch(kind === 'csv' ? { ...search, separator } : search)}`;
}

export const localZone = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** What a time looks like in a format. */
export function timeExample(format: TimeFormat): string {
  if (format === 'iso') return '2026-11-28T14:04:00Z';
  const parts: Record<string, string> = { yyyy: '2026', MM: '11', dd: '28', HH: '15', mm: '04' };
  return format.replace(/[a-z]+/gi, (part) => parts[part] ?? part);
}

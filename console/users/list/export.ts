import { every } from '../../api/every.ts';
import { fileColumns } from '../../api/generated/fields.ts';
import type { ExportColumn, UserFilter } from '../../api/types.ts';
import { stringifySearch } from '../../parts/search.ts';
import type { ColumnKey } from '../../views/filter.ts';

/** The columns that a file can have, under the server's names. */
export const EXPORT_COLUMNS = every<ExportColumn>()([...fileColumns, 'role', 'status', 'createdAt', 'lastSignInAt']);

/** Always names and addresses, and the columns of the list. */
export function exportedAs(chosen: readonly ColumnKey[]): string[] {
  const shown: readonly string[] = ['email', 'firstName', 'lastName', ...chosen];
  return EXPORT_COLUMNS.filter((key) => shown.includes(key));
}

export function exportAddress(filter: UserFilter, columns: readonly string[]): string {
  const known = EXPORT_COLUMNS.filter((key) => columns.includes(key));
  return `/v1/users.csv${stringifySearch({ ...filter, columns: known.join(',') })}`;
}

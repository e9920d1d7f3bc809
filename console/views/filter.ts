import { every } from '../api/every.ts';
import { plainFields } from '../api/generated/fields.ts';
import type { Role, UserFilter, UserSort, UserStatus } from '../api/types.ts';
import { readStrings } from '../parts/search.ts';

export const STATUSES = every<UserStatus>()(['active', 'pending', 'deactivated', 'expired', 'removed']);
export const ROLES = every<Role>()(['owner', 'admin', 'member']);

const FILTERS = [
  'search',
  'status',
  'type',
  'role',
  'groupId',
  'department',
  'addOn',
  'managerId',
  ...plainFields,
] as const;
export type FilterName = (typeof FILTERS)[number];

/** The query of the list's address: the filter, the sort, the columns, the saved view, and the person in the side panel. */
export const readUsersSearch = readStrings([...FILTERS, 'sort', 'columns', 'view', 'user']);
export type UsersSearch = ReturnType<typeof readUsersSearch>;

/** The filter as the server takes it. Unknown words, as in an address typed by hand, are left out. */
export function filterOf({ status, role, ...search }: UsersSearch): UserFilter {
  const { search: words, type, groupId, department, addOn, managerId } = search;
  const plain = plainFields.flatMap((field) => (search[field] ? [[field, search[field]] as const] : []));
  const knownStatus = STATUSES.find((known) => known === status);
  const knownRole = ROLES.find((known) => known === role);
  return {
    ...(words && { search: words }),
    ...(type && { type }),
    ...(knownStatus && { status: knownStatus }),
    ...(knownRole && { role: knownRole }),
    ...(groupId && { groupId }),
    ...(department && { department }),
    ...(addOn && { addOn }),
    ...(managerId && { managerId }),
    ...Object.fromEntries(plain),
  };
}

export const SORTS = every<UserSort>()([
  'name',
  '-name',
  'email',
  '-email',
  '-createdAt',
  'createdAt',
  '-lastSignInAt',
  'lastSignInAt',
]);

export function sortOf({ sort }: UsersSearch): UserSort {
  return SORTS.find((known) => known === sort) ?? 'name';
}

/** The available columns, after the name, which is always there. */
export const COLUMNS = [
  'email',
  'type',
  'addOns',
  'department',
  'group',
  ...plainFields,
  'manager',
  'role',
  'status',
  'lastSignInAt',
  'createdAt',
] as const;
export type ColumnKey = (typeof COLUMNS)[number];

/** The columns that an address names; null if it names none. */
export function columnsOf({ columns }: UsersSearch): readonly ColumnKey[] | null {
  return columns === undefined ? null : knownColumns(columns.split(','));
}

export function knownColumns(names: readonly string[]): readonly ColumnKey[] {
  return COLUMNS.filter((key) => names.includes(key));
}

/** The columns as text in an address. The name comes first, so that no further column differs from none named. */
export function columnsText(columns: readonly string[]): string {
  return ['name', ...knownColumns(columns)].join(',');
}

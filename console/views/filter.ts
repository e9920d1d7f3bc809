import { every } from '../../client/index.ts';
import { plainFields } from '../api/generated/fields.ts';
import { recordOf } from '../api/records.ts';
import type { InvitationMail, Role, UserFilter, UserSort, UserStatus } from '../api/types.ts';
import { readLists, readStrings } from '../parts/search.ts';

export const STATUSES = every<UserStatus>()(['active', 'pending', 'deactivated', 'expired', 'removed']);
export const ROLES = every<Role>()(['owner', 'admin', 'member']);

export const MAIL_STATES = every<InvitationMail['state']>()([
  'not_sent',
  'queued',
  'handed_over',
  'mailbox',
  'delayed',
  'bounced',
  'opened',
  'accepted',
]);

/** Filters by values of a field. A list of them means any, and an empty text that the field is empty. */
export const VALUE_FILTERS = [
  'status',
  'type',
  'role',
  'groupId',
  'department',
  'addOn',
  'managerId',
  'mailState',
  ...plainFields,
] as const;
export type ValueFilter = (typeof VALUE_FILTERS)[number];
/** Filters by a time: a day, or a number of days such as 90d. */
export const TIME_FILTERS = ['addedSince', 'addedBefore', 'signedInSince', 'noSignInSince', 'expiresBefore'] as const;
export type TimeFilter = (typeof TIME_FILTERS)[number];

const readTexts = readStrings(['search', ...TIME_FILTERS, 'sort', 'columns', 'view', 'user']);
const readValues = readLists([...VALUE_FILTERS, 'not']);
/** The query of the list's address: the filter, the sort, the columns, the saved view, and the person in the side panel. */
export const readUsersSearch = (search: Record<string, unknown>) => ({ ...readTexts(search), ...readValues(search) });
export type UsersSearch = ReturnType<typeof readUsersSearch>;

/** The filter as the server takes it. Unknown words, as in an address typed by hand, are left out. */
export function filterOf({ search: words, status, role, mailState, not, ...search }: UsersSearch): UserFilter {
  const filter = {
    ...(words?.trim() && { search: words }),
    ...listed('status', known(STATUSES, status)),
    ...listed('role', known(ROLES, role)),
    ...listed('mailState', known([...MAIL_STATES, '' as const], mailState)),
    ...listed('type', search.type),
    ...listed('groupId', search.groupId),
    ...listed('department', search.department),
    ...listed('addOn', search.addOn),
    ...listed('managerId', search.managerId),
    ...Object.fromEntries(plainFields.flatMap((field) => Object.entries(listed(field, search[field])))),
    ...Object.fromEntries(TIME_FILTERS.flatMap((name) => (search[name] ? [[name, search[name]]] : []))),
  };
  const turned = VALUE_FILTERS.filter((name) => not?.includes(name) && Object.hasOwn(filter, name));
  return { ...filter, ...listed('not', turned) };
}

/** A list of one is written as its value, and none is left out. */
function listed<Name extends string, Value>(name: Name, values: readonly Value[] = []) {
  const [first] = values;
  if (first === undefined) return {};
  return recordOf([name], (): Value | Value[] => (values.length > 1 ? [...values] : first));
}

const known = <Word extends string>(words: readonly Word[], given: readonly string[] = []): Word[] =>
  words.filter((word) => given.includes(word));

/** The filter as the query of an address. */
export function filterAsSearch(filter: UserFilter): UsersSearch {
  const { search, ...rest } = filter;
  const lists = Object.entries(rest).filter(([name]) => isListed(name));
  const times = Object.entries(rest).filter(([name]) => !isListed(name));
  return {
    ...(search && { search }),
    ...Object.fromEntries(lists.map(([name, value]) => [name, [value].flat()])),
    ...Object.fromEntries(times),
  };
}

const isListed = (name: string) => ['not', ...VALUE_FILTERS].includes(name);

/** The one status that a list shows; undefined if it shows several. */
export function statusOf({ status, not }: UserFilter): UserStatus | undefined {
  return typeof status === 'string' && not === undefined ? status : undefined;
}

export const SORTS = every<UserSort>()([
  'name',
  '-name',
  'lastName',
  '-lastName',
  'email',
  '-email',
  'employeeNumber',
  '-employeeNumber',
  '-createdAt',
  'createdAt',
  '-lastSignInAt',
  'lastSignInAt',
  'expiresAt',
  '-expiresAt',
  'type',
  '-type',
  'group',
  '-group',
  'department',
  '-department',
  'jobTitle',
  '-jobTitle',
  'status',
  '-status',
  'mailState',
  '-mailState',
]);
/** The orders by what many people share: the server sorts so many by them. */
export const SHARED_SORT_MAX = 20_000;
const SHARED_SORTS: readonly string[] = ['type', 'group', 'department', 'jobTitle', 'status', 'mailState'];
export const isSharedSort = (sort: string) => SHARED_SORTS.includes(sort.replace('-', ''));

export function sortOf({ sort }: UsersSearch): UserSort {
  return SORTS.find((name) => name === sort) ?? 'name';
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

import type { UserFilter, UserSort, View } from '../api/types.ts';
import { columnsOf, columnsText, filterOf, knownColumns, sortOf, type UsersSearch } from './filter.ts';

/** A way of looking at the list: who is in it, in which order, with which columns. */
export interface Listing {
  filter: UserFilter;
  sort: UserSort;
  /** null where nothing is said of them. */
  columns: readonly string[] | null;
}

export function listingOf(search: UsersSearch) {
  return { filter: filterOf(search), sort: sortOf(search), columns: columnsOf(search) } satisfies Listing;
}

/** The listing as an address says it. */
export function searchOf({ filter, sort, columns }: Listing): UsersSearch {
  return {
    ...filter,
    ...(sort !== 'name' && { sort }),
    ...(columns !== null && { columns: columnsText(columns) }),
  };
}

/** Is an address that says no more than its view? What stands beside a view is what was changed since it was opened. */
export function isViewAlone({ view, user: _, ...rest }: UsersSearch): boolean {
  return view !== undefined && Object.keys(rest).length === 0;
}

/** What an address shows. Of a view alone, what the view shows today. */
export function shownBy({ view: _, user: __, ...rest }: UsersSearch, view: View | undefined): UsersSearch {
  return Object.keys(rest).length === 0 && view ? searchOf(view) : rest;
}

/** The address after something was changed: the view alone where all is as it was saved. */
export function changed(before: UsersSearch, change: UsersSearch, view: View | undefined): UsersSearch {
  const next = withoutEmpty({ ...shownBy(before, view), ...change });
  const kept = { ...(before.view && { view: before.view }), ...(before.user && { user: before.user }) };
  return view && sameListing(listingOf(next), view) ? kept : { ...next, ...kept };
}

function sameListing(a: Listing, b: Listing): boolean {
  return written(a) === written(b);
}

/** In one order and with what this console knows, whoever wrote it. */
function written({ filter, sort, columns }: Listing): string {
  return JSON.stringify([filterOf(filter), sort, columns && knownColumns(columns)]);
}

function withoutEmpty(search: UsersSearch): UsersSearch {
  return Object.fromEntries(Object.entries(search).filter(([, value]) => value !== ''));
}

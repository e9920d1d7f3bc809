import type { UserFilter, UserSort, View } from '../api/types.ts';
import { columnsOf, columnsText, filterAsSearch, filterOf, knownColumns, sortOf, type UsersSearch } from './filter.ts';

/** A configuration of the list: its people, their order, and the columns. */
export interface Listing {
  filter: UserFilter;
  sort: UserSort;
  /** null if none are specified. */
  columns: readonly string[] | null;
}

export function listingOf(search: UsersSearch) {
  return { filter: filterOf(search), sort: sortOf(search), columns: columnsOf(search) } satisfies Listing;
}

/** The listing as the query of an address. */
export function searchOf({ filter, sort, columns }: Listing): UsersSearch {
  return {
    ...filterAsSearch(filter),
    ...(sort !== 'name' && { sort }),
    ...(columns !== null && { columns: columnsText(columns) }),
  };
}

/** Does an address say no more than its view? Anything beside a view was changed since it was opened. */
export function isViewAlone({ view, user: _, ...rest }: UsersSearch): boolean {
  return view !== undefined && Object.keys(rest).length === 0;
}

/** What an address shows. For a view alone, the view's current content. */
export function shownBy({ view: _, user: __, ...rest }: UsersSearch, view: View | undefined): UsersSearch {
  return Object.keys(rest).length === 0 && view ? searchOf(view) : rest;
}

/** The address after a change: the view alone if everything is as saved. */
export function changed(before: UsersSearch, change: UsersSearch, view: View | undefined): UsersSearch {
  const next = withoutEmpty({ ...shownBy(before, view), ...change });
  const kept = { ...(before.view && { view: before.view }), ...(before.user && { user: before.user }) };
  return view && sameListing(listingOf(next), view) ? kept : { ...next, ...kept };
}

function sameListing(a: Listing, b: Listing): boolean {
  return written(a) === written(b);
}

/** In canonical order and with known values only, so that listings can be compared. */
function written({ filter, sort, columns }: Listing): string {
  return JSON.stringify([filterOf(filterAsSearch(filter)), sort, columns && knownColumns(columns)]);
}

function withoutEmpty(search: UsersSearch): UsersSearch {
  return Object.fromEntries(Object.entries(search).filter(([, value]) => value.length > 0));
}

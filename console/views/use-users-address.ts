import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useMemo } from 'react';
import { columnsText, type UsersSearch } from './filter.ts';
import { changed, isViewAlone, listingOf, searchOf, shownBy } from './listing.ts';
import { viewQuery } from './queries.ts';
import { keepColumns, useKeptColumns } from './use-columns.ts';

const route = getRouteApi('/inside/users');

/** The saved view that the address names, if any. It may be loading, or not exist. */
export function useNamedView() {
  const search = route.useSearch();
  const { data, error, refetch } = useQuery({ ...viewQuery(search.view ?? ''), enabled: search.view !== undefined });
  return { view: search.view === undefined ? undefined : data, error, refetch, isNeeded: isViewAlone(search) };
}

/** The list as its address describes it, and functions that change the address. */
export function useUsersAddress() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { view } = useNamedView();
  const kept = useKeptColumns();
  const words = JSON.stringify(shownBy(search, view));
  const { filter, sort, columns } = useMemo(() => listingOf(JSON.parse(words)), [words]);
  const go = (change: UsersSearch, replace = false) =>
    void navigate({ search: (before) => changed(before, change, view), replace, resetScroll: false });
  return {
    filter,
    sort,
    columns: columns ?? kept,
    user: search.user,
    view,
    /** Does anything differ from the saved view? */
    isChanged: view !== undefined && !isViewAlone(search),
    setFilter: (change: UsersSearch) => go(change),
    /** Replaces the history entry. Otherwise every pause in typing would add one. */
    setSearch: (typed: string) => go({ search: typed }, true),
    setSort: (next: string) => go({ sort: next }),
    /** In a view this changes the view; elsewhere it becomes the person's default. */
    setColumns: (names: readonly string[]) => {
      if (!search.view) keepColumns(names);
      go({ columns: columnsText(names) });
    },
    close: () => void navigate({ search: ({ user: _, ...before }) => before, resetScroll: false }),
    /** All people, in the same order and columns, without the view. */
    clear: () => void navigate({ search: searchOf({ filter: {}, sort, columns }) }),
    openView: (id: string | null, replace = false) =>
      void navigate({ search: id === null ? {} : { view: id }, replace }),
  };
}

export type UsersAddress = ReturnType<typeof useUsersAddress>;

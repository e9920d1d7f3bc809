import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useMemo } from 'react';
import { columnsText, type UsersSearch } from './filter.ts';
import { changed, isViewAlone, listingOf, searchOf, shownBy } from './listing.ts';
import { viewQuery } from './queries.ts';
import { keepColumns, useKeptColumns } from './use-columns.ts';

const route = getRouteApi('/inside/users');

/** The saved view that the address names, if any; it may be on its way, or not be there. */
export function useNamedView() {
  const search = route.useSearch();
  const { data, error, refetch } = useQuery({ ...viewQuery(search.view ?? ''), enabled: search.view !== undefined });
  return { view: search.view === undefined ? undefined : data, error, refetch, isNeeded: isViewAlone(search) };
}

/** The list as its address says it, and ways to change the address. */
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
    /** Whether anything is not as the view was saved. */
    isChanged: view !== undefined && !isViewAlone(search),
    setFilter: (change: UsersSearch) => go(change),
    /** Typing would otherwise leave a step back for every pause. */
    setSearch: (typed: string) => go({ search: typed }, true),
    setSort: (next: string) => go({ sort: next }),
    /** In a view the choice is about the view; anywhere else it is how one likes the list from now on. */
    setColumns: (names: readonly string[]) => {
      if (!search.view) keepColumns(names);
      go({ columns: columnsText(names) });
    },
    close: () => void navigate({ search: ({ user: _, ...before }) => before, resetScroll: false }),
    /** Everyone, in the same order and columns; no longer the view. */
    clear: () => void navigate({ search: searchOf({ filter: {}, sort, columns }) }),
    openView: (id: string | null, replace = false) =>
      void navigate({ search: id === null ? {} : { view: id }, replace }),
  };
}

export type UsersAddress = ReturnType<typeof useUsersAddress>;

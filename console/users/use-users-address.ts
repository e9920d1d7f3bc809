import { getRouteApi } from '@tanstack/react-router';
import { useMemo } from 'react';
import { filterOf, sortOf, type UsersSearch } from './filter.ts';

const route = getRouteApi('/inside/users');

/** The list as its address says it, and ways to change the address. */
export function useUsersAddress() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { user, ...list } = search;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the words are the address; the objects are new every time
  const { filter, sort } = useMemo(() => ({ filter: filterOf(list), sort: sortOf(list) }), [JSON.stringify(list)]);
  const go = (change: UsersSearch, replace: boolean) =>
    void navigate({ search: (before) => cleared({ ...before, ...change }), replace, resetScroll: false });
  return {
    filter,
    sort,
    user,
    setFilter: (change: UsersSearch) => go(change, false),
    /** Typing would otherwise leave a step back for every pause. */
    setSearch: (words: string) => go({ search: words }, true),
    setSort: (next: string) => go({ sort: next }, false),
    open: (id: string) => go({ user: id }, false),
    close: () => go({ user: '' }, false),
    clear: () => void navigate({ search: sort === 'name' ? {} : { sort } }),
  };
}

function cleared(search: UsersSearch): UsersSearch {
  return Object.fromEntries(Object.entries(search).filter(([, value]) => value !== ''));
}

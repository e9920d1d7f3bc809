import { getRouteApi } from '@tanstack/react-router';
import { useMemo } from 'react';
import type { UserFilter } from '../api/types.ts';
import { filterOf, SORTS, type UsersSearch } from '../views/filter.ts';

const route = getRouteApi('/inside/users/pending');
const NEWEST_FIRST = '-createdAt';

/** The list as its address describes it: which invitations, the filter, the sort; and functions that change the address. */
export function usePendingAddress() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { status: shown, sort: sorted, user, ...words } = search;
  const status: 'pending' | 'expired' = shown?.[0] === 'expired' ? 'expired' : 'pending';
  const sort = SORTS.find((known) => known === sorted) ?? NEWEST_FIRST;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the words are the address; the objects are new every time
  const filter = useMemo((): UserFilter => filterOf(words), [JSON.stringify(words)]);
  const where = useMemo((): UserFilter => ({ ...filter, status }), [filter, status]);
  const go = (change: UsersSearch, replace = false) =>
    void navigate({ search: (before) => written({ ...before, ...change }), replace, resetScroll: false });
  return {
    status,
    sort,
    /** The person in the side panel. */
    user,
    /** The filter that the person chose. */
    filter,
    /** The same, with the status of the shown invitations. */
    where,
    show: (next: string) => go({ status: next === 'expired' ? [next] : [] }),
    setFilter: (change: UsersSearch) => go(change),
    setSearch: (next: string) => go({ search: next }, true),
    close: () => go({ user: '' }),
    setSort: (next: string) => go({ sort: next === NEWEST_FIRST ? '' : next }),
    clear: () => void navigate({ search: written({ status: shown ?? [], sort: sorted ?? '' }), resetScroll: false }),
  };
}

export type PendingAddress = ReturnType<typeof usePendingAddress>;

function written(search: UsersSearch): UsersSearch {
  return Object.fromEntries(Object.entries(search).filter(([, value]) => value.length > 0));
}

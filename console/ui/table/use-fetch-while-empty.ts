import { useEffect } from 'react';

interface Pages {
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  error: unknown;
  fetchNextPage: () => unknown;
}

/** A page may hold nothing to show and not be the last: there is no end of a list to scroll to then. True while it looks on. */
export function useFetchWhileEmpty(pages: Pages, rows: number): boolean {
  const { hasNextPage, isFetchingNextPage, error, fetchNextPage } = pages;
  const searching = rows === 0 && hasNextPage;
  useEffect(() => {
    if (searching && !isFetchingNextPage && !error) fetchNextPage();
  }, [searching, isFetchingNextPage, error, fetchNextPage]);
  return searching;
}

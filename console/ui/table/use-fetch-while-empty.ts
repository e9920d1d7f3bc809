import { useEffect } from 'react';

interface Pages {
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  error: unknown;
  fetchNextPage: () => unknown;
}

/** A page may have nothing to show without being the last, and then there is no end of the list to scroll to. True while it fetches on. */
export function useFetchWhileEmpty(pages: Pages, rows: number): boolean {
  const { hasNextPage, isFetchingNextPage, error, fetchNextPage } = pages;
  const searching = rows === 0 && hasNextPage;
  useEffect(() => {
    if (searching && !isFetchingNextPage && !error) fetchNextPage();
  }, [searching, isFetchingNextPage, error, fetchNextPage]);
  return searching;
}

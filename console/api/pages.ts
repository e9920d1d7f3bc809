import { infiniteQueryOptions, type QueryKey } from '@tanstack/react-query';

interface Cursor {
  cursor?: string;
}
const START: Cursor = {};
/** The most pages of a list that refreshes itself. Refetching more costs more than it shows. */
export const followedPagesMax = 3;

/** The only way to page through a list. `fetchPage` gets the query parameters of the next page. */
export function pages<P extends { nextCursor: string | null }>(
  queryKey: QueryKey,
  fetchPage: (cursor: Cursor) => Promise<P>,
) {
  return infiniteQueryOptions({
    queryKey,
    queryFn: ({ pageParam }) => fetchPage(pageParam),
    initialPageParam: START,
    getNextPageParam: ({ nextCursor }) => (nextCursor ? { cursor: nextCursor } : undefined),
  });
}

import { infiniteQueryOptions, type QueryKey } from '@tanstack/react-query';

interface Cursor {
  cursor?: string;
}
const START: Cursor = {};
/** How many pages a list that follows what happens elsewhere may have: asking for more of them again and again costs more than it tells. */
export const followedPagesMax = 3;

/** The one way to page through a list: `fetchPage` gets what goes into the query of the next page. */
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

import { infiniteQueryOptions, type QueryKey } from '@tanstack/react-query';

interface Cursor {
  cursor?: string;
}
const START: Cursor = {};

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

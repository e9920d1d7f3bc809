import { type QueryKey, useQueries, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef } from 'react';

interface Page<R> {
  data: R[];
  nextCursor: string | null;
}

interface Listed<R> {
  key: QueryKey;
  fetchPage: (cursor: { cursor?: string }, signal: AbortSignal) => Promise<Page<R>>;
  pageRows: number;
  /** A page is drawn in blocks of this many rows, so it is a multiple of them. */
  blockRows: number;
}

/** What is known of a list: where its pages begin, which of their blocks were viewed last, and the drawn heights of these. */
interface Known {
  starts: readonly (string | null)[];
  near: readonly number[];
  heights: Map<number, number>;
}

/** Pages kept before and after the viewed one. Others are fetched again on return. */
const KEPT_AROUND = 10;

/**
 * A list of any length that keeps only the pages near the viewed one, so that it can be scrolled for hours. A page is fetched by its start,
 * so a deep one costs as much as the first. What is known of the list stays, so Back finds it unchanged.
 */
export function usePageWindow<R>({ key, fetchPage, pageRows, blockRows }: Listed<R>) {
  const queryClient = useQueryClient();
  const { known, setNear, setFollowing } = useKnown(key);
  const { starts, near, heights } = known;
  const pagesKey = [...key, 'page'];
  // A temporarily hidden table is near nothing. Without any page it would never be drawn again.
  const viewed = near.length > 0 ? near : [0];
  const perPage = pageRows / blockRows;
  // The block after the viewed ones counts too, so that its page is there before it is drawn.
  const around = [...viewed, Math.max(...viewed) + 1].map((block) => Math.floor(block / perPage));
  const asked = [...new Set(around)].filter((index) => index < starts.length);
  const shown = useRef({ of: heights, pages: new Map<number, Page<R>>() });
  const results = useQueries({
    queries: asked.map((index) => {
      const cursor = starts[index] ?? null;
      return {
        queryKey: [...pagesKey, cursor],
        // A request for a page that was scrolled past is cancelled.
        queryFn: ({ signal }: { signal: AbortSignal }) => fetchPage(cursor === null ? {} : { cursor }, signal),
        // After rows came or went, pages begin elsewhere. Until the new page is there, the old one stays in its place.
        placeholderData: () => (shown.current.of === heights ? shown.current.pages.get(index) : undefined),
      };
    }),
  });
  const pages = new Map(asked.flatMap((index, n) => (results[n]?.data ? [[index, results[n].data] as const] : [])));
  useEffect(() => {
    shown.current = { of: heights, pages };
    for (const [n, index] of asked.entries()) {
      const result = results[n];
      if (result?.data && !result.isPlaceholderData) setFollowing(index, result.data.nextCursor);
    }
  });
  useEffect(() => {
    const kept = new Set(starts.filter((_, index) => asked.some((at) => Math.abs(at - index) <= KEPT_AROUND)));
    const isFar = ({ queryKey }: { queryKey: QueryKey }) => ![...kept].includes(startOf(queryKey));
    queryClient.removeQueries({ queryKey: [...key, 'page'], type: 'inactive', predicate: isFar });
  });
  const failed = results.find(({ error }) => error);
  return {
    /** The rows of each block of the known pages; null if they are not kept. */
    blocks: starts.flatMap((_, index) => {
      const page = pages.get(index);
      const blocks = page ? blocksOf(page.data, blockRows) : [null];
      const isOnly = page ? page.nextCursor === null : starts.length === 1;
      return isOnly ? blocks : filled(blocks, perPage);
    }),
    heights,
    near,
    setNear,
    isPending: results.every(({ isPending }) => isPending),
    error: failed?.error ?? null,
    retry: () => void failed?.refetch(),
    isWhole: pages.get(starts.length - 1)?.nextCursor === null,
  };
}

function blocksOf<R>(rows: readonly R[], size: number): (readonly R[] | null)[] {
  const count = Math.max(1, Math.ceil(rows.length / size));
  return Array.from({ length: count }, (_, n) => rows.slice(n * size, (n + 1) * size));
}

/** Every page but the last has as many blocks as the others, so that a block's number tells its page. */
function filled<B>(blocks: (B | null)[], count: number): (B | null)[] {
  return [...blocks, ...Array.from({ length: count - blocks.length }, () => null)];
}

function startOf(queryKey: QueryKey): string | null {
  const start = queryKey.at(-1);
  return typeof start === 'string' ? start : null;
}

const fresh = (): Known => ({ starts: [null], near: [0], heights: new Map() });

/** Stored with the pages, so that it is dropped with them: after a while unused, or with the session. */
function useKnown(key: QueryKey) {
  const queryClient = useQueryClient();
  const words = JSON.stringify([...key, 'known']);
  const knownKey: QueryKey = JSON.parse(words);
  const now = () => queryClient.getQueryData<Known>(JSON.parse(words)) ?? fresh();
  const { data } = useQuery({ queryKey: knownKey, queryFn: now, initialData: now, structuralSharing: false });
  const change = useCallback(
    (next: (known: Known) => Known) => {
      const queryKey = JSON.parse(words);
      const before = queryClient.getQueryData<Known>(queryKey) ?? fresh();
      const after = next(before);
      if (after !== before) queryClient.setQueryData<Known>(queryKey, after);
    },
    [queryClient, words],
  );
  return {
    known: data,
    setNear: useCallback(
      (index: number, isNear: boolean) => change((known) => withNear(known, index, isNear)),
      [change],
    ),
    setFollowing: (index: number, start: string | null) => change((known) => withFollowing(known, index, start)),
  };
}

function withNear(known: Known, index: number, isNear: boolean): Known {
  if (known.near.includes(index) === isNear) return known;
  const others = known.near.filter((at) => at !== index);
  return { ...known, near: (isNear ? [...others, index] : others).sort((a, b) => a - b) };
}

/** The page after this one begins at `start`, or there is none. Pages further down are corrected when they are viewed. */
function withFollowing(known: Known, index: number, start: string | null): Known {
  const { starts } = known;
  if ((starts[index + 1] ?? null) === start) return known;
  const until = starts.slice(0, index + 1);
  return { ...known, starts: start === null ? until : [...until, start, ...starts.slice(index + 2)] };
}

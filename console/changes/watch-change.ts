import { type QueryClient, queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { Change, ChangeEntry } from '../api/change-types.ts';
import { api, ok } from '../api/client.ts';
import { keys } from '../api/keys.ts';
import { isRunning } from './change.ts';

/** Polled this often besides the event stream, in case a proxy holds the stream back. */
const POLL_MS = 3_000;

export const changeQuery = (id: string) =>
  queryOptions({
    queryKey: keys.change(id),
    queryFn: () => ok(api.GET('/v1/changes/{id}', { params: { path: { id } } })),
    refetchInterval: (query) => (query.state.data && isRunning(query.state.data) ? POLL_MS : false),
  });

/** Follows a change while the server applies it. */
export function useWatchedChange(id: string | null) {
  const queryClient = useQueryClient();
  const query = useQuery({ ...changeQuery(id ?? ''), enabled: id !== null });
  const running = query.data !== undefined && isRunning(query.data);
  useEffect(() => (id && running ? follow(queryClient, id) : undefined), [queryClient, id, running]);
  return query;
}

/** Resolves when the server has finished it. */
export function settled(queryClient: QueryClient, change: Change): Promise<Change> {
  queryClient.setQueryData(keys.change(change.id), change);
  if (!isRunning(change)) return Promise.resolve(change);
  return new Promise((resolve) => {
    const stopFollowing = follow(queryClient, change.id);
    const poll = setInterval(() => void queryClient.fetchQuery(changeQuery(change.id)).catch(() => undefined), POLL_MS);
    const stopLooking = queryClient.getQueryCache().subscribe(() => {
      const now = queryClient.getQueryData(changeQuery(change.id).queryKey);
      if (!now || isRunning(now)) return;
      stopLooking();
      stopFollowing();
      clearInterval(poll);
      resolve(now);
    });
  });
}

/** Writes the progress from the event stream to the query's cache. If more has changed, the whole change is fetched. */
function follow(queryClient: QueryClient, id: string): () => void {
  const events = new EventSource(`/v1/changes/${encodeURIComponent(id)}/events`);
  const { queryKey } = changeQuery(id);
  events.addEventListener('change', (event) => {
    const told: ChangeEntry = JSON.parse(event.data);
    const known = queryClient.getQueryData(queryKey);
    if (!isRunning(told)) events.close();
    if (known && isRunning(told) && (told.plan === null) === (known.plan === null)) {
      const { state, progress, summary } = told;
      queryClient.setQueryData(queryKey, { ...known, state, progress, summary });
    } else void queryClient.fetchQuery({ ...changeQuery(id), staleTime: 0 }).catch(() => undefined);
  });
  return () => events.close();
}

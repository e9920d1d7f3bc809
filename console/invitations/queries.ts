import { queryOptions } from '@tanstack/react-query';
import { api, ok } from '../api/client.ts';
import { keys } from '../api/keys.ts';

const BUSY_MS = 3_000;
const IDLE_MS = 10_000;

/** The number of invitations that wait to be mailed. Refetched while it is shown, more often while mail is being sent. */
export const mailQueueQuery = queryOptions({
  queryKey: keys.mailQueue,
  queryFn: () => ok(api.GET('/v1/mail-queue')),
  refetchInterval: ({ state }) => ((state.data?.waiting ?? 0) > 0 ? BUSY_MS : IDLE_MS),
});

/** What an invitation is about. Reading it accepts nothing. */
export const invitationQuery = (token: string) =>
  queryOptions({
    queryKey: keys.link('welcome', token),
    queryFn: () => ok(api.GET('/v1/invitations/{token}', { params: { path: { token } } })),
    staleTime: Number.POSITIVE_INFINITY,
  });

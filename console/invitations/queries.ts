import { queryOptions } from '@tanstack/react-query';
import { api, ok } from '../api/client.ts';
import { keys } from '../api/keys.ts';

/** What an invitation is about. Asking accepts nothing. */
export const invitationQuery = (token: string) =>
  queryOptions({
    queryKey: keys.link('welcome', token),
    queryFn: () => ok(api.GET('/v1/invitations/{token}', { params: { path: { token } } })),
    staleTime: Number.POSITIVE_INFINITY,
  });

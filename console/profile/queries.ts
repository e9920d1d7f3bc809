import { queryOptions } from '@tanstack/react-query';
import { api, ok } from '../api/client.ts';
import { keys } from '../api/keys.ts';

export const profileQuery = queryOptions({ queryKey: keys.profile, queryFn: () => ok(api.GET('/v1/profile')) });

export const sessionsQuery = queryOptions({
  queryKey: keys.sessions,
  queryFn: () => ok(api.GET('/v1/profile/sessions')),
});

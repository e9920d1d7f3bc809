import { queryOptions } from '@tanstack/react-query';
import { api, ok } from '../api/client.ts';
import { keys } from '../api/keys.ts';

export const subscriptionsQuery = queryOptions({
  queryKey: keys.subscriptions,
  queryFn: () => ok(api.GET('/v1/billing/subscriptions')),
});

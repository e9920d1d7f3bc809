import { queryOptions } from '@tanstack/react-query';
import { api, ok } from '../api/client.ts';
import { keys } from '../api/keys.ts';

/** The keys that are not revoked, the newest first. An account has a few hundred at most, so they come as one list. */
export const apiKeysQuery = queryOptions({ queryKey: keys.apiKeys, queryFn: () => ok(api.GET('/v1/api-keys')) });

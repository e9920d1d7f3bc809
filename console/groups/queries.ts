import { queryOptions } from '@tanstack/react-query';
import { api, ok } from '../api/client.ts';
import { keys } from '../api/keys.ts';

export const groupsQuery = queryOptions({ queryKey: keys.groups, queryFn: () => ok(api.GET('/v1/groups')) });

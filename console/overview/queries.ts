import { queryOptions } from '@tanstack/react-query';
import { api, ok } from '../api/client.ts';
import { keys } from '../api/keys.ts';

export const overviewQuery = queryOptions({ queryKey: keys.overview, queryFn: () => ok(api.GET('/v1/overview')) });

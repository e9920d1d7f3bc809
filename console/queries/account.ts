import { queryOptions } from '@tanstack/react-query';
import { api, ok } from '../api/client.ts';
import { keys } from '../api/keys.ts';

export const accountQuery = queryOptions({ queryKey: keys.account, queryFn: () => ok(api.GET('/v1/account')) });

import { queryOptions } from '@tanstack/react-query';
import { api, ok } from '../api/client.ts';
import { keys } from '../api/keys.ts';

export const viewsQuery = queryOptions({ queryKey: keys.viewList, queryFn: () => ok(api.GET('/v1/views')) });

export const viewQuery = (id: string) =>
  queryOptions({
    queryKey: keys.view(id),
    queryFn: () => ok(api.GET('/v1/views/{id}', { params: { path: { id } } })),
  });

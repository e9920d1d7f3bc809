import { queryOptions } from '@tanstack/react-query';
import { api, ok } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { followedPagesMax, pages } from '../../api/pages.ts';

const LOOK_EVERY_MS = 5_000;

/** An account has some dozens at most, so they come as one list. */
export const webhooksQuery = queryOptions({
  queryKey: keys.webhookList,
  queryFn: () => ok(api.GET('/v1/webhooks')),
  refetchInterval: LOOK_EVERY_MS,
});

export const webhookQuery = (id: string) =>
  queryOptions({
    queryKey: keys.webhook(id),
    queryFn: () => ok(api.GET('/v1/webhooks/{id}', { params: { path: { id } } })),
    refetchInterval: LOOK_EVERY_MS,
  });

/** Deliveries of the last seven days: all, or with `taken` 'no' those that the receiver did not take. */
export const deliveriesQuery = (id: string, taken: string) =>
  pages(keys.deliveries(id, taken), (cursor) => {
    const query = { ...cursor, limit: 50, ...(taken === 'no' && { delivered: 'false' as const }) };
    return ok(api.GET('/v1/webhooks/{id}/deliveries', { params: { path: { id }, query } }));
  });

/** How soon a list of so many pages is read anew. A long one is not. */
export const readAnewAfter = (pageCount: number) => (pageCount > followedPagesMax ? false : LOOK_EVERY_MS);

export const deliveryQuery = (id: string, deliveryId: string) =>
  queryOptions({
    queryKey: keys.delivery(id, deliveryId),
    queryFn: () => ok(api.GET('/v1/webhooks/{id}/deliveries/{deliveryId}', { params: { path: { id, deliveryId } } })),
  });

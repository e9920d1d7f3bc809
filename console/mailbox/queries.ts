import { infiniteQueryOptions } from '@tanstack/react-query';
import { api, ok } from '../api/client.ts';
import { ApiError } from '../api/error.ts';
import { keys } from '../api/keys.ts';
import { followedPagesMax, pages } from '../api/pages.ts';

const LOOK_MS = 3_000;

/** New mail appears by itself. */
export const mailboxQuery = infiniteQueryOptions({
  ...pages(keys.mailbox, (query) => ok(api.GET('/v1/mailbox', { params: { query } }))),
  refetchInterval: ({ state: { data, error } }) =>
    isGone(error) || (data?.pages.length ?? 0) > followedPagesMax ? false : LOOK_MS,
});

/** This server has no mailbox. */
export function isGone(error: unknown): boolean {
  return error instanceof ApiError && error.status === 404;
}

import { queryOptions } from '@tanstack/react-query';
import type { ChangeState, RowOutcome } from '../api/change-types.ts';
import { api, ok } from '../api/client.ts';
import { keys } from '../api/keys.ts';
import { pages } from '../api/pages.ts';

const ROWS_PER_PAGE = 100;

export const STATES = [
  'applied',
  'applying',
  'planned',
  'undone',
  'cancelled',
  'failed',
] as const satisfies ChangeState[];

export const OUTCOMES = [
  'create',
  'update',
  'remove',
  'refused',
  'skipped',
  'unchanged',
] as const satisfies RowOutcome[];

export const changesQuery = (state: ChangeState | undefined) =>
  pages(keys.changeList(state ?? ''), (cursor) =>
    ok(api.GET('/v1/changes', { params: { query: { ...(state && { state }), ...cursor } } })),
  );

const LATEST = 5;

/** The changes that run, and the newest others. */
export const latestChangesQuery = queryOptions({
  queryKey: keys.latestChanges,
  queryFn: async () => {
    const read = (state?: ChangeState) =>
      ok(api.GET('/v1/changes', { params: { query: { limit: LATEST, ...(state && { state }) } } }));
    const [running, newest] = await Promise.all([read('applying'), read()]);
    const others = newest.data.filter(({ id }) => running.data.every((change) => change.id !== id));
    return [...running.data, ...others].slice(0, Math.max(LATEST, running.data.length));
  },
});

/** What a change does to each person. A page may be empty without being the last. */
export const changeRowsQuery = (id: string, state: ChangeState, outcome: RowOutcome | undefined) =>
  pages(keys.changeRows(id, state, outcome ?? ''), (cursor) =>
    ok(
      api.GET('/v1/changes/{id}/rows', {
        params: { path: { id }, query: { limit: ROWS_PER_PAGE, ...(outcome && { outcome }), ...cursor } },
      }),
    ),
  );

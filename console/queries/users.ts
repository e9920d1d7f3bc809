import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, ok } from '../api/client.ts';
import { keys } from '../api/keys.ts';
import { pages } from '../api/pages.ts';
import type { UserFilter, UserSort } from '../api/types.ts';
import { usePageWindow } from '../api/use-page-window.ts';
import { BLOCK_ROWS } from '../ui/table/blocks.ts';

const PAGE = 100;

export const usersQuery = (filter: UserFilter, sort: UserSort) =>
  pages(keys.userList(filter, sort), (cursor) =>
    ok(api.GET('/v1/users', { params: { query: { ...filter, sort, limit: PAGE, ...cursor } } })),
  );

/** The same list, of any length. */
export const useUserWindow = (filter: UserFilter, sort: UserSort) =>
  usePageWindow({
    key: keys.userList(filter, sort),
    pageRows: PAGE,
    blockRows: BLOCK_ROWS,
    fetchPage: (cursor, signal) =>
      ok(api.GET('/v1/users', { params: { query: { ...filter, sort, limit: PAGE, ...cursor } }, signal })),
  });

/** The number of people that match a filter, for "select all". */
export const userCountQuery = (filter: UserFilter) =>
  queryOptions({
    queryKey: keys.userCount(filter),
    queryFn: async () => {
      const query = { ...filter, count: 'true' as const, limit: 1 };
      return (await ok(api.GET('/v1/users', { params: { query } }))).count ?? 0;
    },
  });

export const userQuery = (id: string) =>
  queryOptions({
    queryKey: keys.user(id),
    queryFn: () => ok(api.GET('/v1/users/{id}', { params: { path: { id } } })),
  });

export const historyQuery = (id: string) =>
  pages(keys.history(id), (cursor) =>
    ok(api.GET('/v1/users/{id}/history', { params: { path: { id }, query: { limit: 10, ...cursor } } })),
  );

export const departmentsQuery = (search: string) =>
  queryOptions({
    queryKey: keys.departments(search),
    queryFn: () => ok(api.GET('/v1/departments', { params: { query: { search } } })),
    placeholderData: keepPreviousData,
  });

export const jobTitlesQuery = (search: string) =>
  queryOptions({
    queryKey: keys.jobTitles(search),
    queryFn: () => ok(api.GET('/v1/job-titles', { params: { query: { search } } })),
    placeholderData: keepPreviousData,
  });

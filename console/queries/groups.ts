import { queryOptions } from '@tanstack/react-query';
import { api, ok } from '../api/client.ts';
import { keys } from '../api/keys.ts';
import type { UserGroup } from '../api/types.ts';

/** An account has a few thousand groups at most, and people choose among all of them. */
const LIMIT = 500;

async function everyGroup(): Promise<{ data: UserGroup[] }> {
  const data: UserGroup[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page: { data: UserGroup[]; nextCursor: string | null } = await ok(
      api.GET('/v1/groups', { params: { query: { limit: LIMIT, ...(cursor && { cursor }) } } }),
    );
    data.push(...page.data);
    cursor = page.nextCursor;
  }
  return { data };
}

export const groupsQuery = queryOptions({ queryKey: keys.groups, queryFn: everyGroup });

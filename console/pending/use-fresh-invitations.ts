import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { keys } from '../api/keys.ts';
import { followedPagesMax } from '../api/pages.ts';
import { mailQueueQuery } from '../invitations/queries.ts';
import { accountQuery } from '../queries/account.ts';

const LOOK_MS = 10_000;

/** Refreshes the list when people join, an invitation expires, or mail is sent. Polls only counts for that. */
export function useFreshInvitations(pages: number): void {
  const queryClient = useQueryClient();
  const { data: account } = useQuery({ ...accountQuery, refetchInterval: LOOK_MS });
  const { data: queue } = useQuery(mailQueueQuery);
  const seen = account && queue && `${account.counts.pending} ${account.counts.expired} ${queue.waiting}`;
  const before = useRef(seen);
  useEffect(() => {
    const changed = before.current !== undefined && seen !== undefined && seen !== before.current;
    before.current = seen ?? before.current;
    if (!changed || pages > followedPagesMax) return;
    void queryClient.invalidateQueries({ queryKey: keys.userLists });
    void queryClient.invalidateQueries({ queryKey: keys.userCounts });
  }, [queryClient, seen, pages]);
}

import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { hasCode } from '../api/error.ts';
import { serverIsBack } from '../ui/server-away.ts';

/** If the server is away, what failed to load is loaded again as soon as it answers. */
export function useServerWatch(): void {
  const queryClient = useQueryClient();
  useEffect(
    () =>
      queryClient.getQueryCache().subscribe(({ type, query }) => {
        if (type !== 'updated' || !hasCode(query.state.error, 'unreachable') || query.state.fetchStatus !== 'idle')
          return;
        void serverIsBack().then(() => {
          if (hasCode(query.state.error, 'unreachable')) void query.fetch().catch(() => undefined);
        });
      }),
    [queryClient],
  );
}

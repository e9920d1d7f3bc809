import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { ApiError } from './error.ts';
import { keys } from './keys.ts';

const STALE_MS = 15_000;

function isFinal(error: unknown): boolean {
  return error instanceof ApiError && error.status >= 400 && error.status < 500 && error.status !== 429;
}

/** One 401 does not prove that the session ended (a wrong password may be one), so the session itself is asked. */
function askAgainWhoIAm(error: unknown): void {
  if (error instanceof ApiError && error.status === 401 && queryClient.getQueryData(keys.session)) {
    void queryClient.refetchQueries({ queryKey: keys.session, exact: true });
  }
}

export const queryClient: QueryClient = new QueryClient({
  queryCache: new QueryCache({
    onError: (error, query) => {
      if (query.queryKey[0] !== keys.session[0]) askAgainWhoIAm(error);
    },
  }),
  mutationCache: new MutationCache({ onError: askAgainWhoIAm }),
  defaultOptions: {
    queries: { staleTime: STALE_MS, retry: (count, error) => count < 2 && !isFinal(error) },
    mutations: { retry: false },
  },
});

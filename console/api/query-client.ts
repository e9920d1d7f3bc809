import { QueryClient } from '@tanstack/react-query';
import { api } from './client.ts';
import { ApiError } from './error.ts';
import { keys } from './keys.ts';

const STALE_MS = 15_000;
/** Muster may run on this machine, or on a network without internet, so the browser's offline state means nothing. */
const networkMode = 'always';

function isFinal(error: unknown): boolean {
  return error instanceof ApiError && error.status >= 400 && error.status < 500 && error.status !== 429;
}

export const queryClient: QueryClient = new QueryClient({
  defaultOptions: {
    queries: { networkMode, staleTime: STALE_MS, retry: (count, error) => count < 2 && !isFinal(error) },
    mutations: { networkMode, retry: false },
  },
});

// A 401 does not prove that the session ended (a wrong password gives one too), so the session itself is fetched.
api.use({
  onResponse({ response, schemaPath }) {
    if (response.status !== 401 || schemaPath === '/v1/session' || !queryClient.getQueryData(keys.session)) return;
    void queryClient.refetchQueries({ queryKey: keys.session, exact: true });
  },
});

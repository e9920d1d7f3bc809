import createClient from 'openapi-fetch';
import { ApiError } from './error.ts';
import type { paths } from './generated/schema.ts';

const RETRY_AFTER_MS = [300, 1200];

/**
 * A write without an answer is sent again with the same Idempotency-Key, so the server does the work once even if the first request
 * arrived.
 */
async function sendPatiently(request: Request): Promise<Response> {
  for (const wait of RETRY_AFTER_MS) {
    try {
      return await fetch(request.clone());
    } catch (error) {
      if (request.signal.aborted) throw error;
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }
  return fetch(request);
}

export const api = createClient<paths>({ baseUrl: window.location.origin, fetch: sendPatiently });

api.use({
  onRequest({ request }) {
    if (request.method !== 'GET') request.headers.set('Idempotency-Key', crypto.randomUUID());
    return request;
  },
  async onResponse({ response }) {
    if (!response.ok) throw await ApiError.from(response);
  },
  onError({ error }) {
    if (error instanceof Error && (error.name === 'AbortError' || error instanceof ApiError)) return error;
    return ApiError.unreachable();
  },
});

type Answer<D> = Promise<{ data?: D; response: Response }>;

/** The data of an answer. Errors are thrown as ApiError. */
export async function ok<D>(call: Answer<D>): Promise<D> {
  const { data } = await call;
  return data!; // every answer without data is an error, which the client has thrown, or a 204, whose type is undefined
}

/** The answer to a write to users, and the change it made, which can be undone. */
export async function okWithChange<D>(call: Answer<D>): Promise<{ data: D; changeId: string | null }> {
  const { data, response } = await call;
  return { data: data!, changeId: response.headers.get('Muster-Change') }; // as in ok
}

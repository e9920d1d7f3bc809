import createClient, { type Client, type Middleware } from 'openapi-fetch';
import { addCookies, type Cookies, keepCookies } from './cookies.ts';
import { MusterError } from './error.ts';
import { sendPatiently } from './retry.ts';
import type { Calls, FileInit, Muster } from './types.ts';

export type MusterOptions = {
  /** Where Muster is, like https://muster.example.com */
  url: string;
  /** A key of the account (`mst_…`). Without one, calls are those of a session. */
  apiKey?: string;
  /** Where a program keeps the cookies of its session. A browser has a place of its own. */
  cookies?: Cookies;
  /** The name and version of the program that calls, like `shop/2.1`. */
  userAgent?: string;
  /** How long a call may wait between its tries, all in all. 0 tries once. */
  patienceSeconds?: number;
};

const usualPatienceSeconds = 60;

/** The API of one Muster, with types for every path of openapi.json. */
export function createMuster(options: MusterOptions): Muster {
  const { url, apiKey, userAgent, cookies, patienceSeconds = usualPatienceSeconds } = options;
  const client = createClient<AnyLists>({
    baseUrl: url,
    // A request with a key and a session is refused, so the browser keeps its cookie.
    ...(apiKey === undefined ? {} : { credentials: 'omit' }),
    headers: {
      ...(apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` }),
      ...(userAgent === undefined ? {} : { 'user-agent': userAgent }),
    },
    fetch: (request) => sendPatiently((again) => sendOnce(again, cookies), request, patienceSeconds),
  });
  client.use(onceOrError);
  const calls = { ...client, each: (path: string, init: ListInit = {}) => eachRow(client, path, init) };
  assertTyped(calls);
  return { ...calls, planFile: (file, init) => planFile(calls, file, init) };
}

/** Believes openapi.json, which a test of the server compares with its routes. */
function assertTyped(_calls: unknown): asserts _calls is Calls {}

async function sendOnce(request: Request, cookies: Cookies | undefined): Promise<Response> {
  if (cookies) addCookies(request, cookies);
  const response = await fetch(request);
  if (cookies) keepCookies(response, cookies);
  return response;
}

/** A write has one key for all its tries, so that its work is done once. What is no success is thrown. */
const onceOrError: Middleware = {
  onRequest({ request: { method, headers } }) {
    if (method !== 'GET' && !headers.has('idempotency-key')) headers.set('idempotency-key', newKey());
  },
  async onResponse({ response }) {
    if (!response.ok) throw await MusterError.from(response);
  },
  onError({ request, error }) {
    if (request.signal.aborted || error instanceof MusterError) return undefined;
    const { origin } = new URL(request.url);
    const problem = { code: 'unreachable', detail: `Muster at ${origin} does not answer.` };
    return new MusterError(0, problem, { cause: error });
  },
};

/** Browsers have randomUUID only on pages that came by https. */
function newKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

type ListInit = { params?: { query?: Record<string, unknown> } };
type AnyLists = Record<
  string,
  {
    get: {
      parameters: { query?: Record<string, unknown> };
      responses: { 200: { content: { 'application/json': Page } } };
    };
  }
>;
type Page = { data: unknown[]; nextCursor: string | null };

async function* eachRow(client: Client<AnyLists>, path: string, init: ListInit): AsyncGenerator<unknown> {
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const query = { ...init.params?.query, ...(cursor === undefined ? {} : { cursor }) };
    const { data: page } = await client.GET(path, { ...init, params: { ...init.params, query } });
    yield* page?.data ?? [];
    cursor = page?.nextCursor ?? null;
  }
}

/** The file is sent as it is. A server tells the kind of file by its first bytes. */
function planFile({ POST }: Calls, file: string | Blob | Uint8Array, { params, signal }: FileInit = {}) {
  return POST('/v1/changes', {
    params: { ...params, query: { ...params?.query, source: 'csv' } },
    headers: { 'content-type': 'text/csv' },
    body: '',
    bodySerializer: () => file,
    ...(signal && { signal }),
  });
}

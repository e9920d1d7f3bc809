import type { FetchResponse, MaybeOptionalInit, Middleware } from 'openapi-fetch';
import type { Change, operations, paths } from './generated/schema.ts';

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';
type PathOf<M extends Method> = { [P in keyof paths]: paths[P] extends Record<M, object> ? P : never }[keyof paths];
type Operation<P extends keyof paths, M extends Method> =
  paths[P][M] extends Record<string | number, unknown> ? paths[P][M] : never;

/** What an operation needs must be given; an operation that needs nothing can be called by its path alone. */
type Given<Init> = undefined extends Init ? [init?: Init] : [init: Init];

/** Calls a path. The answer has data in any case, because errors are thrown. */
export type Call<M extends Method> = <P extends PathOf<M>, Init extends MaybeOptionalInit<paths[P], M>>(
  path: P,
  ...init: Given<Init>
) => Promise<Answer<Operation<P, M>, Init>>;

type Answer<O extends Record<string | number, unknown>, Init> = Extract<
  FetchResponse<O, Init, `${string}/${string}`>,
  { data: unknown }
>;

type Page = { data: unknown[]; nextCursor: string | null };
type BodyOf<O> = O extends { responses: { 200: { content: { 'application/json': infer Body } } } } ? Body : never;

/** The paths that answer a page of a list. */
export type ListPath = { [P in PathOf<'get'>]: BodyOf<paths[P]['get']> extends Page ? P : never }[PathOf<'get'>];
export type Row<P extends ListPath> = BodyOf<paths[P]['get']> extends { data: (infer R)[] } ? R : never;

/** What openapi-fetch gives, and every row of a list. */
export type Calls = {
  GET: Call<'get'>;
  POST: Call<'post'>;
  PUT: Call<'put'>;
  PATCH: Call<'patch'>;
  DELETE: Call<'delete'>;
  /** Every row of a list, in its order. The next page is fetched when its first row is asked for. */
  each: <P extends ListPath>(path: P, ...init: Given<MaybeOptionalInit<paths[P], 'get'>>) => AsyncGenerator<Row<P>>;
  /** Adds a function that sees each request, answer and error: https://openapi-ts.dev/openapi-fetch/middleware-auth */
  use: (...middleware: Middleware[]) => void;
};

export type FileInit = { params?: operations['planChange']['parameters']; signal?: AbortSignal };

export type Muster = Calls & {
  /** Plans the import of a file: its text, or its bytes, also those of a workbook. */
  planFile: (file: string | Blob | Uint8Array, init?: FileInit) => Promise<{ data: Change; response: Response }>;
};

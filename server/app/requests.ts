import type { FastifyRequest } from 'fastify';
import type { Config } from '../kernel/config.ts';
import { isOwnHost } from '../kernel/own-host.ts';
import { Problem } from '../kernel/problem.ts';
import type { App } from '../kernel/route.ts';
import { escapePointer } from './errors.ts';

/** What holds for every request before a route sees it. */
export function readRequests(app: App): void {
  const json = app.getDefaultJsonParser('error', 'error');
  app.removeContentTypeParser(['application/json', 'text/plain']);
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    // Many clients name the type with every request, also with one that has nothing to say.
    if (body === '') done(null, undefined);
    else json(request, body.toString(), done);
  });
  // A route that takes a file reads it as it comes; nothing here may hold it whole.
  app.addContentTypeParser('text/csv', (_request, payload, done) => done(null, payload));
  app.addHook('preValidation', async (request) => refuseUnkeepable(request));
}

function refuseUnkeepable(request: FastifyRequest): void {
  const errors: { pointer: string; detail: string }[] = [];
  const query: unknown = request.query;
  for (const [name, value] of Object.entries(query ?? {})) {
    if (Array.isArray(value))
      errors.push({ pointer: `/${escapePointer(name)}`, detail: 'This parameter is taken once.' });
  }
  // A file is not looked into here.
  const isFile = request.headers['content-type']?.startsWith('text/csv') ?? false;
  for (const part of [request.params, request.query, isFile ? null : request.body]) findUnkeepable(part, '', errors);
  if (errors.length > 0) throw new Problem('invalid_request', { errors });
}

/** NUL and half characters (lone surrogates) can be kept by no database: better refused than changed in silence. */
function findUnkeepable(value: unknown, pointer: string, errors: { pointer: string; detail: string }[]): void {
  if (typeof value === 'string') {
    if (value.includes('\0') || !value.isWellFormed())
      errors.push({ pointer, detail: 'This holds characters that cannot be kept.' });
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value)) findUnkeepable(item, `${pointer}/${escapePointer(key)}`, errors);
  }
}

/**
 * Refuses requests that change something and that a browser sent on behalf of another site. Browsers say where a request comes
 * from and pages cannot forge it; programs say nothing, and carry no cookie that a person did not give them.
 */
export function refuseCrossSite(config: Config, request: FastifyRequest): void {
  if (['GET', 'HEAD', 'OPTIONS'].includes(request.method)) return;
  const site = request.headers['sec-fetch-site'];
  if (site === 'same-origin' || site === 'none') return;
  const origin = request.headers.origin;
  if (origin === undefined && site === undefined) return;
  if (origin === undefined || !isOwnOrigin(config, origin)) throw new Problem('cross_site');
}

function isOwnOrigin(config: Config, origin: string): boolean {
  return URL.canParse(origin) && isOwnHost(config, new URL(origin).host) && new URL(origin).origin === origin;
}

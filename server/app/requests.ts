import { Readable } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { isOwnOrigin } from '../http/own-host.ts';
import type { App } from '../http/route.ts';
import type { Config } from '../kernel/config.ts';
import { bounds } from '../kernel/limits.ts';
import { Problem } from '../kernel/problem.ts';
import { escapePointer, type Flaw, invalid } from './errors.ts';

/** Rules for every request, checked before its route runs. */
export function readRequests(app: App): void {
  const json = app.getDefaultJsonParser('error', 'error');
  app.removeContentTypeParser(['application/json', 'text/plain']);
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    // Many clients send the type with every request, also with an empty body.
    if (body.length === 0) return done(null, undefined);
    const text = decoded(body);
    if (text === null) done(invalid([{ pointer: '', detail: 'This is not UTF-8.' }]));
    else json(request, text, done);
  });
  // A route that takes a file reads it as a stream. Nothing here may hold it whole.
  app.addContentTypeParser('text/csv', (request, payload, done) => {
    if (request.is404) done(null, undefined);
    else if (takesFile.safeParse(request.routeOptions.schema?.body).success) done(null, payload);
    else done(new Problem('unsupported_media_type', { expected: 'application/json' }));
  });
  app.addHook('onRequest', async ({ headers, raw }) => {
    if (headers.host === undefined && raw.httpVersion === '1.1')
      throw invalid([{ pointer: '', detail: 'The Host header is missing.' }]);
  });
  app.addHook('preValidation', async (request) => refuseUnkeepable(request));
}

const takesFile = z.object({ content: z.object({ 'text/csv': z.unknown() }) });

/** Refuses broken UTF-8, because replacing characters would lose text silently. Skips a byte order mark. */
function decoded(body: Buffer | string): string | null {
  try {
    return typeof body === 'string' ? body : new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    return null;
  }
}

function refuseUnkeepable(request: FastifyRequest): void {
  const errors: Flaw[] = [];
  const query: unknown = request.query;
  const { config, schema } = request.routeOptions;
  // Pages of the console read their query in the browser.
  const isRead = schema?.querystring !== undefined;
  for (const [name, value] of Object.entries(query ?? {})) {
    if (isRead && Array.isArray(value) && !config.severalTimes?.includes(name))
      errors.push({ pointer: `/${escapePointer(name)}`, detail: 'This parameter is taken once.' });
  }
  // A file is not checked here.
  const body = request.body instanceof Readable ? null : request.body;
  for (const part of [request.params, request.query, body]) findUnkeepable(part, errors);
  if (errors.length > 0) throw invalid(errors);
}

type Found = { value: unknown; key: string; within: Found | null; depth: number };

/**
 * Finds NUL and lone surrogates, which no database can store: refusing is better than changing text silently. No route takes deeply nested
 * values. The walk uses a list instead of recursion, which would overflow the stack.
 */
function findUnkeepable(part: unknown, errors: Flaw[]): void {
  const ahead: Found[] = [{ value: part, key: '', within: null, depth: 0 }];
  for (let found = ahead.pop(); found !== undefined && errors.length < bounds.errorsMax; found = ahead.pop()) {
    const { value, depth } = found;
    if (typeof value === 'string') {
      if (value.includes('\0') || !value.isWellFormed())
        errors.push({ pointer: pointerOf(found), detail: 'This holds characters that cannot be kept.' });
    } else if (typeof value === 'object' && value !== null) {
      if (depth === bounds.jsonDepthMax) {
        errors.push({ pointer: '', detail: `This is nested deeper than ${bounds.jsonDepthMax} levels.` });
        return;
      }
      for (const [key, item] of Object.entries(value)) {
        if (typeof item === 'string' || typeof item === 'object')
          ahead.push({ value: item, key, within: found, depth: depth + 1 });
        if (!key.isWellFormed() || key.includes('\0'))
          errors.push({ pointer: pointerOf(found), detail: 'A name in this holds characters that cannot be kept.' });
      }
    }
  }
}

function pointerOf(found: Found): string {
  const keys: string[] = [];
  for (let at = found; at.within !== null; at = at.within) keys.push(`/${escapePointer(at.key)}`);
  return keys.reverse().join('');
}

/**
 * Refuses requests that change something and that a browser sent on behalf of another site. Browsers name the origin, and pages cannot
 * forge it. Programs send none, and carry only cookies that a person gave them. No browser adds a key by itself, so keys need no check.
 */
export function refuseCrossSite(config: Config, request: FastifyRequest): void {
  if (['GET', 'HEAD', 'OPTIONS'].includes(request.method)) return;
  if (request.caller?.actor.kind === 'apiKey') return;
  const site = request.headers['sec-fetch-site'];
  if (site === 'same-origin' || site === 'none') return;
  const origin = request.headers.origin;
  if (origin === undefined && site === undefined) return;
  if (origin === undefined || !isOwnOrigin(config, origin)) throw new Problem('cross_site');
}

import type { FastifyContextConfig } from 'fastify';
import { isProblemCode, type ProblemCode } from '../kernel/problem.ts';

/** Codes that any operation may answer: the request did not arrive whole, its API key does not work, or the server cannot serve it. */
export const generalProblems = [
  'key_unknown',
  'key_revoked',
  'key_expired',
  'key_stopped',
  'key_in_query',
  'key_address',
  'not_for_keys',
  'key_and_session',
  'too_slow',
  'expectation_failed',
  'headers_too_large',
  'internal',
  'database_unavailable',
  'rows_busy',
  'took_too_long',
  'account_busy',
  'outcome_unknown',
  'busy',
] as const satisfies readonly ProblemCode[];

/** The parts of a route that determine its possible errors. */
export type Answering = {
  method: string | string[];
  config?: FastifyContextConfig;
  schema?: { querystring?: unknown } | undefined;
};

/**
 * The codes that a route may answer because of the request: those it names (config.problems), and those that follow from its
 * method, its access and its parameters. openapi.json lists them, and the error path checks that no other is answered.
 */
export function problemsOf({ method, config = {}, schema }: Answering): ProblemCode[] {
  const { access = 'public', problems = [], idempotencyKey = false, dryRun = false, ifMatch = false } = config;
  const isRead = [method].flat().every((name) => name === 'GET' || name === 'HEAD');
  const needsPermission = !['public', 'session', 'caller'].includes(String(access));
  return [
    'invalid_request',
    ...(takesCursor(schema?.querystring) ? (['invalid_cursor'] as const) : []),
    ...(access === 'public' ? [] : (['not_signed_in'] as const)),
    ...(needsPermission ? (['forbidden'] as const) : []),
    ...(isRead ? [] : (['cross_site', 'too_large', 'unsupported_media_type'] as const)),
    ...(idempotencyKey ? (['idempotency_key_reused', 'forbidden'] as const) : []),
    // Work of one transaction makes a repeat wait for it.
    ...(idempotencyKey && !dryRun ? (['idempotency_key_busy'] as const) : []),
    ...(ifMatch ? (['changed_meanwhile'] as const) : []),
    'too_many_requests',
    ...problems,
  ];
}

export function mayAnswer(route: Answering, code: string): boolean {
  const codes: readonly ProblemCode[] = [...problemsOf(route), ...generalProblems];
  return isProblemCode(code) && codes.includes(code);
}

function takesCursor(querystring: unknown): boolean {
  return typeof querystring === 'object' && querystring !== null && 'shape' in querystring
    ? ['cursor', 'after'].some((name) => Object.hasOwn(Object(querystring.shape), name))
    : false;
}

import type { FastifyRequest } from 'fastify';
import { caller } from '../../http/route.ts';
import { Problem } from '../../kernel/problem.ts';
import type { Tools } from '../../tools.ts';
import { findKey } from '../keys/find-key.ts';
import { holdsKey } from '../keys/key.ts';
import { permissionNames } from '../rules/permissions.ts';
import { hasSessionCookie, sessionToken } from '../sessions/cookie.ts';
import { findSession } from '../sessions/find-session.ts';

/** Does a route name who may call it: anyone (public), any session, any caller, or holders of one of some permissions? */
export function isAccess(named: string | readonly string[] | undefined): boolean {
  const names: readonly string[] = permissionNames;
  if (typeof named === 'string') return ['public', 'session', 'caller'].includes(named) || names.includes(named);
  return named !== undefined && named.length > 0 && named.every((name) => names.includes(name));
}

/**
 * Finds the caller of a request, by an API key or by a session.
 * @throws key_in_query (401), key_and_session (400), and as findKey
 */
export async function authenticate(tools: Tools, request: FastifyRequest): Promise<void> {
  if (Object.values(Object(request.query)).some((value) => [value].flat().some((one) => holdsKey(String(one)))))
    throw new Problem('key_in_query');
  const key = bearerOf(request);
  if (key !== null) {
    // A page of another site that makes a browser send both would act as the person.
    if (hasSessionCookie(tools, request)) throw new Problem('key_and_session');
    request.caller = await findKey(tools, request, key);
    return;
  }
  const token = sessionToken(tools, request);
  request.caller = token === null ? null : await findSession(tools.database, token);
}

/** The token of a bearer request (RFC 6750), or null if the request brings no credentials. @throws key_unknown (401) for other credentials */
function bearerOf({ headers: { authorization } }: FastifyRequest): string | null {
  if (authorization === undefined) return null;
  const [, token] = /^bearer +(\S+) *$/i.exec(authorization) ?? [];
  if (token === undefined) throw new Problem('key_unknown');
  return token;
}

/** @throws Problem not_signed_in (401), forbidden, not_for_keys (403) */
export function checkAccess(request: FastifyRequest): void {
  const { access, notForKeys = false } = request.routeOptions.config;
  const isForPeople = notForKeys || access === 'session';
  if (request.caller?.actor.kind === 'apiKey' && isForPeople) throw new Problem('not_for_keys');
  if (access === 'public') return;
  const { permissions, session, actor } = caller(request);
  const needed = typeof access === 'string' ? [access] : (access ?? []);
  const allowed =
    access === 'caller' || (access === 'session' ? session !== null : needed.some((name) => permissions.has(name)));
  if (allowed) return;
  throw actor.kind === 'apiKey'
    ? new Problem('forbidden', { why: `: the key lacks ${needed.join(' or ')}` })
    : new Problem('forbidden');
}

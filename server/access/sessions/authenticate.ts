import type { FastifyRequest } from 'fastify';
import { caller } from '../../http/route.ts';
import { Problem } from '../../kernel/problem.ts';
import type { Tools } from '../../tools.ts';
import { permissionNames } from '../rules/permissions.ts';
import { sessionToken } from './cookie.ts';
import { findSession } from './session-memory.ts';

/** Does a route name who may call it: anyone (public), any session, any caller, or holders of one of some permissions? */
export function isAccess(named: string | readonly string[] | undefined): boolean {
  const names: readonly string[] = permissionNames;
  if (typeof named === 'string') return ['public', 'session', 'caller'].includes(named) || names.includes(named);
  return named !== undefined && named.length > 0 && named.every((name) => names.includes(name));
}

export async function authenticate(tools: Tools, request: FastifyRequest): Promise<void> {
  const token = sessionToken(tools, request);
  request.caller = token === null ? null : await findSession(tools.database, token);
}

/** @throws Problem not_signed_in (401), forbidden (403) */
export function checkAccess(request: FastifyRequest): void {
  const access = request.routeOptions.config.access;
  if (access === 'public') return;
  const { permissions, session } = caller(request);
  const needed = typeof access === 'string' ? [access] : (access ?? []);
  const allowed =
    access === 'caller' || (access === 'session' ? session !== null : needed.some((name) => permissions.has(name)));
  if (!allowed) throw new Problem('forbidden');
}

import type { FastifyRequest } from 'fastify';
import { signedIn } from '../../http/route.ts';
import { Problem } from '../../kernel/problem.ts';
import type { Tools } from '../../tools.ts';
import { holds, type Right, rightNames } from '../rules/permissions.ts';
import { sessionToken } from './cookie.ts';
import { findSession } from './session-memory.ts';

/** Who may call a route: anyone, any signed-in user, or holders of a right. */
type Access = 'public' | 'session' | Right;

export function isAccess(named: string | undefined): named is Access {
  return named !== undefined && ['public', 'session', ...rightNames].includes(named);
}

export async function authenticate(tools: Tools, request: FastifyRequest): Promise<void> {
  const token = sessionToken(tools, request);
  request.signedIn = token === null ? null : await findSession(tools.database, token);
}

/** @throws Problem not_signed_in (401), forbidden (403) */
export function checkAccess(request: FastifyRequest): void {
  const access = request.routeOptions.config.access;
  if (access === 'public') return;
  const { actor } = signedIn(request);
  const right = rightNames.find((name) => name === access);
  if (access !== 'session' && (right === undefined || !holds(actor.role, right))) throw new Problem('forbidden');
}

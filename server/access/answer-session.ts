import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Kernel } from '../kernel/route.ts';
import { cameFrom, sessionToken, setSessionCookie } from './cookie.ts';
import type { Session } from './session.ts';
import type { From, Started } from './start-session.ts';

/** Where a session is started from, and which one of this browser it replaces. */
export function whereFrom({ config }: Pick<Kernel, 'config'>, request: FastifyRequest): From {
  return { ...cameFrom(request), replaces: sessionToken(config, request) };
}

/** Puts the new session's token into the cookie; what is left is the answer. */
export function giveSession(
  { config }: Pick<Kernel, 'config'>,
  reply: FastifyReply,
  { token, session }: Started,
): Session {
  setSessionCookie(config, reply, token);
  return session;
}

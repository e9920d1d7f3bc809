import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Tools } from '../../tools.ts';
import { cameFrom, devicesOf, sessionToken, setDeviceCookie, setSessionCookie } from './cookie.ts';
import type { Session } from './session.ts';
import type { From, Started } from './start-session.ts';

type Keys = Pick<Tools, 'config' | 'signer'>;

/** Where a request comes from: its browser, its network, and the session that a new one replaces. */
export function whereFrom(keys: Keys, request: FastifyRequest): From {
  return { ...cameFrom(request), replaces: sessionToken(keys, request), devices: devicesOf(keys, request) };
}

/** Sets the cookies of the new session and, if it is new, of the browser. Returns the answer. */
export function giveSession(
  keys: Keys,
  request: FastifyRequest,
  reply: FastifyReply,
  { token, device, session }: Started,
): Session {
  setSessionCookie(keys, reply, token);
  if (device) setDeviceCookie(keys, request, reply, device);
  return session;
}

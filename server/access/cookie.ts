import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Config } from '../kernel/config.ts';
import { oneLine } from '../kernel/mail.ts';
import { absoluteDays } from './session-memory.ts';

/** The __Host- prefix binds the cookie to this host over https; browsers refuse the name over http. */
function cookieName(config: Config): string {
  return isHttps(config) ? '__Host-muster' : 'muster';
}

export function isHttps(config: Config): boolean {
  return config.publicUrl.startsWith('https:');
}

export function sessionToken(config: Config, request: FastifyRequest): string | null {
  return request.cookies[cookieName(config)] ?? null;
}

export function setSessionCookie(config: Config, reply: FastifyReply, token: string): void {
  reply.setCookie(cookieName(config), token, { ...attributes(config), maxAge: absoluteDays * 86_400 });
}

export function clearSessionCookie(config: Config, reply: FastifyReply): void {
  reply.clearCookie(cookieName(config), attributes(config));
}

function attributes(config: Config) {
  return { path: '/', httpOnly: true, sameSite: 'lax', secure: isHttps(config) } as const;
}

/** From where a session was started, as its owner sees it in the list of sessions. */
export type CameFrom = { userAgent: string; ip: string };

export function cameFrom(request: FastifyRequest): CameFrom {
  return { userAgent: oneLine(request.headers['user-agent'] ?? '', 300), ip: request.ip };
}

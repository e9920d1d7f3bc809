import type { FastifyReply, FastifyRequest } from 'fastify';
import { idFromBytes, idToBytes } from '../../kernel/ids.ts';
import { plainAddress } from '../../kernel/network.ts';
import { hashToken } from '../../kernel/secrets.ts';
import { oneLine } from '../../mail/mail.ts';
import type { Tools } from '../../tools.ts';
import { absoluteDays } from './find-session.ts';

type Keys = Pick<Tools, 'config' | 'signer'>;

const tokenBytes = 32;
const idBytes = 16;
/** Browsers keep a cookie no longer than this (RFC 6265bis). */
const deviceDays = 400;
/** Sign-ins that one browser remembers, the newest first. */
const devicesMax = 5;

export function isHttps({ publicUrl }: Tools['config']): boolean {
  return publicUrl.startsWith('https:');
}

/** The __Host- prefix binds a cookie to this host over https; browsers refuse the name over http. */
function cookieName(keys: Keys, name: 'muster' | 'muster-device'): string {
  return isHttps(keys.config) ? `__Host-${name}` : name;
}

function attributes({ config }: Keys) {
  return { path: '/', httpOnly: true, sameSite: 'lax', secure: isHttps(config) } as const;
}

/** The session token of a request. The cookie is signed with the server's key, so a forged cookie costs no query. */
export function sessionToken(keys: Keys, request: FastifyRequest): string | null {
  const signed = request.cookies[cookieName(keys, 'muster')];
  if (signed === undefined) return null;
  return keys.signer.verify('session', signed, tokenBytes)?.toString('base64url') ?? null;
}

/** Does the request carry a session cookie of ours, whether it is valid or not? */
export function hasSessionCookie(keys: Keys, request: FastifyRequest): boolean {
  return request.cookies[cookieName(keys, 'muster')] !== undefined;
}

export function setSessionCookie(keys: Keys, reply: FastifyReply, token: string): void {
  const signed = keys.signer.sign('session', Buffer.from(token, 'base64url'));
  reply.setCookie(cookieName(keys, 'muster'), signed, { ...attributes(keys), maxAge: absoluteDays * 86_400 });
}

export function clearSessionCookie(keys: Keys, reply: FastifyReply): void {
  reply.clearCookie(cookieName(keys, 'muster'), attributes(keys));
}

/** A browser in which a sign-in was used. It is not a factor; it only has a budget of tries of its own. */
export type Device = { identityId: string; tokenHash: Buffer };

/** The sign-ins used in this browser, the newest first. Only the database knows whether they are still valid. */
export function devicesOf(keys: Keys, request: FastifyRequest): Device[] {
  return readDevices(keys, request).map(({ identityId, token }) => ({ identityId, tokenHash: hashToken(token) }));
}

/** Adds a sign-in to those that this browser remembers, and replaces an older token of the same sign-in. */
export function setDeviceCookie(keys: Keys, request: FastifyRequest, reply: FastifyReply, added: DeviceToken): void {
  const others = readDevices(keys, request).filter(({ identityId }) => identityId !== added.identityId);
  const signed = [added, ...others].slice(0, devicesMax).map(({ identityId, token }) => {
    return keys.signer.sign('device', Buffer.concat([idToBytes(identityId), Buffer.from(token, 'base64url')]));
  });
  const maxAge = deviceDays * 86_400;
  reply.setCookie(cookieName(keys, 'muster-device'), signed.join('.'), { ...attributes(keys), maxAge });
}

type DeviceToken = { identityId: string; token: string };

function readDevices(keys: Keys, request: FastifyRequest): DeviceToken[] {
  const signed = (request.cookies[cookieName(keys, 'muster-device')] ?? '').split('.', devicesMax);
  return signed.flatMap((one) => {
    const payload = keys.signer.verify('device', one, idBytes + tokenBytes);
    if (!payload) return [];
    return [{ identityId: idFromBytes(payload.subarray(0, idBytes)), token: payload.toString('base64url', idBytes) }];
  });
}

/** Where a session was started, as its owner sees it in the list of sessions. */
export type CameFrom = { userAgent: string; ip: string };

export function cameFrom(request: FastifyRequest): CameFrom {
  return { userAgent: oneLine(request.headers['user-agent'] ?? '', 300), ip: plainAddress(request.ip) };
}

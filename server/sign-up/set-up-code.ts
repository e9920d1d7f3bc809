import { timingSafeEqual } from 'node:crypto';
import type { Signer } from '../kernel/secrets.ts';

/**
 * Lets readers of the log make the first account of a server that others can reach. Made from the server's key, so that several servers
 * print and accept the same code.
 */
export function setUpCode(signer: Signer): string {
  const letters = signer
    .sign('set-up code', Buffer.alloc(0))
    .replace(/[^A-Za-z0-9]/g, '')
    .toUpperCase();
  return `${letters.slice(0, 4)}-${letters.slice(4, 8)}-${letters.slice(8, 12)}`;
}

export function isSetUpCode(signer: Signer, given: string | undefined): boolean {
  const expected = Buffer.from(setUpCode(signer));
  const typed = Buffer.from((given ?? '').trim().toUpperCase());
  return typed.length === expected.length && timingSafeEqual(typed, expected);
}

import { randomBytes } from 'node:crypto';
import { hashToken } from '../../kernel/secrets.ts';

/** How every API key begins, so that people and scanners of leaked secrets know one. */
const mark = 'mst_';
const pattern = /mst_[A-Za-z0-9_-]{43}/;
const prefixLength = 8;

/** A new key of 256 random bits; its prefix, by which people tell keys apart; and the hash to store. */
export function newKey(): { key: string; prefix: string; hash: Buffer } {
  const key = mark + randomBytes(32).toString('base64url');
  return { key, prefix: key.slice(0, prefixLength), hash: hashToken(key) };
}

export function isKey(text: string): boolean {
  return text.length === mark.length + 43 && pattern.test(text);
}

/** Does the text hold a key? */
export function holdsKey(text: string): boolean {
  return pattern.test(text);
}

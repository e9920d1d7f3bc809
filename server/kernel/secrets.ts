import { createHash, createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StartError } from './config.ts';

/** The server's key, from MUSTER_SECRET or made once in the data folder with mode 0600. */
export function serverKey(secret: string | null, dataFolder: string): Buffer {
  if (secret) return createHash('sha256').update(secret).digest();
  const file = join(dataFolder, 'server.key');
  try {
    mkdirSync(dataFolder, { recursive: true });
    writeFileSync(file, `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) {
      throw new StartError(`The server’s key cannot be written to ${file}: ${String(error)}.`);
    }
  }
  const kept = readFileSync(file, 'utf8').trim();
  if (kept.length < 32) throw new StartError(`${file} does not hold a server’s key; restore it from a backup.`);
  return createHash('sha256').update(kept).digest();
}

/** Keyed codes for links: what a link names, sealed with the server's key for one purpose. */
export class Seals {
  readonly #key: Buffer;
  constructor(key: Buffer) {
    this.#key = Buffer.from(hkdfSync('sha256', key, '', 'muster links', 32));
  }

  /** A token in base64url: the payload and 20 bytes that only this server's key can make. */
  seal(purpose: string, payload: Buffer): string {
    return Buffer.concat([payload, this.#mac(purpose, payload)]).toString('base64url');
  }

  /** The payload, or null when the token was not sealed here for this purpose. */
  open(purpose: string, token: string, payloadBytes: number): Buffer | null {
    if (!/^[A-Za-z0-9_-]{20,200}$/.test(token)) return null;
    const bytes = Buffer.from(token, 'base64url');
    if (bytes.length !== payloadBytes + 20 || bytes.toString('base64url') !== token) return null;
    const payload = bytes.subarray(0, payloadBytes);
    return timingSafeEqual(bytes.subarray(payloadBytes), this.#mac(purpose, payload)) ? payload : null;
  }

  #mac(purpose: string, payload: Buffer): Buffer {
    return createHmac('sha256', this.#key).update(purpose).update('\0').update(payload).digest().subarray(0, 20);
  }
}

/** 256 random bits for a session or key, and what is kept of it. */
export function newToken(): { token: string; hash: Buffer } {
  const token = randomBytes(32).toString('base64url');
  return { token, hash: hashToken(token) };
}

export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

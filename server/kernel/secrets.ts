import { createHash, createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Config, StartError } from './config.ts';

/** The server's keys. The first signs and encrypts; the others still verify and decrypt. */
export type ServerKeys = [Buffer, ...Buffer[]];

/** The server's keys, from MUSTER_SECRET, or from a file created once in the data folder with mode 0600. */
export function serverKeys(secrets: Config['secrets'], dataFolder: string): ServerKeys {
  const [first, ...earlier] = secrets ?? [keptSecret(join(dataFolder, 'server.key'))];
  return [keyOf(first), ...earlier.map(keyOf)];
}

function keyOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}

function keptSecret(file: string): string {
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) {
      throw new StartError(`The server’s key cannot be written to ${file}: ${String(error)}.`);
    }
  }
  const kept = readFileSync(file, 'utf8').trim();
  if (kept.length < 32) throw new StartError(`${file} does not hold a server’s key; restore it from a backup.`);
  return kept;
}

/** Signs the content of a link or cookie with the server's key, for one purpose (HMAC-SHA-256). Earlier keys still verify. */
export class Signer {
  readonly #current: Buffer;
  readonly #keys: Buffer[];
  constructor([first, ...earlier]: ServerKeys) {
    this.#current = linkKey(first);
    this.#keys = [this.#current, ...earlier.map(linkKey)];
  }

  /** A token in base64url: the payload and 20 bytes that only this server's keys can make. */
  sign(purpose: string, payload: Buffer): string {
    return Buffer.concat([payload, macOf(this.#current, purpose, payload)]).toString('base64url');
  }

  /** The payload, or null if this server did not sign the token for this purpose. */
  verify(purpose: string, token: string, payloadBytes: number): Buffer | null {
    if (!/^[A-Za-z0-9_-]{20,200}$/.test(token)) return null;
    const bytes = Buffer.from(token, 'base64url');
    if (bytes.length !== payloadBytes + 20 || bytes.toString('base64url') !== token) return null;
    const payload = bytes.subarray(0, payloadBytes);
    const mac = bytes.subarray(payloadBytes);
    return this.#keys.some((key) => timingSafeEqual(mac, macOf(key, purpose, payload))) ? payload : null;
  }
}

function linkKey(key: Buffer): Buffer {
  return Buffer.from(hkdfSync('sha256', key, '', 'muster links', 32));
}

function macOf(key: Buffer, purpose: string, payload: Buffer): Buffer {
  return createHmac('sha256', key).update(purpose).update('\0').update(payload).digest().subarray(0, 20);
}

/** 256 random bits for a session or key, and the hash to store. */
export function newToken(): { token: string; hash: Buffer } {
  const token = randomBytes(32).toString('base64url');
  return { token, hash: hashToken(token) };
}

export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

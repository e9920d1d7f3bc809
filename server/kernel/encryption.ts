import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import type { ServerKeys } from './secrets.ts';

/** The version of the format, the first byte of a ciphertext. */
const version = 1;
const keyIdBytes = 8;
const ivBytes = 12;
const tagBytes = 16;
const headBytes = 1 + keyIdBytes + ivBytes + tagBytes;

/** A stored secret that cannot be read back, with a sentence for the operator. */
export class UnreadableSecret extends Error {}

/** Where a secret is stored: its purpose, and the identity of its row, such as the account's id and its own id. */
export type SecretPlace = { purpose: string; row: string[] };

/**
 * Encrypts secrets that must be read back, such as the client secret of an identity provider. AES-256-GCM with a key for each purpose,
 * derived from the server's key. The place is authenticated too: a ciphertext moved to another row cannot be read. The first of the
 * server's keys encrypts; each of them decrypts.
 */
export class Encryption {
  readonly #keys: Map<string, Buffer>;
  readonly #current: [id: string, key: Buffer];

  constructor([first, ...earlier]: ServerKeys) {
    this.#current = [idOf(first), first];
    this.#keys = new Map([...earlier.map((key): [string, Buffer] => [idOf(key), key]), this.#current]);
  }

  encrypt(place: SecretPlace, secret: string): Buffer {
    const [keyId, key] = this.#current;
    const iv = randomBytes(ivBytes);
    const head = Buffer.concat([Buffer.of(version), Buffer.from(keyId, 'hex')]);
    const cipher = createCipheriv('aes-256-gcm', keyFor(key, place), iv, { authTagLength: tagBytes });
    cipher.setAAD(authenticated(head, place));
    const text = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
    return Buffer.concat([head, iv, cipher.getAuthTag(), text]);
  }

  /** @throws UnreadableSecret */
  decrypt(place: SecretPlace, stored: Buffer): string {
    if (stored.length < headBytes || stored[0] !== version)
      throw new UnreadableSecret(`A stored secret (${place.purpose}) has an unknown form.`);
    const [head, iv, tag, text] = cut(stored, [1 + keyIdBytes, ivBytes, tagBytes]);
    const keyId = keyIdOf(stored);
    const key = this.#keys.get(keyId);
    if (!key)
      throw new UnreadableSecret(
        `A stored secret (${place.purpose}) was encrypted with the server’s key ${keyId}, which this server does not have. Add that key to MUSTER_SECRET.`,
      );
    try {
      const decipher = createDecipheriv('aes-256-gcm', keyFor(key, place), iv, { authTagLength: tagBytes });
      decipher.setAAD(authenticated(head, place));
      decipher.setAuthTag(tag);
      return Buffer.concat([decipher.update(text), decipher.final()]).toString('utf8');
    } catch (error) {
      throw new UnreadableSecret(`A stored secret (${place.purpose}) was changed, or belongs to another row.`, {
        cause: error,
      });
    }
  }

  /** False if an earlier key encrypted it. Encrypt it again to be rid of that key. */
  isCurrent(stored: Buffer): boolean {
    return stored[0] === version && keyIdOf(stored) === this.#current[0];
  }
}

/** Identifies the key and reveals nothing about it. */
function idOf(key: Buffer): string {
  return Buffer.from(hkdfSync('sha256', key, '', 'muster key id', keyIdBytes)).toString('hex');
}

function keyIdOf(stored: Buffer): string {
  return stored.subarray(1, 1 + keyIdBytes).toString('hex');
}

function keyFor(key: Buffer, { purpose }: SecretPlace): Buffer {
  return Buffer.from(hkdfSync('sha256', key, '', `muster encryption ${purpose}`, 32));
}

/** JSON, so that different places never give the same bytes. */
function authenticated(head: Buffer, { purpose, row }: SecretPlace): Buffer {
  return Buffer.concat([head, Buffer.from(JSON.stringify([purpose, ...row]))]);
}

function cut(bytes: Buffer, [head, iv, tag]: [number, number, number]): [Buffer, Buffer, Buffer, Buffer] {
  const [afterHead, afterIv] = [head, head + iv];
  const afterTag = afterIv + tag;
  return [
    bytes.subarray(0, afterHead),
    bytes.subarray(afterHead, afterIv),
    bytes.subarray(afterIv, afterTag),
    bytes.subarray(afterTag),
  ];
}

import { randomBytes } from 'node:crypto';
import type { Encryption, SecretPlace } from '../kernel/encryption.ts';

const place = (accountId: string, id: string): SecretPlace => ({ purpose: 'webhook secret', row: [accountId, id] });

type Of = { accountId: string; id: string };

/** A new secret of 256 random bits, and what is stored of it. */
export function newSecret(encryption: Encryption, { accountId, id }: Of): { secret: string; stored: Buffer } {
  const secret = `whsec_${randomBytes(32).toString('base64')}`;
  return { secret, stored: encryption.encrypt(place(accountId, id), secret) };
}

export function readSecret(encryption: Encryption, { accountId, id }: Of, stored: Buffer): string {
  return encryption.decrypt(place(accountId, id), stored);
}

import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { Encryption, UnreadableSecret } from './encryption.ts';

const [older, newer, foreign] = [randomBytes(32), randomBytes(32), randomBytes(32)];
const place = { purpose: 'webhook secret', row: ['account 1', 'webhook 1'] };
const secret = 'whsec_Grüße';

const unreadable = (words: RegExp) => (error: unknown) =>
  error instanceof UnreadableSecret && words.test(error.message);

test('an encrypted secret is read back, and its ciphertext holds nothing of it and is another each time', () => {
  const encryption = new Encryption([older]);
  const [one, two] = [encryption.encrypt(place, secret), encryption.encrypt(place, secret)];
  assert.equal(encryption.decrypt(place, one), secret);
  assert.equal(encryption.decrypt(place, two), secret);
  assert.equal(one.includes('whsec'), false);
  assert.notDeepEqual(one, two);
});

test('a ciphertext that was moved to another row, account or purpose is refused', () => {
  const encryption = new Encryption([older]);
  const stored = encryption.encrypt(place, secret);
  const elsewhere = [
    { ...place, row: ['account 1', 'webhook 2'] },
    { ...place, row: ['account 2', 'webhook 1'] },
    { ...place, row: ['account 1webhook 1'] },
    { ...place, purpose: 'client secret' },
  ];
  for (const other of elsewhere)
    assert.throws(() => encryption.decrypt(other, stored), unreadable(/was changed, or belongs to another row/));
});

test('a ciphertext of which any byte was changed is refused', () => {
  const encryption = new Encryption([older]);
  const stored = encryption.encrypt(place, secret);
  for (const at of stored.keys()) {
    const changed = Buffer.from(stored);
    changed.writeUInt8(changed.readUInt8(at) ^ 1, at);
    assert.throws(() => encryption.decrypt(place, changed), UnreadableSecret, `byte ${at}`);
  }
  for (const length of stored.keys())
    assert.throws(() => encryption.decrypt(place, stored.subarray(0, length)), UnreadableSecret, `${length} bytes`);
});

test('after a rotation the first key encrypts and the earlier one still decrypts', () => {
  const before = new Encryption([older]);
  const rotated = new Encryption([newer, older]);
  const stored = before.encrypt(place, secret);
  assert.equal(rotated.decrypt(place, stored), secret);
  assert.equal(rotated.isCurrent(stored), false);
  const anew = rotated.encrypt(place, secret);
  assert.equal(rotated.isCurrent(anew), true);
  assert.equal(new Encryption([newer]).decrypt(place, anew), secret);
  assert.throws(() => before.decrypt(place, anew), UnreadableSecret);
});

test('a server without the key says which key is missing and where to add it', () => {
  const stored = new Encryption([older]).encrypt(place, secret);
  assert.throws(
    () => new Encryption([foreign]).decrypt(place, stored),
    unreadable(
      /webhook secret.* the server’s key [0-9a-f]{16}, which this server does not have\. Add that key to MUSTER_SECRET\./,
    ),
  );
});

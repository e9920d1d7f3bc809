import assert from 'node:assert/strict';
import { type IncomingHttpHeaders, request } from 'node:http';
import { test } from 'node:test';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { startTestApp } from '../testing/app.ts';
import type { Client } from '../testing/client.ts';
import { freshAccount } from '../testing/fresh-account.ts';
import { addPeople } from '../testing/people.ts';

const app = await startTestApp();

/** An answer as it is on the wire. */
function raw(
  by: Client,
  path: string,
  { accept, method = 'GET' }: { accept?: string; method?: string } = {},
): Promise<{ headers: IncomingHttpHeaders; bytes: Buffer }> {
  const cookie = [...by.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const headers = { cookie, ...(accept === undefined ? {} : { 'accept-encoding': accept }) };
  return new Promise((resolve, reject) => {
    const asking = request(by.url + path, { method, headers }, (answer) => {
      const pieces: Buffer[] = [];
      answer.on('data', (piece: Buffer) => pieces.push(piece));
      answer.on('end', () => resolve({ headers: answer.headers, bytes: Buffer.concat(pieces) }));
    });
    asking.on('error', reject);
    asking.end();
  });
}

test('an answer goes compressed to whoever asks for it, and only then', async () => {
  const { owner } = await freshAccount(app);
  // Keeps the people unchanged between the reads.
  await owner.patch('/v1/mail-queue', { paused: true });
  await addPeople(owner, 40);
  for (const path of ['/v1/users', '/v1/users.csv', '/openapi.json']) {
    const plain = await raw(owner, path);
    assert.equal(plain.headers['content-encoding'], undefined, path);
    const packed = await raw(owner, path, { accept: 'gzip, br' });
    assert.equal(packed.headers['content-encoding'], 'br', path);
    assert.match(packed.headers.vary ?? '', /accept-encoding/i);
    assert.ok(packed.bytes.length < plain.bytes.length / 2, path);
    assert.deepEqual(brotliDecompressSync(packed.bytes), plain.bytes, path);
    const other = await raw(owner, path, { accept: 'gzip' });
    assert.deepEqual(gunzipSync(other.bytes), plain.bytes, path);
  }
});

test('what is short, an event stream, and what holds a secret do not', async () => {
  const { owner } = await freshAccount(app);
  const { users, changeId } = await addPeople(owner, 1);
  for (const [path, method] of [
    ['/v1/account', 'GET'],
    [`/v1/changes/${changeId}/events`, 'GET'],
    [`/v1/users/${users[0]?.id}/invitation-link`, 'POST'],
    ['/v1/mailbox?limit=500', 'GET'],
  ] as const) {
    const { headers } = await raw(owner, path, { accept: 'gzip, br', method });
    assert.equal(headers['content-encoding'], undefined, path);
  }
});

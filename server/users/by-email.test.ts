import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startTestApp } from '../testing/app.ts';
import type { Client } from '../testing/client.ts';
import { freshAccount } from '../testing/fresh-account.ts';

const app = await startTestApp();
type Found = { found: { id: string; email: string; status: string }[]; missing: string[] };

async function byEmail(by: Client, emails: string[]): Promise<Found> {
  const { status, body } = await by.post<Found>('/v1/users/by-email', { emails });
  assert.equal(status, 200, JSON.stringify(body));
  return body;
}

async function add(by: Client, emails: string[]): Promise<string[]> {
  const { body } = await by.post<{ added: { id: string }[] }>('/v1/users', {
    users: emails.map((email) => ({ email })),
  });
  return body.added.map(({ id }) => id);
}

test('people are found by their addresses, however they are written, and the others are named', async () => {
  const { owner } = await freshAccount(app);
  const ids = await add(owner, ['Ann@by.test', 'bo@by.test', 'cy@bücher.test']);
  const asked = [
    ' ANN@by.test\u200b',
    'bo@by.test',
    'bo@BY.test',
    'cy@xn--bcher-kva.test',
    'dora@by.test',
    'no address',
  ];
  const { found, missing } = await byEmail(owner, asked);
  assert.deepEqual(found.map(({ id }) => id).sort(), ids.sort());
  assert.deepEqual(found.map(({ email, status }) => `${email} ${status}`).sort(), [
    'Ann@by.test pending',
    'bo@by.test pending',
    'cy@bücher.test pending',
  ]);
  assert.deepEqual(missing, ['dora@by.test', 'no address']);
});

test('people of another account and removed people are not found', async () => {
  const { owner } = await freshAccount(app);
  const other = await freshAccount(app);
  const [id] = await add(owner, ['ann@removed.test']);
  await owner.delete(`/v1/users/${id}`);
  await add(other.owner, ['bo@removed.test']);
  assert.deepEqual(await byEmail(owner, ['ann@removed.test', 'bo@removed.test']), {
    found: [],
    missing: ['ann@removed.test', 'bo@removed.test'],
  });
});

test('ten thousand addresses are asked at once, and not one more', async () => {
  const { owner } = await freshAccount(app);
  const emails = Array.from({ length: 10_000 }, (_, n) => `p${n}@many.test`);
  assert.equal((await byEmail(owner, emails)).missing.length, 10_000);
  const { status } = await owner.post('/v1/users/by-email', { emails: [...emails, 'one@more.test'] });
  assert.equal(status, 400);
});

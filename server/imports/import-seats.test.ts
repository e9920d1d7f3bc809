import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Change } from '../changes/engine/change.ts';
import type { ProblemAnswer } from '../testing/answers.ts';
import { startTestApp } from '../testing/app.ts';
import type { Client } from '../testing/client.ts';
import { freshAccount } from '../testing/fresh-account.ts';
import { applied, counts, planFile, refusals, userWith } from '../testing/imports.ts';
import { findViolations } from '../testing/invariants.ts';
import { addPeople } from '../testing/people.ts';

const app = await startTestApp();

async function buy(owner: Client, product: string, quantity: number): Promise<void> {
  assert.equal((await owner.put(`/v1/billing/subscriptions/${product}`, { quantity })).status, 200);
}

test('a shortage of seats stops the whole file, or is met as far as it goes', async () => {
  const { owner } = await freshAccount(app);
  await buy(owner, 'pro', 2);
  const change = await planFile(
    owner,
    'email,type\na@example.com,pro\nb@example.com,pro\nc@example.com,pro\nd@example.com,basic\n',
  );
  assert.deepEqual(change.plan?.seats, [{ product: 'pro', needed: 3, free: 2 }]);
  const { status, body } = await owner.post<ProblemAnswer & { plan: Change['plan'] }>(`/v1/changes/${change.id}/apply`);
  assert.deepEqual([status, body.code, body.plan?.create], [409, 'seats_short', 4]);
  assert.equal((await owner.get<{ data: unknown[] }>('/v1/users')).body.data.length, 1);
  const filled = await applied(owner, change, { overflow: 'fill' });
  assert.deepEqual(counts(filled), [3, 0, 0, 1]);
  assert.deepEqual(await refusals(owner, filled), [[4, 'seats_short']]);
});

test('seats that the file itself frees are there for its new people', async () => {
  const { owner } = await freshAccount(app);
  await buy(owner, 'pro', 1);
  const { users } = await addPeople(owner, 1, { type: 'pro' });
  const change = await planFile(owner, `email,type\naaa@example.com,pro\n${users[0]?.email},basic\n`);
  assert.deepEqual(change.plan?.seats, []);
  assert.deepEqual(counts(await applied(owner, change)), [1, 1, 0, 0]);
});

test('add-ons a person loses with their type are told before', async () => {
  const { owner } = await freshAccount(app);
  await buy(owner, 'pro', 1);
  await buy(owner, 'webinar', 1);
  const { users } = await addPeople(owner, 1, { type: 'pro', addOns: ['webinar'] });
  const change = await planFile(owner, `email,type\n${users[0]?.email},basic\n`);
  assert.equal(change.plan?.addOnsLost, 1);
  await applied(owner, change);
  assert.deepEqual((await userWith(owner, users[0]?.email ?? '')).addOns, []);
});

test('whatever these imports did, every invariant holds', async () => {
  assert.deepEqual(await findViolations(app.sql, app.tools.catalog), []);
});

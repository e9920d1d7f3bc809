import assert from 'node:assert/strict';
import { it } from 'node:test';
import { assertRefused } from '../testing/answers.ts';
import { startTestApp } from '../testing/app.ts';
import { freshAccount } from '../testing/fresh-account.ts';
import { assertSound } from '../testing/invariants.ts';
import { addPeople } from '../testing/people.ts';
import { buySeats, seatsOf } from '../testing/seats.ts';

const app = await startTestApp();

type Subscription = { product: string; name: string; quantity: number; held: number; free: number };

it('what is bought, held and free stands beside every product', async () => {
  const { owner } = await freshAccount(app);
  await buySeats(owner, { pro: 7 });
  await addPeople(owner, 2, { type: 'pro' });
  const { body } = await owner.get<{ data: Subscription[] }>('/v1/billing/subscriptions');
  assert.deepEqual(body.data[0], { product: 'pro', name: 'Pro', quantity: 7, held: 2, free: 5 });
  assert.deepEqual(
    body.data.map(({ product }) => product),
    ['pro', 'corp', 'large-meeting', 'webinar', 'cloud-recording'],
  );
});

it('lowering below use is refused with the numbers, and lowering to it is not', async () => {
  const { owner } = await freshAccount(app);
  await buySeats(owner, { pro: 5 });
  await addPeople(owner, 3, { type: 'pro' });
  const refused = await owner.put('/v1/billing/subscriptions/pro', { quantity: 1 });
  assertRefused(refused, 409, 'seats_below_use');
  assert.equal(refused.body['detail'], '3 seats of Pro are in use, so 1 are not enough. Free 2 first.');
  assert.deepEqual([refused.body['held'], refused.body['bought'], refused.body['short']], [3, 1, 2]);
  assertRefused(await owner.put('/v1/billing/subscriptions/pro', { quantity: 2 }), 409, 'seats_below_use');
  assert.deepEqual(await seatsOf(owner, 'pro'), [5, 3, 2]);
  await buySeats(owner, { pro: 3 });
  assert.deepEqual(await seatsOf(owner, 'pro'), [3, 3, 0]);
});

it('lowering while others add ends with no more held than bought, and neither answers an error', async () => {
  const { owner } = await freshAccount(app);
  await buySeats(owner, { pro: 10 });
  const adding = Array.from({ length: 10 }, () =>
    owner.post('/v1/users', { users: [{ email: `${crypto.randomUUID()}@example.com` }], type: 'pro' }),
  );
  const lowering = [8, 6, 4, 2].map((quantity) => owner.put('/v1/billing/subscriptions/pro', { quantity }));
  const statuses = (await Promise.all([...adding, ...lowering])).map(({ status }) => status);
  assert.ok(
    statuses.every((status) => [200, 201, 409].includes(status)),
    statuses.join(),
  );
  const [bought, held] = await seatsOf(owner, 'pro');
  assert.ok(held <= bought, `${held} held of ${bought}`);
});

it('what is not sold cannot be bought, and no quantity but a whole number is taken', async () => {
  const { owner } = await freshAccount(app);
  assertRefused(await owner.put('/v1/billing/subscriptions/basic', { quantity: 1 }), 404, 'product_unknown');
  for (const quantity of [-1, 1.5, '3', null, 1e12])
    assertRefused(await owner.put('/v1/billing/subscriptions/pro', { quantity }), 400, 'invalid_request');
});

it('a subscription that changes stands in the audit log, one that stays does not', async () => {
  const { owner } = await freshAccount(app);
  await buySeats(owner, { pro: 5 });
  await buySeats(owner, { pro: 5 });
  const { body } = await owner.get<{ data: { summary: string }[] }>('/v1/audit?event=subscription.changed');
  assert.deepEqual(
    body.data.map(({ summary }) => summary),
    ['Seats of Pro changed from 0 to 5'],
  );
});

it('afterwards seats, counts, changes and the audit log agree in every account', () => assertSound(app));

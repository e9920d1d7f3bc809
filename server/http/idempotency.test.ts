import assert from 'node:assert/strict';
import { it } from 'node:test';
import { assertRefused } from '../testing/answers.ts';
import { startTestApp } from '../testing/app.ts';
import { freshAccount, freshEmail } from '../testing/fresh-account.ts';
import { assertSound } from '../testing/invariants.ts';
import { addPeople, joinedPerson } from '../testing/people.ts';
import { accountOf, buySeats } from '../testing/seats.ts';

const app = await startTestApp();
const keyed = (key: string) => ({ headers: { 'idempotency-key': key } });
const newKey = () => crypto.randomUUID();

it('the same request with the same Idempotency-Key does the work once and answers the same, one after another and at once', async () => {
  const { owner } = await freshAccount(app);
  const body = { users: [{ email: freshEmail() }] };
  const key = newKey();
  const first = await owner.post('/v1/users', body, keyed(key));
  const others = await Promise.all([1, 2, 3].map(() => owner.post('/v1/users', body, keyed(key))));
  for (const other of others) {
    assert.deepEqual([other.status, other.body], [first.status, first.body]);
    assert.equal(other.headers.get('muster-change'), first.headers.get('muster-change'));
  }
  const atOnce = newKey();
  const fresh = { users: [{ email: freshEmail() }] };
  const replies = await Promise.all([1, 2, 3, 4].map(() => owner.post('/v1/users', fresh, keyed(atOnce))));
  assert.equal(new Set(replies.map((reply) => JSON.stringify(reply.body))).size, 1);
  assert.equal((await accountOf(owner)).counts.pending, 2);
});

it('another body, method or address under a key that was used is refused', async () => {
  const { owner } = await freshAccount(app);
  const user = (await addPeople(owner, 1)).users[0];
  const key = newKey();
  assert.equal((await owner.patch(`/v1/users/${user?.id}`, { department: 'Legal' }, keyed(key))).status, 200);
  for (const reply of [
    await owner.patch(`/v1/users/${user?.id}`, { department: 'Art' }, keyed(key)),
    await owner.delete(`/v1/users/${user?.id}`, keyed(key)),
    await owner.post('/v1/groups', { name: 'Sales' }, keyed(key)),
  ])
    assertRefused(reply, 422, 'idempotency_key_reused');
});

it('a key is each actor’s own', async () => {
  const { owner } = await freshAccount(app);
  const { browser: admin } = await joinedPerson(app, owner, 'admin');
  const { owner: stranger } = await freshAccount(app);
  const key = newKey();
  for (const [i, by] of [owner, admin, stranger].entries())
    assert.equal((await by.post('/v1/groups', { name: `Group ${i}` }, keyed(key))).status, 201);
});

it('what was refused leaves its key free to try again', async () => {
  const { owner } = await freshAccount(app);
  const body = { users: [{ email: freshEmail() }], type: 'pro' };
  const key = newKey();
  assertRefused(await owner.post('/v1/users', body, keyed(key)), 409, 'seats_short');
  await buySeats(owner, { pro: 1 });
  assert.equal((await owner.post('/v1/users', body, keyed(key))).status, 201);
});

it('a key is kept for 24 hours and no longer', async () => {
  const { owner } = await freshAccount(app);
  const body = { users: [{ email: freshEmail() }] };
  const key = newKey();
  const first = await owner.post('/v1/users', body, keyed(key));
  await app.clock.forward('23 hours 59 minutes');
  assert.deepEqual((await owner.post('/v1/users', body, keyed(key))).body, first.body);
  await app.clock.forward('2 minutes');
  const { status, body: after } = await owner.post<{ refused: { code: string }[] }>('/v1/users', body, keyed(key));
  assert.deepEqual([status, after.refused[0]?.code], [201, 'email_taken']);
});

it('afterwards seats, counts, changes and the audit log agree in every account', () => assertSound(app));

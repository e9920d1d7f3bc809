import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { it } from 'node:test';
import { operationsOf } from '../contracts/fixtures/operations.ts';
import { assertRefused } from '../testing/answers.ts';
import { rowsIn, startTestApp } from '../testing/app.ts';
import { Client } from '../testing/client.ts';
import { freshAccount, freshEmail, goodPassword } from '../testing/fresh-account.ts';
import { assertSound } from '../testing/invariants.ts';
import { addPeople, joinedPerson } from '../testing/people.ts';
import { madeKey } from '../testing/programs.ts';
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

it('an answer with a secret is not stored: its repeat is refused with the id', async () => {
  const { owner, accountId } = await freshAccount(app);
  const [user] = (await addPeople(owner, 1)).users;
  const made = keyed(newKey());
  const body = { name: 'Nightly', permissions: ['users.read'] };
  const first = await owner.post<{ id: string; key: string }>('/v1/api-keys', body, made);
  const again = await owner.post<{ id: string }>('/v1/api-keys', body, made);
  assertRefused(again, 409, 'shown_once');
  assert.equal(again.body.id, first.body.id);
  const turned = keyed(newKey());
  const second = await owner.post<{ key: string }>(`/v1/api-keys/${first.body.id}/rotate`, {}, turned);
  assertRefused(await owner.post(`/v1/api-keys/${first.body.id}/rotate`, {}, turned), 409, 'shown_once');
  const copied = keyed(newKey());
  const link = await owner.post<{ link: string }>(`/v1/users/${user?.id}/invitation-link`, {}, copied);
  assertRefused(await owner.post(`/v1/users/${user?.id}/invitation-link`, {}, copied), 409, 'shown_once');
  const stored = JSON.stringify(
    await rowsIn(app, accountId, 'select row_to_json(k)::text as row from idempotency_keys k'),
  );
  for (const secret of [first.body.key, second.body.key, link.body.link.split('/').at(-1) ?? ''])
    assert.equal(stored.includes(secret), false);
});

it('what needs a password is done once, and the password is in no stored hash', async () => {
  const { owner, accountId } = await freshAccount(app);
  const next = 'gravel oboe tundra 47';
  const key = newKey();
  const change = (current: string) => owner.post('/v1/profile/password', { current, next }, keyed(key));
  assertRefused(await change('wrong'), 403, 'wrong_password');
  assert.equal((await change(goodPassword)).status, 204);
  assert.equal((await change(goodPassword)).status, 204);
  const { rows } = await rowsIn(app, accountId, "select encode(request_hash, 'hex') as hash from idempotency_keys");
  const hash = createHash('sha256').update('POST /v1/profile/password\n{}').digest('hex');
  assert.deepEqual(rows, [{ hash }]);
});

it('a stored answer is for those alone who still hold what its request needed', async () => {
  const { owner } = await freshAccount(app);
  const made = await madeKey(owner, { permissions: ['users.read', 'users.access', 'users.edit'] });
  const by = new Client(app.url, made.key);
  const [user] = (await addPeople(owner, 1)).users;
  const key = newKey();
  const remove = { select: { ids: [user?.id] }, do: { remove: true }, apply: true };
  assert.equal((await by.post('/v1/changes', remove, keyed(key))).status, 201);
  assert.equal((await by.post('/v1/changes', remove, keyed(key))).status, 201);
  const permissions = ['users.read', 'users.edit'];
  assert.equal((await owner.patch(`/v1/api-keys/${made.id}`, { permissions })).status, 200);
  assertRefused(await by.post('/v1/changes', remove, keyed(key)), 403, 'forbidden');
});

it('a POST that only reads is read anew, and refused with another body under its key', async () => {
  const { owner, email } = await freshAccount(app);
  const key = newKey();
  const read = (emails: string[]) => owner.post<{ data: unknown[] }>('/v1/users/by-email', { emails }, keyed(key));
  assert.equal((await read([email])).status, 200);
  assert.equal((await read([email])).status, 200);
  assertRefused(await read([freshEmail()]), 422, 'idempotency_key_reused');
});

it('every POST of a signed-in person takes a key', async () => {
  const posts = (await operationsOf(app)).filter(({ method, security }) => method === 'POST' && security?.length !== 0);
  const without = posts.filter(({ parameters }) => !parameters.some(({ name }) => name === 'Idempotency-Key'));
  assert.deepEqual(
    without.map(({ name }) => name),
    [],
  );
});

it('afterwards seats, counts, changes and the audit log agree in every account', () => assertSound(app));

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { assertRefused } from '../testing/answers.ts';
import { startTestApp } from '../testing/app.ts';
import type { Client } from '../testing/client.ts';
import { type FreshAccount, freshAccount, freshEmail, goodPassword } from '../testing/fresh-account.ts';
import { holdRows } from '../testing/held-row.ts';
import { assertSound } from '../testing/invariants.ts';
import { clockTo } from '../testing/moment.ts';
import { addPeople, joinedPerson } from '../testing/people.ts';
import { accountOf, buySeats, seatsOf } from '../testing/seats.ts';
import { waitUntil } from '../testing/wait-until.ts';
import type { User } from '../users/user.ts';

const app = await startTestApp();

const addOne = (by: Client, type: string, addOns: string[] = []) =>
  by.post<{ added: User[] }>('/v1/users', { users: [{ email: freshEmail() }], type, addOns });
const byStatus = (replies: { status: number }[], status: number) => replies.filter((reply) => reply.status === status);

async function joined(by: Client, user: User): Promise<Client> {
  const { body } = await by.post<{ link: string }>(`/v1/users/${user.id}/invitation-link`);
  const browser = app.browser();
  const reply = await browser.post(`/v1/invitations/${body.link.split('/').at(-1)}/accept`, {
    firstName: 'Ada',
    lastName: '',
    password: goodPassword,
  });
  assert.equal(reply.status, 201, JSON.stringify(reply.body));
  return browser;
}

/** A joined person of a type. */
async function member({ owner }: FreshAccount, type: string, addOns: string[] = []): Promise<User> {
  const { users } = await addPeople(owner, 1, { type, addOns });
  assert.ok(users[0]);
  await joined(owner, users[0]);
  return users[0];
}

describe('seats are never oversold', () => {
  it('fifty clients adding into ten seats get exactly ten', async () => {
    const { owner } = await freshAccount(app);
    await buySeats(owner, { pro: 10 });
    const replies = await Promise.all(Array.from({ length: 50 }, () => addOne(owner, 'pro')));
    assert.deepEqual([byStatus(replies, 201).length, byStatus(replies, 409).length], [10, 40]);
    assert.deepEqual(await seatsOf(owner, 'pro'), [10, 10, 0]);
    assert.equal((await accountOf(owner)).totals['pro'], 10);
  });

  it('of two Admins who take the last seat at once one gets it, and the other is told the numbers', async () => {
    const { owner } = await freshAccount(app);
    const { browser: admin } = await joinedPerson(app, owner, 'admin');
    await buySeats(owner, { webinar: 1, pro: 9 });
    const { users } = await addPeople(owner, 2, { type: 'pro' });
    const give = (by: Client, user: User | undefined) =>
      by.patch(`/v1/users/${user?.id}`, { addOns: { add: ['webinar'] } });
    const replies = await Promise.all([give(owner, users[0]), give(admin, users[1])]);
    assert.deepEqual(replies.map(({ status }) => status).sort(), [200, 409]);
    const refused = replies.find(({ status }) => status === 409);
    assert.ok(refused);
    assertRefused(refused, 409, 'seats_short');
    assert.deepEqual(refused.body['shortages'], [{ product: 'webinar', needed: 1, free: 0 }]);
    assert.equal(refused.body['detail'], 'There are not enough seats: 1 needed, 0 free.');
  });

  it('a shortage refuses all who were to be added, and nobody is', async () => {
    const { owner } = await freshAccount(app);
    await buySeats(owner, { corp: 2 });
    const users = Array.from({ length: 3 }, () => ({ email: freshEmail() }));
    assertRefused(await owner.post('/v1/users', { users, type: 'corp' }), 409, 'seats_short');
    assert.deepEqual(await seatsOf(owner, 'corp'), [2, 0, 2]);
    const { body } = await owner.get<{ data: User[] }>('/v1/users');
    assert.equal(body.data.length, 1);
  });

  it('an add-on and a type are both needed, or neither is taken', async () => {
    const { owner } = await freshAccount(app);
    await buySeats(owner, { pro: 5, webinar: 0 });
    assertRefused(await addOne(owner, 'pro', ['webinar']), 409, 'seats_short');
    assert.deepEqual(await seatsOf(owner, 'pro'), [5, 0, 5]);
  });

  it('reactivating takes a seat or is refused', async () => {
    const account = await freshAccount(app);
    await buySeats(account.owner, { pro: 1 });
    const first = await member(account, 'pro');
    const path = `/v1/users/${first.id}`;
    assert.equal((await account.owner.patch(path, { status: 'deactivated' })).status, 200);
    assert.deepEqual(await seatsOf(account.owner, 'pro'), [1, 0, 1]);
    const second = await addOne(account.owner, 'pro');
    assertRefused(await account.owner.patch(path, { status: 'active' }), 409, 'seats_short');
    await account.owner.delete(`/v1/users/${second.body.added[0]?.id}`);
    assert.equal((await account.owner.patch(path, { status: 'active' })).status, 200);
  });

  it('restoring takes a seat or is refused, one by one and all at once', async () => {
    const { owner } = await freshAccount(app);
    await buySeats(owner, { pro: 1 });
    const { users } = await addPeople(owner, 1, { type: 'pro' });
    await owner.delete(`/v1/users/${users[0]?.id}`);
    await addOne(owner, 'pro');
    assertRefused(await owner.post(`/v1/users/${users[0]?.id}/restore`), 409, 'seats_short');
    const all = { select: { where: { status: 'removed' } }, do: { restore: true }, apply: true };
    assertRefused(await owner.post('/v1/changes', all), 409, 'seats_short');
  });

  it('undoing gives back as many as find a seat, and names the others', async () => {
    const { owner } = await freshAccount(app);
    await buySeats(owner, { pro: 3 });
    const { users } = await addPeople(owner, 3, { type: 'pro' });
    const removed = await owner.post<{ id: string }>('/v1/changes', {
      select: { ids: users.map(({ id }) => id) },
      do: { remove: true },
      apply: true,
    });
    await addOne(owner, 'pro');
    const undo = await owner.post<{
      result: { update: number; refused: number };
      plan: { refusals: unknown[] };
      id: string;
    }>(`/v1/changes/${removed.body.id}/undo`);
    assert.deepEqual([undo.body.result.update, undo.body.result.refused], [2, 1]);
    const { body } = await owner.get<{ data: { code: string }[] }>(`/v1/changes/${undo.body.id}/rows?outcome=refused`);
    assert.deepEqual(
      body.data.map(({ code }) => code),
      ['seats_short'],
    );
    assert.deepEqual(await seatsOf(owner, 'pro'), [3, 3, 0]);
  });
});

describe('every paid seat is usable', () => {
  it('deactivating, removing, revoking and a smaller type each free their seat at once', async () => {
    const account = await freshAccount(app);
    const { owner } = account;
    await buySeats(owner, { pro: 1 });
    for (const free of [
      (id: string) => owner.patch(`/v1/users/${id}`, { status: 'deactivated' }),
      (id: string) => owner.delete(`/v1/users/${id}`),
      (id: string) => owner.patch(`/v1/users/${id}`, { type: 'basic' }),
    ]) {
      const { id } = await member(account, 'pro');
      assert.ok((await free(id)).status < 300);
      assert.deepEqual(await seatsOf(owner, 'pro'), [1, 0, 1]);
    }
    const { users } = await addPeople(owner, 1, { type: 'pro' });
    assert.equal((await owner.delete(`/v1/users/${users[0]?.id}`)).status, 204);
    assert.deepEqual(await seatsOf(owner, 'pro'), [1, 0, 1]);
  });

  it('an expired invitation frees its seat at that second without any job, and the next one can take it', async () => {
    const { owner } = await freshAccount(app);
    await owner.patch('/v1/account', { invitationDays: 1 });
    await buySeats(owner, { pro: 1 });
    const { users } = await addPeople(owner, 1, { type: 'pro' });
    const end = users[0]?.expiresAt ?? '';
    await clockTo(app, end, '-1 minute');
    assert.deepEqual(await seatsOf(owner, 'pro'), [1, 1, 0]);
    assertRefused(await addOne(owner, 'pro'), 409, 'seats_short');
    await clockTo(app, end);
    assert.deepEqual(await seatsOf(owner, 'pro'), [1, 0, 1]);
    const { totals, counts } = await accountOf(owner);
    assert.deepEqual([totals['pro'], counts.pending, counts.expired], [0, 0, 1]);
    assert.equal((await addOne(owner, 'pro')).status, 201);
    assert.deepEqual(await seatsOf(owner, 'pro'), [1, 1, 0]);
  });

  it('of several expired holders each seat is sold once more', async () => {
    const { owner } = await freshAccount(app);
    await owner.patch('/v1/account', { invitationDays: 1 });
    await buySeats(owner, { pro: 5 });
    const { users } = await addPeople(owner, 5, { type: 'pro' });
    await clockTo(app, users[0]?.expiresAt ?? '');
    const replies = await Promise.all(Array.from({ length: 12 }, () => addOne(owner, 'pro')));
    assert.equal(byStatus(replies, 201).length, 5);
  });
});

describe('accepting while the invitation expires', () => {
  it('an acceptance that began in time, and finds its seat sold meanwhile, is refused', async () => {
    const { owner, accountId } = await freshAccount(app);
    await owner.patch('/v1/account', { invitationDays: 1 });
    await buySeats(owner, { pro: 1, 'large-meeting': 1 });
    const { users } = await addPeople(owner, 1, { type: 'pro', addOns: ['large-meeting'] });
    const [invited] = users;
    assert.ok(invited?.expiresAt);
    const { body } = await owner.post<{ link: string }>(`/v1/users/${invited.id}/invitation-link`);
    const held = await holdRows(app.sql, accountId, 'select from users where id = $1 for update', [invited.id]);
    await clockTo(app, invited.expiresAt, '-2 seconds');
    const path = `/v1/invitations/${body.link.split('/').at(-1)}/accept`;
    const accepting = app.browser().post(path, { firstName: 'Ada', lastName: '', password: goodPassword });
    await held.waited();
    await waitUntil(async () => {
      const { rows } = await app.sql.query('select 1 where muster_now() > $1', [invited.expiresAt]);
      return rows[0];
    }, 'the end of the invitation');
    assert.equal((await addOne(owner, 'pro')).status, 201);
    await held.release();
    assertRefused(await accepting, 410, 'invitation_expired');
    assert.deepEqual(await seatsOf(owner, 'large-meeting'), [1, 0, 1]);
    assert.deepEqual(await seatsOf(owner, 'pro'), [1, 1, 0]);
  });
});

it('afterwards seats, counts, changes and the audit log agree in every account', () => assertSound(app));

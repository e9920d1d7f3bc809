import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { assertRefused } from '../../testing/answers.ts';
import { startTestApp } from '../../testing/app.ts';
import { planAndApply, undo } from '../../testing/changes.ts';
import type { Client } from '../../testing/client.ts';
import { freshAccount, freshEmail, goodPassword } from '../../testing/fresh-account.ts';
import { assertSound } from '../../testing/invariants.ts';
import { clockTo } from '../../testing/moment.ts';
import { addPeople, joinedPerson } from '../../testing/people.ts';
import { buySeats, seatsOf } from '../../testing/seats.ts';
import type { User } from '../../users/user.ts';
import type { Change } from '../engine/change.ts';

const app = await startTestApp();
const ids = (users: User[]) => users.map(({ id }) => id);
const get = async (by: Client, id: string | undefined) => (await by.get<User>(`/v1/users/${id}`)).body;
const refusedRows = async (by: Client, { id }: Change) => {
  const { body } = await by.get<{ data: { userId: string; code: string }[] }>(`/v1/changes/${id}/rows?outcome=refused`);
  return body.data.map(({ userId, code }) => [userId, code]);
};

/** A person without the fields that every write changes. */
function lasting({ updatedAt: _u, mail: _m, invitedAt: _i, expiresAt: _e, purgeAt: _p, removedAt: _r, ...user }: User) {
  return user;
}

describe('undoing a change', () => {
  it('that lacks a seat leaves the person and can be repeated once there is one, and both name the person in the audit log', async () => {
    const { owner } = await freshAccount(app);
    await buySeats(owner, { pro: 1 });
    const [ann, bob] = (await addPeople(owner, 2)).users;
    await owner.patch(`/v1/users/${ann?.id}`, { type: 'pro' });
    const change = await planAndApply(owner, { ids: [ann?.id] }, { set: { type: 'basic' } });
    await owner.patch(`/v1/users/${bob?.id}`, { type: 'pro' });
    const short = await undo(owner, change);
    assert.deepEqual([short.result?.update, await refusedRows(owner, short)], [0, [[ann?.id, 'seats_short']]]);
    await buySeats(owner, { pro: 2 });
    assert.equal((await undo(owner, change)).result?.update, 1);
    assert.equal((await get(owner, ann?.id)).type, 'pro');
    const { body } = await owner.get<{ data: { event: string }[] }>(`/v1/audit?userId=${ann?.id}`);
    assert.deepEqual(body.data.map(({ event }) => event).slice(0, 2), ['users.undone', 'users.changed']);
  });

  it('of every kind puts each person back as they were, with their seats', async () => {
    const { owner } = await freshAccount(app);
    await buySeats(owner, { pro: 4, corp: 4, webinar: 4 });
    const { body: group } = await owner.post<{ id: string }>('/v1/groups', { name: 'Sales' });
    const { user: active } = await joinedPerson(app, owner, 'member');
    const pending = (await addPeople(owner, 1, { type: 'pro', addOns: ['webinar'] })).users[0];
    for (const id of [active.id]) await owner.patch(`/v1/users/${id}`, { type: 'pro', addOns: ['webinar'] });
    const select = { ids: [active.id, pending?.id] };
    for (const what of [
      { set: { type: 'corp' } },
      { set: { type: 'basic' } },
      { set: { addOns: [] } },
      { set: { addOns: { remove: ['webinar'] } } },
      { set: { groupId: group.id } },
      { set: { department: 'Legal' } },
      { set: { role: 'admin' } },
      { set: { status: 'deactivated' } },
      { set: { type: 'basic', department: 'Legal', groupId: group.id } },
      { remove: true },
    ]) {
      const before = await Promise.all([get(owner, active.id), get(owner, pending?.id)]);
      const seats = await Promise.all(['pro', 'corp', 'webinar'].map((product) => seatsOf(owner, product)));
      const change = await planAndApply(owner, select, what);
      const undone = await undo(owner, change);
      assert.deepEqual(
        [undone.state, undone.undoOf, undone.result?.refused],
        ['applied', change.id, 0],
        JSON.stringify(what),
      );
      const after = await Promise.all([get(owner, active.id), get(owner, pending?.id)]);
      assert.deepEqual(after.map(lasting), before.map(lasting), JSON.stringify(what));
      assert.deepEqual(await Promise.all(['pro', 'corp', 'webinar'].map((product) => seatsOf(owner, product))), seats);
      const { body } = await owner.get<Change>(`/v1/changes/${change.id}`);
      assert.deepEqual([body.state, body.undoneBy, body.undoUntil], ['undone', undone.id, null]);
    }
  });

  it('of restoring puts people back into the trash', async () => {
    const { owner } = await freshAccount(app);
    const { users } = await addPeople(owner, 2);
    await planAndApply(owner, { ids: ids(users) }, { remove: true });
    const restored = await planAndApply(owner, { where: { status: 'removed' } }, { restore: true });
    const undone = await undo(owner, restored);
    assert.deepEqual([undone.result?.update, (await get(owner, users[0]?.id)).status], [2, 'removed']);
  });

  it('of an edit of one person puts back names and address together, and they are found by them', async () => {
    const { owner } = await freshAccount(app);
    const user = (await addPeople(owner, 1)).users[0];
    const edit = { firstName: 'Ada', lastName: 'Lovelace', email: freshEmail('ada') };
    const { headers } = await owner.patch(`/v1/users/${user?.id}`, edit);
    await undo(owner, { id: headers.get('muster-change') ?? '' });
    const { firstName, lastName, email } = await get(owner, user?.id);
    assert.deepEqual([firstName, lastName, email], [user?.firstName, user?.lastName, user?.email]);
    const search = (word: string) => owner.get<{ data: User[] }>(`/v1/users?search=${word}`);
    assert.deepEqual((await search('lovelace')).body.data, []);
    assert.equal((await search('first1 last1')).body.data.length, 1);
  });

  it('of adding removes those who have not joined, and names those who have', async () => {
    const { owner } = await freshAccount(app);
    const { users, changeId } = await addPeople(owner, 2);
    const [joins, waits] = users;
    const { body } = await owner.post<{ link: string }>(`/v1/users/${joins?.id}/invitation-link`);
    await app.browser().post(`/v1/invitations/${body.link.split('/').at(-1)}/accept`, {
      firstName: 'A',
      lastName: '',
      password: goodPassword,
    });
    const undone = await undo(owner, { id: changeId });
    assert.deepEqual([undone.result?.remove, undone.result?.refused], [1, 1]);
    assert.deepEqual(await refusedRows(owner, undone), [[joins?.id, 'changed_since']]);
    assert.deepEqual(
      [(await get(owner, joins?.id)).status, (await get(owner, waits?.id)).status],
      ['active', 'removed'],
    );
  });

  it('of renewing an expired invitation with other settings puts the settings back and leaves the invitation', async () => {
    const { owner } = await freshAccount(app);
    await owner.patch('/v1/account', { invitationDays: 1 });
    const [user] = (await addPeople(owner, 1)).users;
    await clockTo(app, user?.expiresAt ?? '');
    const group = await owner.post<{ id: string }>('/v1/groups', { name: 'Sales' });
    const again = { users: [{ email: user?.email }], groupId: group.body.id };
    const renewed = await owner.post<{ changeId: string }>('/v1/users', again);
    assert.equal((await undo(owner, { id: renewed.body.changeId })).result?.update, 1);
    const { group: back, status } = await get(owner, user?.id);
    assert.deepEqual([back.name, status], ['Everyone', 'pending']);
  });

  it('leaves what was changed since, field by field, and names whom it left', async () => {
    const { owner } = await freshAccount(app);
    const { body: group } = await owner.post<{ id: string }>('/v1/groups', { name: 'Sales' });
    const { users } = await addPeople(owner, 3);
    const [first, second, third] = users;
    const change = await planAndApply(owner, { ids: ids(users) }, { set: { department: 'Legal', groupId: group.id } });
    await owner.patch(`/v1/users/${first?.id}`, { department: 'Art' });
    await owner.delete(`/v1/users/${second?.id}`);
    const undone = await undo(owner, change);
    assert.deepEqual(
      (await refusedRows(owner, undone)).sort(),
      [
        [first?.id, 'changed_since'],
        [second?.id, 'already_removed'],
      ].sort(),
    );
    const departments = await Promise.all(users.map(async ({ id }) => (await get(owner, id)).department));
    assert.deepEqual(departments, ['Art', 'Legal', '']);
    const groups = await Promise.all([first, third].map(async (user) => (await get(owner, user?.id)).group.name));
    assert.deepEqual(groups, ['Everyone', 'Everyone']);
  });

  it('does nothing where somebody put it back already', async () => {
    const { owner } = await freshAccount(app);
    const { users } = await addPeople(owner, 2);
    const change = await planAndApply(owner, { ids: ids(users) }, { set: { department: 'Legal' } });
    await owner.patch(`/v1/users/${users[0]?.id}`, { department: '' });
    const { result } = await undo(owner, change);
    assert.deepEqual(result, { create: 0, update: 1, remove: 0, unchanged: 1, refused: 0 });
  });

  it('can itself be undone', async () => {
    const { owner } = await freshAccount(app);
    const { users } = await addPeople(owner, 2);
    const change = await planAndApply(owner, { ids: ids(users) }, { set: { department: 'Legal' } });
    const again = await undo(owner, await undo(owner, change));
    assert.equal(again.result?.update, 2);
    for (const { id } of users) assert.equal((await get(owner, id)).department, 'Legal');
  });

  it('of removing somebody whose address is taken by now leaves them in the trash', async () => {
    const { owner } = await freshAccount(app);
    const { users } = await addPeople(owner, 2);
    const change = await planAndApply(owner, { ids: ids(users) }, { remove: true });
    await owner.post('/v1/users', { users: [{ email: users[0]?.email }] });
    const undone = await undo(owner, change);
    assert.deepEqual(await refusedRows(owner, undone), [[users[0]?.id, 'email_taken']]);
    assert.equal((await get(owner, users[1]?.id)).status, 'pending');
  });

  it('is done with the rights of whoever undoes it', async () => {
    const { owner } = await freshAccount(app);
    const { browser: admin } = await joinedPerson(app, owner, 'admin');
    const { user } = await joinedPerson(app, owner, 'member');
    const change = await planAndApply(owner, { ids: [user.id] }, { set: { role: 'admin' } });
    const undone = await undo(admin, change);
    assert.equal(undone.result?.update, 0);
    assert.deepEqual(await refusedRows(owner, undone), [[user.id, 'role_forbidden']]);
    assert.equal((await get(owner, user.id)).role, 'admin');
  });
});

describe('what cannot be undone', () => {
  it('what changed nobody; the list says so before anybody tries', async () => {
    const { owner } = await freshAccount(app);
    const nothing = await owner.post<Change>('/v1/changes', {
      select: { where: {} },
      do: { set: { type: 'basic' } },
      apply: true,
    });
    assert.deepEqual([nothing.body.result?.update, nothing.body.undoUntil], [0, null]);
    const refused = await owner.post<{ detail: string }>(`/v1/changes/${nothing.body.id}/undo`);
    assertRefused(refused, 409, 'change_not_undoable');
    assert.equal(refused.body.detail, 'This change cannot be undone: it changed nobody.');
  });

  it('what was undone already, by two at once too', async () => {
    const { owner } = await freshAccount(app);
    const { users } = await addPeople(owner, 1);
    const change = await planAndApply(owner, { ids: ids(users) }, { set: { department: 'Legal' } });
    const replies = await Promise.all([1, 2].map(() => owner.post(`/v1/changes/${change.id}/undo`)));
    assert.deepEqual(replies.map(({ status }) => status).sort(), [201, 409]);
    assertRefused(await owner.post(`/v1/changes/${change.id}/undo`), 409, 'change_not_undoable');
  });

  it('what is only planned, and what somebody did themselves', async () => {
    const { owner } = await freshAccount(app);
    const { user } = await joinedPerson(app, owner, 'member');
    const planned = await owner.post<Change>('/v1/changes', { select: { ids: [user.id] }, do: { remove: true } });
    assertRefused(await owner.post(`/v1/changes/${planned.body.id}/undo`), 409, 'change_not_undoable');
    const { body } = await owner.get<{ data: { changeId: string; action: string }[] }>(`/v1/users/${user.id}/history`);
    const accepted = body.data.find(({ action }) => action === 'joined');
    assertRefused(await owner.post(`/v1/changes/${accepted?.changeId}/undo`), 409, 'change_not_undoable');
  });

  it('what was applied more than thirty days ago', async () => {
    const { owner, email, password } = await freshAccount(app);
    const { users } = await addPeople(owner, 1);
    const older = await planAndApply(owner, { ids: ids(users) }, { set: { department: 'Legal' } });
    const path = (change: Change) => `/v1/changes/${change.id}/undo`;
    assert.ok(older.undoUntil);
    const other = await planAndApply(owner, { ids: ids(users) }, { set: { department: 'Art' } });
    await clockTo(app, older.undoUntil, '-1 minute');
    await owner.post('/v1/session', { email, password });
    assert.equal((await owner.post(path(other))).status, 201);
    await clockTo(app, older.undoUntil);
    const refused = await owner.post(path(older));
    assertRefused(refused, 409, 'change_not_undoable');
    assert.equal(
      refused.body['detail'],
      'This change cannot be undone: only what was applied in the last 30 days can be.',
    );
  });
});

it('afterwards seats, counts, changes and the audit log agree in every account', () => assertSound(app));

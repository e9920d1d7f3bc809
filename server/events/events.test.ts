import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { startTestApp } from '../testing/app.ts';
import { apply, planAndApply, undo } from '../testing/changes.ts';
import { feedEnd, readOn, typesOf } from '../testing/feed.ts';
import { freshAccount, freshEmail } from '../testing/fresh-account.ts';
import { assertSound } from '../testing/invariants.ts';
import { addPeople, joinedPerson } from '../testing/people.ts';
import { program } from '../testing/programs.ts';
import { buySeats } from '../testing/seats.ts';
import { waitUntil } from '../testing/wait-until.ts';

const app = await startTestApp();

describe('an event', () => {
  it('is there for each person of a change, with the fields before and after, and for the change as a whole', async () => {
    const { owner, ownerId } = await freshAccount(app);
    await buySeats(owner, { pro: 2 });
    const { users } = await addPeople(owner, 2);
    const after = await feedEnd(owner);
    const change = await planAndApply(
      owner,
      { ids: users.map(({ id }) => id) },
      { set: { type: 'pro', department: 'Legal' } },
    );
    const { events } = await readOn(owner, after);
    assert.deepEqual(typesOf(events), ['user.updated', 'user.updated', 'users.changed']);
    for (const [i, event] of events.slice(0, 2).entries()) {
      const user = users.toSorted((a, b) => (a.id < b.id ? -1 : 1))[i];
      assert.deepEqual(event.data.before, { type: 'basic', department: '' });
      assert.deepEqual(event.data.after, { type: 'pro', department: 'Legal' });
      assert.deepEqual(
        [event.data.user?.id, event.data.user?.email, event.data.user?.type, event.data.user?.status],
        [user?.id, user?.email, 'pro', 'pending'],
      );
      assert.deepEqual(
        [event.changeId, event.actor, event.channel],
        [change.id, { id: ownerId, kind: 'user' }, 'console'],
      );
    }
    assert.equal(events[2]?.data['count'], 2);
  });

  it('says what became of the person', async () => {
    const { owner } = await freshAccount(app);
    const after = await feedEnd(owner);
    const { user } = await joinedPerson(app, owner, 'member');
    const path = `/v1/users/${user.id}`;
    await owner.patch(path, { department: 'Art' });
    await owner.patch(path, { status: 'deactivated' });
    await owner.patch(path, { status: 'active' });
    await owner.delete(path);
    await owner.post(`${path}/restore`);
    await owner.delete(path);
    await owner.post(`${path}/erase`);
    const { events } = await readOn(owner, after, { types: 'user.*' });
    assert.deepEqual(typesOf(events), [
      'user.created',
      'user.activated',
      'user.updated',
      'user.deactivated',
      'user.activated',
      'user.removed',
      'user.restored',
      'user.removed',
      'user.purged',
    ]);
    for (const { data } of events) assert.deepEqual(data.user, { id: user.id });
  });

  it('shows the person as they were after it, whatever happened since', async () => {
    const { owner } = await freshAccount(app);
    const { body: sales } = await owner.post<{ id: string }>('/v1/groups', { name: 'Sales' });
    const after = await feedEnd(owner);
    const { users } = await addPeople(owner, 3);
    const [id = ''] = users.map((user) => user.id);
    const path = `/v1/users/${id}`;
    await owner.patch(path, { department: 'Art' });
    await owner.patch(path, { firstName: 'Ann', groupId: sales.id });
    await planAndApply(owner, { where: { status: 'pending' } }, { set: { department: 'Legal' } });
    const moved = freshEmail('moved');
    await owner.patch(path, { email: moved });
    await owner.delete(path);
    const expected = [
      ['user.created', '', 'First1', 'Everyone', users[0]?.email, 'pending'],
      ['user.updated', 'Art', 'First1', 'Everyone', users[0]?.email, 'pending'],
      ['user.updated', 'Art', 'Ann', 'Sales', users[0]?.email, 'pending'],
      ['user.updated', 'Legal', 'Ann', 'Sales', users[0]?.email, 'pending'],
      ['user.updated', 'Legal', 'Ann', 'Sales', moved, 'pending'],
      ['user.removed', 'Legal', 'Ann', 'Sales', moved, 'removed'],
    ];
    for (const query of [
      { limit: '500' },
      { limit: '1' },
      { limit: '2' },
      { types: 'user.*' },
      { types: 'user.*', limit: '1' },
    ]) {
      const { events } = await readOn(owner, after, query);
      const ofPerson = events.filter(({ type, data }) => type.startsWith('user.') && data.user?.id === id);
      const shown = ofPerson.map(({ type, data: { user } }) => [
        type,
        user?.['department'],
        user?.['firstName'],
        user?.group?.name,
        user?.email,
        user?.status,
      ]);
      assert.deepEqual(shown, expected, JSON.stringify(query));
    }
  });

  it('shows the person of that moment also where other types come between, or a change of many is read in parts', async () => {
    const { owner } = await freshAccount(app);
    const after = await feedEnd(owner);
    const { users } = await addPeople(owner, 5);
    await planAndApply(owner, { where: { status: 'pending' } }, { set: { department: 'Legal' } });
    await owner.delete(`/v1/users/${users[0]?.id}`);
    await planAndApply(owner, { ids: users.map(({ id }) => id).slice(1) }, { remove: true });
    const shown = async (query: Record<string, string>) =>
      (await readOn(owner, after, query)).events
        .filter(({ type }) => type === 'user.created')
        .map(({ data }) => [data.user?.['department'], data.user?.status]);
    const created = Array.from({ length: 5 }, () => ['', 'pending']);
    for (const limit of ['500', '7', '8', '4', '1']) {
      assert.deepEqual(await shown({ limit }), created, limit);
      assert.deepEqual(await shown({ limit, types: 'user.created,user.removed' }), created, limit);
    }
  });

  it('is there for what an undo, an import, a resend and a program did', async () => {
    const { owner } = await freshAccount(app);
    const nightly = await program(app, owner);
    const after = await feedEnd(owner);
    const headers = { 'content-type': 'text/csv' };
    const file = `email,department\n${freshEmail()},Art\n`;
    const plan = await owner.send<{ id: string }>('POST', '/v1/changes?source=csv', file, { headers });
    const imported = await apply(owner, plan.body);
    const { data } = (await owner.get<{ data: { id: string }[] }>('/v1/users?status=pending')).body;
    await nightly.post('/v1/changes', { select: { ids: [data[0]?.id] }, do: { resend: true }, apply: true });
    await undo(owner, imported);
    const { events } = await readOn(owner, after);
    assert.deepEqual(
      events.map(({ type, channel, actor }) => [type, channel, actor.kind]),
      [
        ['user.created', 'csv', 'user'],
        ['users.imported', 'csv', 'user'],
        ['invitation.resent', 'api', 'apiKey'],
        ['invitation.resent', 'api', 'apiKey'],
        ['user.removed', 'console', 'user'],
        ['users.undone', 'console', 'user'],
      ],
    );
  });

  it('has an id of its own that stays the same', async () => {
    const { owner } = await freshAccount(app);
    await addPeople(owner, 30);
    const whole = await readOn(owner, null);
    const bitwise = await readOn(owner, null, { limit: '7' });
    assert.deepEqual(bitwise.events, whole.events);
    assert.equal(new Set(whole.events.map(({ id }) => id)).size, whole.events.length);
  });

  it('comes when an invitation ends by the clock, with the time at which it ended', async () => {
    const { owner } = await freshAccount(app);
    await owner.patch('/v1/account', { invitationDays: 1 });
    const { users } = await addPeople(owner, 3);
    const after = await feedEnd(owner);
    await app.clock.forward('25 hours');
    app.tools.worker.nudge();
    const found = await waitUntil(async () => {
      const { events } = await readOn(owner, after, { types: 'invitation.expired' });
      return events.length > 0 ? events : null;
    }, 'the ends of invitations');
    assert.deepEqual(found.map(({ data }) => data.user?.id).sort(), users.map(({ id }) => id).sort());
    for (const { at, actor, data } of found)
      assert.deepEqual([at, actor.kind, data.user?.status], [users[0]?.expiresAt, 'system', 'expired']);
    await app.clock.forward('1 hour');
    const again = await owner.post('/v1/users', { users: [{ email: users[0]?.email }] });
    assert.equal(again.status, 201);
    const { events } = await readOn(owner, after, { types: 'invitation.*' });
    assert.deepEqual(typesOf(events), [
      'invitation.expired',
      'invitation.expired',
      'invitation.expired',
      'invitation.resent',
    ]);
    await app.sql.query('update clock set moved_by = $1', ['0']);
  });

  it('of groups, seats, keys and the account names what it is about', async () => {
    const { owner } = await freshAccount(app);
    const after = await feedEnd(owner);
    const { body: group } = await owner.post<{ id: string }>('/v1/groups', { name: 'Sales' });
    await buySeats(owner, { pro: 2 });
    await owner.patch('/v1/account', { name: 'Another' });
    const { events } = await readOn(owner, after);
    assert.deepEqual(
      events.map(({ type, data }) => [type, data]),
      [
        ['group.created', { groupId: group.id, name: 'Sales' }],
        ['subscription.changed', { product: 'pro', before: 0, after: 2 }],
        ['account.renamed', {}],
      ],
    );
  });
});

it('afterwards seats, counts, changes and the audit log agree in every account', () => assertSound(app));

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { assertRefused, type ProblemAnswer } from '../testing/answers.ts';
import { startTestApp } from '../testing/app.ts';
import type { Client } from '../testing/client.ts';
import { freshAccount } from '../testing/fresh-account.ts';
import { holdRows } from '../testing/held-row.ts';
import { insideAccount } from '../testing/inside.ts';
import { assertSound } from '../testing/invariants.ts';
import { clockTo } from '../testing/moment.ts';
import { addPeople, joinedPerson } from '../testing/people.ts';
import { accountOf } from '../testing/seats.ts';
import type { User } from '../users/user.ts';
import type { Group } from './group.ts';

const app = await startTestApp();

async function groups(by: Client): Promise<Group[]> {
  return (await by.get<{ data: Group[] }>('/v1/groups')).body.data;
}
async function makeGroup(by: Client, name: string): Promise<Group> {
  const { status, body } = await by.post<Group>('/v1/groups', { name });
  assert.equal(status, 201, JSON.stringify(body));
  return body;
}
const members = async (by: Client, id: string) => (await groups(by)).find((group) => group.id === id)?.members;
const groupOf = async (by: Client, id: string) => (await by.get<User>(`/v1/users/${id}`)).body.group.name;

describe('groups', () => {
  it('an account begins with one, the default, and its Owner in it', async () => {
    const { owner } = await freshAccount(app);
    const { defaultGroupId } = await accountOf(owner);
    const [group, ...others] = await groups(owner);
    assert.deepEqual(
      { ...group, version: '' },
      { id: defaultGroupId, version: '', name: 'Everyone', isDefault: true, members: 1 },
    );
    assert.deepEqual(others, []);
  });

  it('are listed by name with how many are in each: pending, active and deactivated, not removed or expired', async () => {
    const { owner } = await freshAccount(app);
    await owner.patch('/v1/account', { invitationDays: 1 });
    const sales = await makeGroup(owner, 'Sales');
    await makeGroup(owner, 'art');
    const { users } = await addPeople(owner, 4, { groupId: sales.id });
    const { user } = await joinedPerson(app, owner, 'member');
    await owner.patch(`/v1/users/${user.id}`, { groupId: sales.id });
    assert.equal(await members(owner, sales.id), 5);
    await owner.patch(`/v1/users/${user.id}`, { status: 'deactivated' });
    assert.equal(await members(owner, sales.id), 5);
    await owner.delete(`/v1/users/${users[0]?.id}`);
    assert.equal(await members(owner, sales.id), 4);
    await clockTo(app, users[1]?.expiresAt ?? '');
    assert.deepEqual(
      (await groups(owner)).map(({ name, members: n }) => [name, n]),
      [
        ['art', 0],
        ['Everyone', 1],
        ['Sales', 1],
      ],
    );
  });

  it('are listed in pages, by name, and found by a part of it', async () => {
    const { owner } = await freshAccount(app);
    for (const name of ['Zebra', 'Ärzte', 'art', 'North art']) await makeGroup(owner, name);
    const names: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const path: string = `/v1/groups?limit=2${cursor && `&cursor=${cursor}`}`;
      const { body } = await owner.get<{ data: Group[]; nextCursor: string | null }>(path);
      assert.ok(body.data.length <= 2);
      names.push(...body.data.map(({ name }) => name));
      cursor = body.nextCursor;
    }
    assert.deepEqual(names, ['art', 'Everyone', 'North art', 'Zebra', 'Ärzte']);
    const { body: found } = await owner.get<{ data: Group[] }>('/v1/groups?search=ART');
    assert.deepEqual(
      found.data.map(({ name }) => name),
      ['art', 'North art'],
    );
    assertRefused(await owner.get('/v1/groups?cursor=x'), 400, 'invalid_cursor');
  });

  it('are 5,000 at most, also when the last places are taken at once', async () => {
    const { owner, accountId } = await freshAccount(app);
    await insideAccount(app.sql, accountId, (client) =>
      client.query(
        `insert into groups (account_id, id, name, name_key, created_at)
        select $1, ordered_id(muster_now(), i), 'Group ' || i, 'group ' || i, muster_now() from generate_series(1, 4996) i`,
        [accountId],
      ),
    );
    const made = await Promise.all(
      Array.from({ length: 6 }, (_, n) => owner.post<ProblemAnswer>('/v1/groups', { name: `Last ${n}` })),
    );
    assert.deepEqual(made.map(({ status }) => status).sort(), [201, 201, 201, 409, 409, 409]);
    const refused = made.find(({ status }) => status === 409);
    assert.equal(refused?.body.code, 'groups_full');
    assert.match(refused?.body.detail ?? '', /5000 groups/);
  });

  it('are created and renamed, and what was done stands in the audit log', async () => {
    const { owner } = await freshAccount(app);
    const made = await makeGroup(owner, '  Sales  ');
    const { id } = made;
    const renamed = await owner.patch<Group>(`/v1/groups/${id}`, { name: 'Vertrieb' });
    const { version, ...shown } = renamed.body;
    assert.notEqual(version, made.version);
    assert.deepEqual(shown, { id, name: 'Vertrieb', isDefault: false, members: 0 });
    const { body } = await owner.get<{ data: { summary: string }[] }>('/v1/audit?limit=2');
    assert.deepEqual(
      body.data.map(({ summary }) => summary),
      ['Group renamed, today Vertrieb', 'Group Vertrieb created'],
    );
  });

  it('have names that differ by look, when created and when renamed', async () => {
    const { owner } = await freshAccount(app);
    await makeGroup(owner, 'Sales Team');
    const other = await makeGroup(owner, 'Art');
    for (const name of ['sales team', 'SALES  TEAM', 'Ｓａｌｅｓ Team', 'Sales\u00a0Team']) {
      assertRefused(await owner.post('/v1/groups', { name }), 409, 'group_name_taken');
      assertRefused(await owner.patch(`/v1/groups/${other.id}`, { name }), 409, 'group_name_taken');
    }
    assert.equal((await owner.patch(`/v1/groups/${other.id}`, { name: 'ART' })).status, 200);
  });

  it('of two who create the same one at once one does, and the other is told', async () => {
    const { owner } = await freshAccount(app);
    const replies = await Promise.all(['Sales', 'sales'].map((name) => owner.post('/v1/groups', { name })));
    assert.deepEqual(replies.map(({ status }) => status).sort(), [201, 409]);
  });

  it('have names of one line, not empty and not endless', async () => {
    const { owner } = await freshAccount(app);
    for (const name of ['', '   ', 'a\nb', 'x'.repeat(101)])
      assertRefused(await owner.post('/v1/groups', { name }), 400, 'invalid_request');
  });
});

describe('deleting a group', () => {
  it('moves everyone in it to the default group, the Owner and the trash too, as a change that can be seen', async () => {
    const { owner, ownerId } = await freshAccount(app);
    const { id } = await makeGroup(owner, 'Sales');
    const { users } = await addPeople(owner, 3, { groupId: id });
    await owner.patch(`/v1/users/${ownerId}`, { groupId: id });
    await owner.delete(`/v1/users/${users[0]?.id}`);
    const { status, body } = await owner.delete<{ moved: number; changeId: string }>(`/v1/groups/${id}`);
    assert.deepEqual([status, body.moved], [200, 3]);
    for (const person of [ownerId, ...users.map((user) => user.id)])
      assert.equal(await groupOf(owner, person), 'Everyone');
    assert.deepEqual(
      (await groups(owner)).map(({ name, members: n }) => [name, n]),
      [['Everyone', 3]],
    );
    assert.equal((await owner.post(`/v1/users/${users[0]?.id}/restore`)).status, 200);
    const history = await owner.get<{ data: { changeId: string }[] }>(`/v1/users/${ownerId}/history`);
    assert.equal(history.body.data[0]?.changeId, body.changeId);
  });

  it('by an Admin moves the Owner and Admins too', async () => {
    const { owner, ownerId } = await freshAccount(app);
    const { browser: admin, user } = await joinedPerson(app, owner, 'admin');
    const { id } = await makeGroup(owner, 'Sales');
    for (const person of [ownerId, user.id]) await owner.patch(`/v1/users/${person}`, { groupId: id });
    assert.equal((await admin.delete(`/v1/groups/${id}`)).body['moved'], 2);
    assert.equal(await groupOf(owner, ownerId), 'Everyone');
  });

  it('is refused for the default group until another is the default', async () => {
    const { owner } = await freshAccount(app);
    const { defaultGroupId } = await accountOf(owner);
    const { id } = await makeGroup(owner, 'Sales');
    assertRefused(await owner.delete(`/v1/groups/${defaultGroupId}`), 409, 'group_is_default');
    assert.equal((await owner.patch('/v1/account', { defaultGroupId: id })).status, 200);
    assert.equal((await owner.delete(`/v1/groups/${defaultGroupId}`)).status, 200);
    assert.deepEqual(
      (await groups(owner)).map((group) => [group.name, group.isDefault, group.members]),
      [['Sales', true, 1]],
    );
  });

  it('that nobody is in moves nobody, and one that is gone is not found', async () => {
    const { owner } = await freshAccount(app);
    const { id } = await makeGroup(owner, 'Sales');
    assert.deepEqual((await owner.delete(`/v1/groups/${id}`)).body, { moved: 0, changeId: null });
    assertRefused(await owner.delete(`/v1/groups/${id}`), 404, 'not_found');
    assertRefused(await owner.patch(`/v1/groups/${id}`, { name: 'Other' }), 404, 'not_found');
  });

  it('while people are being put into it leaves nobody in a group that is gone', async () => {
    const { owner } = await freshAccount(app);
    const { id } = await makeGroup(owner, 'Sales');
    const { users } = await addPeople(owner, 8);
    const replies = await Promise.all([
      ...users.map((user) => owner.patch(`/v1/users/${user.id}`, { groupId: id })),
      owner.delete(`/v1/groups/${id}`),
    ]);
    assert.ok(
      replies.every(({ status }) => [200, 422].includes(status)),
      replies.map(({ status }) => status).join(),
    );
    assert.deepEqual(
      (await groups(owner)).map(({ name, members: n }) => [name, n]),
      [['Everyone', 9]],
    );
  });
});

describe('somebody restored while their group is deleted', () => {
  it('is in the default group afterwards, and is counted there', async () => {
    const { owner, accountId } = await freshAccount(app);
    const { id } = await makeGroup(owner, 'Sales');
    const { users } = await addPeople(owner, 2, { groupId: id });
    const [member, trashed] = users;
    assert.ok(member && trashed);
    await owner.delete(`/v1/users/${trashed.id}`);
    const held = await holdRows(
      app.sql,
      accountId,
      'select 1 from users where account_id = $1 and id = $2 for update',
      [accountId, member.id],
    );
    const deletion = owner.delete(`/v1/groups/${id}`);
    await held.waited(1);
    const restore = owner.post(`/v1/users/${trashed.id}/restore`);
    await Promise.race([restore, held.waited(2)]);
    await held.release();
    assert.deepEqual([(await deletion).status, (await restore).status], [200, 200]);
    assert.deepEqual(
      (await groups(owner)).map(({ name, members: n }) => [name, n]),
      [['Everyone', 3]],
    );
  });
});

describe('the default group', () => {
  it('is given to whoever joins without another, on every path', async () => {
    const { owner } = await freshAccount(app);
    const { id } = await makeGroup(owner, 'Sales');
    await owner.patch('/v1/account', { defaultGroupId: id });
    const { users } = await addPeople(owner, 1);
    assert.equal(users[0]?.group.name, 'Sales');
    const file = `new.${crypto.randomUUID()}@example.com,Ada,Lovelace,,\n`;
    const planned = await owner.post<{ id: string }>('/v1/changes?source=csv', file, {
      headers: { 'content-type': 'text/csv' },
    });
    assert.equal(planned.status, 201, JSON.stringify(planned.body));
    assert.equal((await owner.post(`/v1/changes/${planned.body.id}/apply`)).status, 200);
    const { body } = await owner.get<{ data: User[] }>('/v1/users?search=lovelace');
    assert.deepEqual(
      body.data.map((user) => user.group.name),
      ['Sales'],
    );
  });

  it('must be a group of the account', async () => {
    const { owner } = await freshAccount(app);
    const { owner: stranger } = await freshAccount(app);
    const foreign = (await accountOf(stranger)).defaultGroupId;
    assertRefused(await owner.patch('/v1/account', { defaultGroupId: foreign }), 422, 'group_unknown');
    assertRefused(await owner.delete(`/v1/groups/${foreign}`), 404, 'not_found');
  });
});

it('afterwards seats, counts, changes and the audit log agree in every account', () => assertSound(app));

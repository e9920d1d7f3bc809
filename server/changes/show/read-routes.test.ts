import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type RawBuilder, sql } from 'kysely';
import { inAccount } from '../../database/database.ts';
import { asSystem } from '../../kernel/context.ts';
import { startTestApp } from '../../testing/app.ts';
import type { Client } from '../../testing/client.ts';
import { freshAccount } from '../../testing/fresh-account.ts';
import { addPeople, joinedPerson } from '../../testing/people.ts';
import type { User } from '../../users/user.ts';
import type { Change } from '../engine/change.ts';
import type { Row } from './row.ts';

const app = await startTestApp();
type Page<Item> = { data: Item[]; nextCursor: string | null };
type Entry = { changeId: string; action: string; actor: { name: string }; fields: Row['fields'] };

const unknownId = '01900000-0000-7000-8000-000000000000';
const ids = (users: User[]) => users.map((user) => user.id);

async function change(by: Client, select: unknown, what: unknown, apply = true): Promise<Change> {
  const { status, body } = await by.post<Change>('/v1/changes', { select, do: what, apply });
  assert.ok(status < 300, JSON.stringify(body));
  return body;
}

/** Writes rows directly, as if time had passed or a job were running. No caller can do this. */
function inside(accountId: string, statement: RawBuilder<unknown>): Promise<unknown> {
  const who = asSystem(accountId, 'console');
  return inAccount(app.tools.database, who, (ctx) => statement.execute(ctx.db));
}

/** Every item of a list, page by page. */
async function every<Item>(by: Client, path: string, limit: number): Promise<{ items: Item[]; pages: number }> {
  const items: Item[] = [];
  let pages = 0;
  for (let cursor: string | null = ''; cursor !== null; pages++) {
    const { status, body }: { status: number; body: Page<Item> } = await by.get(
      `${path}${path.includes('?') ? '&' : '?'}limit=${limit}${cursor ? `&cursor=${cursor}` : ''}`,
    );
    assert.equal(status, 200, JSON.stringify(body));
    items.push(...body.data);
    cursor = body.nextCursor;
  }
  return { items, pages };
}

describe('reading a change', () => {
  it('answers what applying it answered, with a sentence and the actor’s name', async () => {
    const { owner, ownerId } = await freshAccount(app);
    const { users } = await addPeople(owner, 2);
    const applied = await change(owner, { ids: ids(users) }, { set: { department: 'Legal' } });
    const { status, body } = await owner.get<Change>(`/v1/changes/${applied.id}`);
    assert.equal(status, 200);
    assert.deepEqual(body, applied);
    assert.equal(body.summary, 'Department of 2 people set to Legal');
    assert.deepEqual(body.actor, { id: ownerId, kind: 'user', name: 'Olivia Owner' });
    assert.equal(body.state, 'applied');
    assert.deepEqual(body.result, { create: 0, update: 2, remove: 0, unchanged: 0, refused: 0 });
  });

  it('says until when it can be undone, and nothing once it is undone or thirty days are over', async () => {
    const { owner, accountId } = await freshAccount(app);
    const { users, changeId } = await addPeople(owner, 1);
    const applied = await change(owner, { ids: ids(users) }, { set: { department: 'Legal' } });
    const days = (Date.parse(applied.undoUntil ?? '') - Date.parse(applied.appliedAt ?? '')) / 86_400_000;
    assert.equal(days, 30);
    const undo = await owner.post<Change>(`/v1/changes/${applied.id}/undo`);
    assert.equal(undo.body.summary, 'Undone: Department of First1 Last1 set to Legal');
    const after = await owner.get<Change>(`/v1/changes/${applied.id}`);
    assert.deepEqual([after.body.undoUntil, after.body.undoneBy, after.body.state], [null, undo.body.id, 'undone']);
    await inside(
      accountId,
      sql`update changes set applied_at = applied_at - interval '31 days' where account_id = ${accountId} and id = ${changeId}`,
    );
    const old = await owner.get<Change>(`/v1/changes/${changeId}`);
    assert.equal(old.body.undoUntil, null);
  });

  it('cannot be undone when it was somebody’s own act', async () => {
    const { owner } = await freshAccount(app);
    await joinedPerson(app, owner, 'member');
    const { body } = await owner.get<Page<Change>>('/v1/changes');
    const [accepted] = body.data;
    assert.deepEqual(
      [accepted?.summary, accepted?.actor.kind, accepted?.undoUntil],
      ['First1 Last1 accepted the invitation', 'invited', null],
    );
  });

  it('names nobody whose data was erased', async () => {
    const { owner } = await freshAccount(app);
    const { browser, user } = await joinedPerson(app, owner, 'admin');
    const { users } = await addPeople(browser, 1);
    await owner.delete(`/v1/users/${user.id}`);
    await owner.post(`/v1/users/${user.id}/erase`);
    const { body } = await owner.get<Entry & Page<Entry>>(`/v1/users/${users[0]?.id}/history`);
    assert.equal(body.data[0]?.actor.name, 'A removed person');
    const { items } = await every<Change>(owner, '/v1/changes', 50);
    assert.ok(!JSON.stringify(items).includes(user.email));
  });
});

describe('the list of changes', () => {
  it('is newest first and complete over its pages', async () => {
    const { owner } = await freshAccount(app);
    const { users } = await addPeople(owner, 1);
    for (const department of ['A', 'B', 'C', 'D']) await change(owner, { ids: ids(users) }, { set: { department } });
    const { items, pages } = await every<Change>(owner, '/v1/changes', 2);
    assert.equal(pages, 3);
    assert.deepEqual(
      items.map((item) => item.summary),
      [...['D', 'C', 'B', 'A'].map((name) => `Department of First1 Last1 set to ${name}`), 'First1 Last1 added'],
    );
  });

  it('shows one state alone when asked to', async () => {
    const { owner } = await freshAccount(app);
    const { users } = await addPeople(owner, 1);
    const planned = await change(owner, { ids: ids(users) }, { remove: true }, false);
    const { body } = await owner.get<Page<Change>>('/v1/changes?state=planned');
    assert.deepEqual(
      body.data.map((item) => item.id),
      [planned.id],
    );
  });
});

describe('the rows of a change', () => {
  it('show each person once over all pages, with what was before and after', async () => {
    const { owner } = await freshAccount(app);
    const { users } = await addPeople(owner, 25);
    const { id } = await change(owner, { ids: ids(users) }, { set: { department: 'Legal' } });
    const { items, pages } = await every<Row>(owner, `/v1/changes/${id}/rows`, 10);
    assert.equal(pages, 3);
    assert.deepEqual(
      items.map((row) => row.userId),
      ids(users).sort(),
    );
    assert.deepEqual(items[0]?.fields, [{ field: 'department', before: '', after: 'Legal' }]);
    assert.deepEqual([items[0]?.email, items[0]?.name, items[0]?.outcome], [users[0]?.email, 'First1 Last1', 'update']);
  });

  it('tell changed, unchanged and refused people apart, planned and applied alike', async () => {
    const { owner, ownerId } = await freshAccount(app);
    const { users } = await addPeople(owner, 2);
    const [first, second] = users;
    await owner.patch(`/v1/users/${first?.id}`, { department: 'Legal' });
    await owner.delete(`/v1/users/${second?.id}`);
    const what = { set: { department: 'Legal' } };
    const planned = await change(owner, { ids: [...ids(users), ownerId, unknownId] }, what, false);
    const seen = async () => {
      const { items } = await every<Row>(owner, `/v1/changes/${planned.id}/rows`, 1);
      return items.map((row) => [row.userId, row.outcome, row.code]).sort();
    };
    const expected = [
      [unknownId, 'refused', 'unknown_user'],
      [ownerId, 'update', null],
      [first?.id, 'unchanged', null],
      [second?.id, 'refused', 'already_removed'],
    ].sort();
    assert.deepEqual(await seen(), expected);
    await owner.post(`/v1/changes/${planned.id}/apply`);
    assert.deepEqual(await seen(), expected);
  });

  it('can be asked for by outcome, planned and applied alike', async () => {
    const { owner } = await freshAccount(app);
    const { users } = await addPeople(owner, 3);
    await owner.delete(`/v1/users/${users[1]?.id}`);
    const planned = await change(owner, { ids: ids(users) }, { resend: true }, false);
    const refused = async () =>
      (await every<Row>(owner, `/v1/changes/${planned.id}/rows?outcome=refused`, 50)).items.map((row) => row.email);
    const before = await refused();
    await owner.post(`/v1/changes/${planned.id}/apply`);
    assert.deepEqual([before, await refused()], [[users[1]?.email], [users[1]?.email]]);
    const updated = await every<Row>(owner, `/v1/changes/${planned.id}/rows?outcome=update`, 1);
    assert.equal(updated.items.length, 2);
  });

  it('name groups as they are called, not by id', async () => {
    const { owner } = await freshAccount(app);
    const { users } = await addPeople(owner, 1);
    const group = await owner.post<{ id: string }>('/v1/groups', { name: 'Sales' });
    const { id } = await change(owner, { ids: ids(users) }, { set: { groupId: group.body.id } });
    const { body } = await owner.get<Page<Row>>(`/v1/changes/${id}/rows`);
    assert.deepEqual(
      body.data[0]?.fields.map(({ field, after }) => [field, after]),
      [['group', 'Sales']],
    );
  });

  it('of a cancelled plan show nobody', async () => {
    const { owner } = await freshAccount(app);
    const { users } = await addPeople(owner, 1);
    const planned = await change(owner, { ids: ids(users) }, { remove: true }, false);
    await owner.post(`/v1/changes/${planned.id}/cancel`);
    const { body } = await owner.get<Page<Row>>(`/v1/changes/${planned.id}/rows`);
    assert.deepEqual(body, { data: [], nextCursor: null });
  });

  it('refuse a cursor that is not theirs', async () => {
    const { owner } = await freshAccount(app);
    const { changeId } = await addPeople(owner, 1);
    for (const cursor of [
      'x',
      Buffer.from('["a","b","c"]').toString('base64url'),
      Buffer.from('["1"]').toString('base64url'),
    ]) {
      const { status, body } = await owner.get(`/v1/changes/${changeId}/rows?cursor=${cursor}`);
      assert.deepEqual([status, body['code']], [400, 'invalid_cursor']);
    }
  });
});

describe('one person’s history', () => {
  it('tells what was done, newest first, in words', async () => {
    const { owner } = await freshAccount(app);
    const { users } = await addPeople(owner, 3);
    const id = users[0]?.id;
    await owner.patch(`/v1/users/${id}`, { firstName: 'Ada' });
    const moved = await change(owner, { ids: ids(users) }, { set: { department: 'Legal' } });
    await owner.post(`/v1/changes/${moved.id}/undo`);
    await change(owner, { ids: ids(users) }, { resend: true });
    await owner.delete(`/v1/users/${id}`);
    await change(owner, { ids: ids(users) }, { restore: true });
    const { items } = await every<Entry>(owner, `/v1/users/${id}/history`, 2);
    assert.deepEqual(
      items.map((entry) => entry.action),
      ['restored', 'removed', 'invited again', 'undone', 'changed', 'changed', 'added'],
    );
    assert.deepEqual(items[4]?.fields, [{ field: 'department', before: '', after: 'Legal' }]);
    assert.deepEqual(items[5]?.fields, [{ field: 'firstName', before: 'First1', after: 'Ada' }]);
  });

  it('holds nothing that was done to others alone', async () => {
    const { owner } = await freshAccount(app);
    const { users } = await addPeople(owner, 3);
    const [first, middle, last] = ids(users);
    await change(owner, { ids: [first, last] }, { set: { department: 'Legal' } });
    const { body } = await owner.get<Page<Entry>>(`/v1/users/${middle}/history`);
    assert.deepEqual(
      body.data.map((entry) => entry.action),
      ['added'],
    );
  });

  it('says that somebody joined', async () => {
    const { owner } = await freshAccount(app);
    const { user } = await joinedPerson(app, owner, 'member');
    const { body } = await owner.get<Page<Entry>>(`/v1/users/${user.id}/history`);
    assert.deepEqual(
      body.data.map((entry) => entry.action),
      ['joined', 'added'],
    );
  });
});

describe('who may read changes', () => {
  it('another account’s change or user answers like one that does not exist, and so does what is no id', async () => {
    const { owner } = await freshAccount(app);
    const { users, changeId } = await addPeople(owner, 1);
    const { owner: stranger } = await freshAccount(app);
    const paths = ['', '/rows', '/rows.csv', '/events'].map((end) => (id: string) => `/v1/changes/${id}${end}`);
    const asked = [
      ...paths.map((path) => [path, changeId] as const),
      [(id: string) => `/v1/users/${id}/history`, users[0]?.id ?? ''] as const,
    ];
    for (const [path, id] of asked) {
      const own = path(id).endsWith('.csv') || path(id).endsWith('events') ? 200 : (await owner.get(path(id))).status;
      assert.equal(own, 200, path(id));
      const answers = await Promise.all([id, unknownId, 'nonsense'].map((other) => stranger.get(path(other))));
      for (const { status, body } of answers) {
        assert.equal(status, 404, path(id));
        assert.deepEqual({ ...body, requestId: '' }, { ...answers[0]?.body, requestId: '' });
      }
    }
  });

  it('a Member may not', async () => {
    const { owner } = await freshAccount(app);
    const { browser, user } = await joinedPerson(app, owner, 'member');
    const { changeId } = await addPeople(owner, 1);
    for (const path of ['', `/${changeId}`, `/${changeId}/rows`, `/${changeId}/rows.csv`, `/${changeId}/events`]) {
      assert.equal((await browser.get(`/v1/changes${path}`)).status, 403, path);
    }
    assert.equal((await browser.get(`/v1/users/${user.id}/history`)).status, 403);
  });
});

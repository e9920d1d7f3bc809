import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { assertRefused } from '../testing/answers.ts';
import { rowsIn, startTestApp } from '../testing/app.ts';
import type { Client } from '../testing/client.ts';
import { freshAccount } from '../testing/fresh-account.ts';
import { assertSound } from '../testing/invariants.ts';
import { addPeople, joinedPerson } from '../testing/people.ts';
import { ownMax, sharedMax, type View } from './view.ts';

const app = await startTestApp();

const given = { filter: { department: 'Sales', status: 'pending' }, sort: '-createdAt', columns: ['type', 'status'] };

async function save(by: Client, name: string, shared = false): Promise<View> {
  const { status, body } = await by.post<View>('/v1/views', { name, ...given, shared });
  assert.equal(status, 201, JSON.stringify(body));
  return body;
}
const names = async (by: Client) =>
  (await by.get<{ data: View[] }>('/v1/views')).body.data.map(({ name, mine }) => [name, mine]);
const seenBy = async (by: Client, { id }: View) => (await by.get(`/v1/views/${id}`)).status;

/** The Owner and an Admin at their browsers, in one account. */
async function office() {
  const { owner, accountId, ownerId } = await freshAccount(app);
  const { user, browser: admin } = await joinedPerson(app, owner, 'admin');
  return { owner, ownerId, admin, adminId: user.id, accountId };
}

describe('a saved view', () => {
  it('keeps filters, sort and columns as they were, and is changed in any of them', async () => {
    const { owner, ownerId } = await office();
    const made = await save(owner, '  Sales, not answered ');
    assert.deepEqual(
      { ...made, id: '', updatedAt: '' },
      {
        id: '',
        updatedAt: '',
        name: 'Sales, not answered',
        ...given,
        shared: false,
        madeBy: { id: ownerId, name: 'Olivia Owner' },
        mine: true,
        mayDelete: true,
      },
    );
    const renamed = await owner.patch<View>(`/v1/views/${made.id}`, { name: 'Sales' });
    assert.deepEqual(renamed.body, { ...made, name: 'Sales', updatedAt: renamed.body.updatedAt });
    const next = { filter: { search: 'ann' }, sort: 'email', columns: [] };
    await owner.patch(`/v1/views/${made.id}`, next);
    const { body } = await owner.get<View>(`/v1/views/${made.id}`);
    assert.deepEqual([body.filter, body.sort, body.columns], [next.filter, next.sort, next.columns]);
  });

  it('of another person is as one that does not exist, until they share it, and again once they keep it to themselves', async () => {
    const { owner, admin } = await office();
    const view = await save(owner, 'Mine');
    assertRefused(await admin.get(`/v1/views/${view.id}`), 404, 'not_found');
    assertRefused(await admin.patch(`/v1/views/${view.id}`, { name: 'Yours' }), 404, 'not_found');
    assertRefused(await admin.delete(`/v1/views/${view.id}`), 404, 'not_found');
    assert.deepEqual(await names(admin), []);
    await owner.patch(`/v1/views/${view.id}`, { shared: true });
    assert.deepEqual(await names(admin), [['Mine', false]]);
    assert.equal(await seenBy(admin, view), 200);
    await owner.patch(`/v1/views/${view.id}`, { shared: false });
    assert.equal(await seenBy(admin, view), 404);
  });

  it('is listed by name, one’s own among the shared ones', async () => {
    const { owner, admin } = await office();
    await save(owner, 'beta', true);
    await save(owner, 'Alpha', true);
    await save(admin, 'Gamma');
    await save(admin, 'aaa');
    assert.deepEqual(await names(admin), [
      ['aaa', true],
      ['Alpha', false],
      ['beta', false],
      ['Gamma', true],
    ]);
  });

  it('that is shared is changed by whoever made it alone, and deleted by them or the Owner', async () => {
    const { owner, admin } = await office();
    const [ofOwner, ofAdmin] = [await save(owner, 'Of the Owner', true), await save(admin, 'Of the Admin', true)];
    assertRefused(await admin.patch(`/v1/views/${ofOwner.id}`, { name: 'Taken over' }), 403, 'view_protected');
    assertRefused(await owner.patch(`/v1/views/${ofAdmin.id}`, { name: 'Taken over' }), 403, 'view_protected');
    assertRefused(await admin.delete(`/v1/views/${ofOwner.id}`), 403, 'view_protected');
    assert.equal((await owner.delete(`/v1/views/${ofAdmin.id}`)).status, 204);
    assert.deepEqual(await names(admin), [['Of the Owner', false]]);
    assertRefused(await owner.delete(`/v1/views/${ofAdmin.id}`), 404, 'not_found');
  });

  it('has a name its maker has not given before, whatever it is written like; another person may have the same', async () => {
    const { owner, admin } = await office();
    await save(owner, 'Sales Team', true);
    const other = await save(owner, 'Other');
    for (const name of ['sales team', 'SALES  TEAM', 'Ｓａｌｅｓ Team']) {
      assertRefused(await owner.post('/v1/views', { name, columns: [] }), 409, 'view_name_taken');
      assertRefused(await owner.patch(`/v1/views/${other.id}`, { name }), 409, 'view_name_taken');
    }
    await save(admin, 'Sales Team', true);
  });

  it('is refused with what the list does not know, or that is too long', async () => {
    const { owner } = await office();
    const good = { name: 'Good', columns: ['type'] };
    for (const wrong of [
      { name: ' ' },
      { name: 'x'.repeat(101) },
      { filter: { colour: 'red' } },
      { filter: { status: 'asleep' } },
      { filter: { search: 'x'.repeat(10_001) } },
      { sort: 'shoeSize' },
      { columns: ['a b'] },
      { columns: Array.from({ length: 31 }, () => 'type') },
      { owner: 'me' },
    ])
      assertRefused(await owner.post('/v1/views', { ...good, ...wrong }), 400, 'invalid_request');
    const { id } = await save(owner, 'Kept');
    assertRefused(await owner.patch(`/v1/views/${id}`, {}), 400, 'invalid_request');
    assertRefused(await owner.get('/v1/views/no-id-at-all'), 404, 'not_found');
  });

  it('leaves who made, shared, changed and deleted it in the audit log, and never its name', async () => {
    const { owner } = await office();
    const { id } = await save(owner, 'Quokka');
    await owner.patch(`/v1/views/${id}`, { columns: [] });
    await owner.patch(`/v1/views/${id}`, { shared: true });
    await owner.delete(`/v1/views/${id}`);
    const { body } = await owner.get<{ data: { summary: string }[] }>('/v1/audit?limit=4');
    assert.deepEqual(
      body.data.map(({ summary }) => summary),
      ['View deleted', 'View shared with the Admins', 'View changed', 'View saved'],
    );
    assert.doesNotMatch(JSON.stringify(body), /quokka/i);
  });
});

describe('the number of views', () => {
  it('has a limit for each person, and the next is refused with the number, also when many come at once', async () => {
    const { owner, admin } = await office();
    for (let i = 0; i < ownMax - 2; i++) await save(owner, `View ${i}`);
    const replies = await Promise.all(
      [1, 2, 3, 4, 5].map((i) => owner.post<View>('/v1/views', { name: `Last ${i}`, columns: [] })),
    );
    assert.deepEqual(replies.map(({ status }) => status).sort(), [201, 201, 409, 409, 409]);
    assertRefused(await owner.post('/v1/views', { name: 'More', columns: [] }), 409, 'views_full');
    await save(admin, 'Of somebody else');
    const [first] = (await owner.get<{ data: View[] }>('/v1/views')).body.data;
    assert.equal((await owner.patch(`/v1/views/${first?.id}`, { shared: true })).status, 200, 'one that is there');
  });

  it('that an account shares has a limit, and one can still be kept to oneself', async () => {
    const { owner, accountId } = await office();
    await rowsIn(
      app,
      accountId,
      `insert into saved_views (account_id, id, name, name_key, filter, sort, columns, shared, created_at, updated_at)
        select $1, gen_random_uuid(), n::text, n::text, '{}', 'name', '{}', true, muster_now(), muster_now() from generate_series(1, $2::int) n`,
      [accountId, sharedMax],
    );
    assertRefused(
      await owner.post('/v1/views', { name: 'One more', columns: [], shared: true }),
      409,
      'shared_views_full',
    );
    const own = await save(owner, 'One more');
    assertRefused(await owner.patch(`/v1/views/${own.id}`, { shared: true }), 409, 'shared_views_full');
  });
});

describe('erasing a person', () => {
  it('erases the views they kept to themselves, and leaves what they shared without their name', async () => {
    const { owner, admin, adminId, accountId } = await office();
    const [own, shared] = [await save(admin, 'Own'), await save(admin, 'Shared', true)];
    await owner.delete(`/v1/users/${adminId}`);
    assert.equal((await owner.post(`/v1/users/${adminId}/erase`)).status, 204);
    const { rows } = await rowsIn(app, accountId, 'select id, user_id from saved_views');
    assert.deepEqual(rows, [{ id: shared.id, user_id: null }], own.id);
    const { body } = await owner.get<View>(`/v1/views/${shared.id}`);
    assert.deepEqual([body.madeBy, body.mine, body.mayDelete], [null, false, true]);
  });

  it('takes a search for their address or name out of everybody’s views, and leaves other searches', async () => {
    const { owner } = await office();
    const { users } = await addPeople(owner, 1);
    const [user] = users;
    assert.ok(user);
    const search = async (words: string) =>
      (await owner.post<View>('/v1/views', { name: words, filter: { search: words, type: 'basic' }, columns: [] }))
        .body;
    const views = [await search(user.email.toUpperCase()), await search('First1 last1'), await search('first')];
    await owner.delete(`/v1/users/${user.id}`);
    await owner.post(`/v1/users/${user.id}/erase`);
    const after = await Promise.all(
      views.map(async ({ id }) => (await owner.get<View>(`/v1/views/${id}`)).body.filter),
    );
    assert.deepEqual(after, [{ type: 'basic' }, { type: 'basic' }, { search: 'first', type: 'basic' }]);
  });
});

it('afterwards every account is sound', () => assertSound(app));

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { assertRefused } from '../testing/answers.ts';
import { startTestApp } from '../testing/app.ts';
import { apply, plan, planAndApply, refusals } from '../testing/changes.ts';
import type { Client } from '../testing/client.ts';
import { freshAccount } from '../testing/fresh-account.ts';
import { assertSound } from '../testing/invariants.ts';
import { clockTo } from '../testing/moment.ts';
import { addPeople, joinedPerson } from '../testing/people.ts';
import { accountOf, buySeats, seatsOf } from '../testing/seats.ts';
import type { User } from '../users/user.ts';
import type { Change } from './engine/change.ts';

const app = await startTestApp();
const unknownId = '01900000-0000-7000-8000-000000000000';
const ids = (users: User[]) => users.map(({ id }) => id);
const get = async (by: Client, id: string | undefined) => (await by.get<User>(`/v1/users/${id}`)).body;
const types = async (by: Client, users: User[]) => Promise.all(users.map(async ({ id }) => (await get(by, id)).type));

describe('planning a change', () => {
  it('says what would be done, refused and why, how many seats and mails, and does nothing', async () => {
    const { owner, ownerId } = await freshAccount(app);
    await buySeats(owner, { pro: 5 });
    const { users } = await addPeople(owner, 4);
    await owner.patch(`/v1/users/${users[0]?.id}`, { type: 'pro' });
    await owner.delete(`/v1/users/${users[1]?.id}`);
    const planned = await plan(owner, { ids: [...ids(users), ownerId, unknownId] }, { set: { type: 'pro' } });
    assert.deepEqual(planned.plan, {
      ...{ create: 0, update: 3, remove: 0, unchanged: 1, refused: 2, mails: 0, addOnsLost: 0 },
      seats: [{ product: 'pro', needed: 3, free: 4 }],
      refusals: planned.plan?.refusals,
    });
    assert.deepEqual(refusals(planned), { already_removed: 1, unknown_user: 1 });
    assert.deepEqual(planned.plan?.refusals.find(({ code }) => code === 'already_removed')?.people, [
      { id: users[1]?.id, name: 'First2 Last2' },
    ]);
    assert.deepEqual(await types(owner, users), ['pro', 'basic', 'basic', 'basic']);
    assert.deepEqual(await seatsOf(owner, 'pro'), [5, 1, 4]);
  });

  it('counts the mails of resending, the seats that removing frees, and never the Owner', async () => {
    const { owner } = await freshAccount(app);
    await buySeats(owner, { pro: 3 });
    await addPeople(owner, 3, { type: 'pro' });
    const resend = await plan(owner, { where: {} }, { resend: true });
    assert.deepEqual([resend.plan?.mails, refusals(resend)], [3, { owner_protected: 1 }]);
    const remove = await plan(owner, { where: {} }, { remove: true });
    assert.deepEqual(
      [remove.plan?.remove, remove.plan?.seats, refusals(remove)],
      [3, [{ product: 'pro', needed: -3, free: 0 }], { owner_protected: 1 }],
    );
  });

  it('all Pro to Basic says how many lose add-ons, and takes them with their seats', async () => {
    const { owner } = await freshAccount(app);
    await buySeats(owner, { pro: 5, webinar: 5 });
    const plain = await addPeople(owner, 2, { type: 'pro' });
    const rich = await addPeople(owner, 3, { type: 'pro', addOns: ['webinar'] });
    const planned = await plan(owner, { where: { type: 'pro' } }, { set: { type: 'basic' } });
    assert.equal(planned.plan?.addOnsLost, 3);
    assert.deepEqual(planned.plan?.seats, [
      { product: 'pro', needed: -5, free: 0 },
      { product: 'webinar', needed: -3, free: 2 },
    ]);
    await apply(owner, planned);
    for (const { id } of [...plain.users, ...rich.users]) {
      const { type, addOns } = await get(owner, id);
      assert.deepEqual([type, addOns], ['basic', []]);
    }
    assert.deepEqual(
      [await seatsOf(owner, 'pro'), await seatsOf(owner, 'webinar')],
      [
        [5, 0, 5],
        [5, 0, 5],
      ],
    );
  });

  it('an add-on for people of several types refuses those whose type cannot hold it', async () => {
    const { owner } = await freshAccount(app);
    await buySeats(owner, { pro: 5, webinar: 5 });
    const basic = await addPeople(owner, 2);
    const pro = await addPeople(owner, 2, { type: 'pro' });
    const everyone = { ids: ids([...basic.users, ...pro.users]) };
    const planned = await plan(owner, everyone, { set: { addOns: { add: ['webinar'] } } });
    assert.deepEqual([planned.plan?.update, refusals(planned)], [2, { add_on_needs_type: 2 }]);
    assert.deepEqual((await apply(owner, planned)).result, {
      create: 0,
      update: 2,
      remove: 0,
      unchanged: 0,
      refused: 2,
    });
  });

  it('of nobody, of what does not exist, or of nothing to do is refused', async () => {
    const { owner } = await freshAccount(app);
    const { users } = await addPeople(owner, 1);
    const select = { ids: ids(users) };
    for (const [body, status, code] of [
      [{ select: { ids: [] }, do: { remove: true } }, 422, 'nothing_selected'],
      [{ select, do: { set: {} } }, 400, 'invalid_request'],
      [{ select, do: { set: { type: 'gold' } } }, 422, 'type_unknown'],
      [{ select, do: { set: { groupId: unknownId } } }, 422, 'group_unknown'],
      [{ select, do: { set: { addOns: ['gold'] } } }, 422, 'add_on_unknown'],
      [{ select, do: { set: { email: 'a@example.com' } } }, 400, 'invalid_request'],
      [{ select: { where: { nobody: true } }, do: { remove: true } }, 400, 'invalid_request'],
      [{ select: {}, do: { remove: true } }, 400, 'invalid_request'],
    ] as const)
      assertRefused(await owner.post('/v1/changes', body), status, code);
  });
});

describe('who is meant', () => {
  it('is frozen when planned: who joins the filter afterwards is not touched, who leaves it is', async () => {
    const { owner } = await freshAccount(app);
    const early = await addPeople(owner, 2);
    const planned = await plan(
      owner,
      { where: { type: 'basic', status: 'pending' } },
      { set: { department: 'Legal' } },
    );
    const late = await addPeople(owner, 2);
    await owner.patch(`/v1/users/${early.users[0]?.id}`, { firstName: 'Ada' });
    assert.equal((await apply(owner, planned)).result?.update, 2);
    for (const { id } of early.users) assert.equal((await get(owner, id)).department, 'Legal');
    for (const { id } of late.users) assert.equal((await get(owner, id)).department, '');
  });

  it('leaves the exceptions out', async () => {
    const { owner, ownerId } = await freshAccount(app);
    const { users } = await addPeople(owner, 3);
    const except = [ownerId, users[1]?.id];
    const applied = await planAndApply(owner, { where: {}, except }, { remove: true });
    assert.deepEqual(applied.result, { create: 0, update: 0, remove: 2, unchanged: 0, refused: 0 });
    assert.deepEqual(await Promise.all(users.map(async ({ id }) => (await get(owner, id)).status)), [
      'removed',
      'pending',
      'removed',
    ]);
  });

  it('named twice is one person', async () => {
    const { owner } = await freshAccount(app);
    const { users } = await addPeople(owner, 1);
    const planned = await plan(owner, { ids: [...ids(users), ...ids(users)] }, { set: { department: 'Legal' } });
    assert.deepEqual([planned.progress.total, planned.plan?.update], [1, 1]);
  });

  it('is judged again when applied: by what each has become, and by the group that is gone', async () => {
    const { owner } = await freshAccount(app);
    const { body: group } = await owner.post<{ id: string }>('/v1/groups', { name: 'Sales' });
    const { users } = await addPeople(owner, 3);
    const move = await plan(owner, { ids: ids(users) }, { set: { groupId: group.id } });
    const rename = await plan(owner, { ids: ids(users) }, { set: { department: 'Legal' } });
    await owner.delete(`/v1/users/${users[0]?.id}`);
    await owner.patch(`/v1/users/${users[1]?.id}`, { department: 'Legal' });
    assert.deepEqual((await apply(owner, rename)).result, {
      create: 0,
      update: 1,
      remove: 0,
      unchanged: 1,
      refused: 1,
    });
    await owner.delete(`/v1/groups/${group.id}`);
    assert.deepEqual((await apply(owner, move)).result, { create: 0, update: 0, remove: 0, unchanged: 0, refused: 3 });
    const { body } = await owner.get<{ data: { code: string }[] }>(`/v1/changes/${move.id}/rows?outcome=refused`);
    assert.deepEqual(body.data.map(({ code }) => code).sort(), ['already_removed', 'group_unknown', 'group_unknown']);
  });

  it('is judged by the role of whoever applies', async () => {
    const { owner } = await freshAccount(app);
    const { browser: admin } = await joinedPerson(app, owner, 'admin');
    const { user } = await joinedPerson(app, owner, 'member');
    const planned = await plan(owner, { ids: [user.id] }, { set: { role: 'admin' } });
    const applied = await apply(admin, planned);
    assert.deepEqual(applied.result, { create: 0, update: 0, remove: 0, unchanged: 0, refused: 1 });
    assert.equal((await get(owner, user.id)).role, 'member');
  });
});

describe('applying a change', () => {
  it('each kind does what it says', async () => {
    const { owner } = await freshAccount(app);
    const { user } = await joinedPerson(app, owner, 'member');
    const select = { ids: [user.id] };
    for (const [what, status, outcome] of [
      [{ set: { status: 'deactivated' } }, 'deactivated', 'update'],
      [{ set: { status: 'active' } }, 'active', 'update'],
      [{ remove: true }, 'removed', 'remove'],
      [{ restore: true }, 'active', 'update'],
    ] as const) {
      const applied = await planAndApply(owner, select, what);
      assert.deepEqual([applied.state, applied.result?.[outcome]], ['applied', 1], JSON.stringify(what));
      assert.equal((await get(owner, user.id)).status, status);
    }
  });

  it('twice is refused, and so is applying what was cancelled', async () => {
    const { owner } = await freshAccount(app);
    const { users } = await addPeople(owner, 1);
    const planned = await plan(owner, { ids: ids(users) }, { set: { department: 'Legal' } });
    const replies = await Promise.all([1, 2].map(() => owner.post(`/v1/changes/${planned.id}/apply`)));
    assert.deepEqual(replies.map(({ status }) => status).sort(), [200, 409]);
    assertRefused(await owner.post(`/v1/changes/${planned.id}/cancel`), 409, 'change_not_cancellable');
    const dropped = await plan(owner, { ids: ids(users) }, { remove: true });
    assert.equal((await owner.post<Change>(`/v1/changes/${dropped.id}/cancel`)).body.state, 'cancelled');
    assertRefused(await owner.post(`/v1/changes/${dropped.id}/apply`), 409, 'change_not_planned');
    assert.equal((await get(owner, users[0]?.id)).status, 'pending');
  });

  it('short of seats does nothing and answers 409 with the plan; “as far as it fits” fills exactly the free ones', async () => {
    const { owner } = await freshAccount(app);
    await buySeats(owner, { pro: 3 });
    const { users } = await addPeople(owner, 5);
    const planned = await plan(owner, { ids: ids(users) }, { set: { type: 'pro' } });
    const refused = await owner.post<{ plan: Change['plan']; needed: number; free: number }>(
      `/v1/changes/${planned.id}/apply`,
    );
    assertRefused(refused, 409, 'seats_short');
    assert.deepEqual([refused.body.needed, refused.body.free, refused.body.plan], [5, 3, planned.plan]);
    assert.equal((await owner.get<Change>(`/v1/changes/${planned.id}`)).body.state, 'planned');
    assert.deepEqual(await seatsOf(owner, 'pro'), [3, 0, 3]);
    const applied = await apply(owner, planned, { overflow: 'fill' });
    assert.deepEqual(applied.result, { create: 0, update: 3, remove: 0, unchanged: 0, refused: 2 });
    assert.deepEqual((await types(owner, users)).filter((type) => type === 'pro').length, 3);
    assert.deepEqual(await seatsOf(owner, 'pro'), [3, 3, 0]);
  });

  it('filling needs a seat of every product that a person takes, and leaves no seat to those who take none of it', async () => {
    const { owner } = await freshAccount(app);
    await buySeats(owner, { pro: 10, webinar: 2 });
    const { users } = await addPeople(owner, 4);
    const body = {
      select: { ids: ids(users) },
      do: { set: { type: 'pro', addOns: ['webinar'] } },
      overflow: 'fill',
      apply: true,
    };
    const { body: applied } = await owner.post<Change>('/v1/changes', body);
    assert.deepEqual([applied.result?.update, applied.result?.refused], [2, 2]);
    assert.deepEqual(
      [await seatsOf(owner, 'pro'), await seatsOf(owner, 'webinar')],
      [
        [10, 2, 8],
        [2, 2, 0],
      ],
    );
  });

  it('in one step with planning is refused as a whole: no change is left behind', async () => {
    const { owner } = await freshAccount(app);
    const { users } = await addPeople(owner, 2);
    const before = (await owner.get<{ data: Change[] }>('/v1/changes')).body.data.length;
    const body = { select: { ids: ids(users) }, do: { set: { type: 'pro' } }, apply: true };
    assertRefused(await owner.post('/v1/changes', body), 409, 'seats_short');
    assert.equal((await owner.get<{ data: Change[] }>('/v1/changes')).body.data.length, before);
  });

  it('renews all expired invitations at once, or one alone', async () => {
    const { owner } = await freshAccount(app);
    await owner.patch('/v1/account', { invitationDays: 1 });
    const { users } = await addPeople(owner, 3);
    await clockTo(app, users[0]?.expiresAt ?? '');
    assert.equal((await accountOf(owner)).counts.expired, 3);
    await planAndApply(owner, { ids: ids(users.slice(0, 1)) }, { resend: true });
    const rest = await planAndApply(owner, { where: { status: 'expired' } }, { resend: true });
    assert.equal(rest.result?.update, 2);
    const { counts } = await accountOf(owner);
    assert.deepEqual([counts.expired, counts.pending], [0, 3]);
  });

  it('writes exactly one line of the audit log, with how many it did', async () => {
    const { owner } = await freshAccount(app);
    const { users } = await addPeople(owner, 3);
    await owner.patch(`/v1/users/${users[0]?.id}`, { department: 'Legal' });
    const applied = await planAndApply(owner, { ids: ids(users) }, { set: { department: 'Legal' } });
    const { body } = await owner.get<{ data: { changeId: string; count: number; event: string; summary: string }[] }>(
      '/v1/audit',
    );
    const lines = body.data.filter(({ changeId }) => changeId === applied.id);
    assert.deepEqual(
      lines.map(({ count, event, summary }) => [count, event, summary]),
      [[2, 'users.changed', 'Department of 2 people set to Legal']],
    );
  });
});

it('afterwards seats, counts, changes and the audit log agree in every account', () => assertSound(app));

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { assertRefused } from '../../testing/answers.ts';
import { startTestApp } from '../../testing/app.ts';
import type { Client } from '../../testing/client.ts';
import { freshAccount, freshEmail, mailTo } from '../../testing/fresh-account.ts';
import { assertSound } from '../../testing/invariants.ts';
import { addPeople, joinedPerson } from '../../testing/people.ts';
import { buySeats, seatsOf } from '../../testing/seats.ts';
import type { User } from '../../users/user.ts';

const app = await startTestApp();
type Line = { event: string; changeId: string | null; userId: string | null; count: number };

async function somebody(by: Client, settings: Parameters<typeof addPeople>[2] = {}): Promise<User> {
  const [user] = (await addPeople(by, 1, settings)).users;
  assert.ok(user);
  return user;
}
const get = async (by: Client, id: string) => (await by.get<User>(`/v1/users/${id}`)).body;

describe('editing one person', () => {
  it('changes each field alone, and each edit is one change, one line in the audit log and one entry of their history', async () => {
    const { owner } = await freshAccount(app);
    await buySeats(owner, { pro: 1, corp: 1, webinar: 1 });
    const { body: group } = await owner.post<{ id: string }>('/v1/groups', { name: 'Sales' });
    const { user } = await joinedPerson(app, owner, 'member');
    const edits = [
      { firstName: 'Ada' },
      { lastName: 'Lovelace' },
      { department: 'Maths' },
      { type: 'pro' },
      { addOns: ['webinar'] },
      { addOns: { remove: ['webinar'] } },
      { type: 'corp' },
      { groupId: group.id },
      { role: 'admin' },
      { status: 'deactivated' },
      { status: 'active' },
      { email: freshEmail('new') },
    ];
    const shown = (one: User) => ({ ...one, groupId: one.group.id, updatedAt: '', version: '' });
    for (const edit of edits) {
      const before = shown(await get(owner, user.id));
      const { status, body, headers } = await owner.patch<User>(`/v1/users/${user.id}`, edit);
      assert.equal(status, 200, JSON.stringify(body));
      const expected = 'addOns' in edit && !Array.isArray(edit.addOns) ? { addOns: [] } : edit;
      const group = body.group;
      assert.deepEqual(shown(body), { ...before, ...expected, group }, JSON.stringify(edit));
      const audit = await owner.get<{ data: Line[] }>(`/v1/audit?userId=${user.id}&limit=1`);
      const { event, changeId, count } = audit.body.data[0] ?? {};
      assert.deepEqual(
        { event, changeId, count },
        { event: 'users.changed', changeId: headers.get('muster-change'), count: 1 },
      );
      const history = await owner.get<{ data: { changeId: string }[] }>(`/v1/users/${user.id}/history?limit=1`);
      assert.equal(history.body.data[0]?.changeId, changeId);
    }
  });

  it('to what is so already is no change', async () => {
    const { owner } = await freshAccount(app);
    const user = await somebody(owner);
    const reply = await owner.patch<User>(`/v1/users/${user.id}`, {
      type: 'basic',
      firstName: user.firstName,
      addOns: [],
    });
    assert.deepEqual([reply.status, reply.headers.get('muster-change')], [200, null]);
    assert.equal(reply.body.updatedAt, user.updatedAt);
    const { body } = await owner.get<{ data: unknown[] }>(`/v1/users/${user.id}/history`);
    assert.equal(body.data.length, 1);
  });

  it('is refused with the field when a value is not one, and changes nothing', async () => {
    const { owner } = await freshAccount(app);
    const user = await somebody(owner);
    for (const [edit, status, code] of [
      [{}, 400, 'invalid_request'],
      [{ role: 'owner' }, 400, 'invalid_request'],
      [{ status: 'removed' }, 400, 'invalid_request'],
      [{ accountId: user.id }, 400, 'invalid_request'],
      [{ firstName: 'x'.repeat(101) }, 400, 'invalid_request'],
      [{ email: 'nonsense' }, 422, 'email_invalid'],
      [{ type: 'gold' }, 422, 'type_unknown'],
      [{ addOns: ['webinar'] }, 422, 'add_on_needs_type'],
      [{ addOns: { add: ['gold'] } }, 422, 'add_on_unknown'],
      [{ groupId: user.id }, 422, 'group_unknown'],
      [{ status: 'active' }, 409, 'not_joined'],
      [{ status: 'deactivated' }, 409, 'not_joined'],
    ] as const)
      assertRefused(await owner.patch(`/v1/users/${user.id}`, edit), status, code);
    // The state of the mail may change in between.
    const { mail, ...kept } = await get(owner, user.id);
    assert.deepEqual({ ...kept, mail: user.mail }, user);
  });

  it('to an address that another person has is refused, of any case, and to one’s own of another case is not', async () => {
    const { owner } = await freshAccount(app);
    const [one, other] = (await addPeople(owner, 2)).users;
    const path = `/v1/users/${one?.id}`;
    assertRefused(await owner.patch(path, { email: other?.email.toUpperCase() }), 409, 'email_taken');
    const reply = await owner.patch<User>(path, { email: one?.email.toUpperCase() });
    assert.deepEqual([reply.status, reply.body.email], [200, one?.email.toUpperCase()]);
  });

  it('by two to the same free address at once gives it to one', async () => {
    const { owner } = await freshAccount(app);
    const { users } = await addPeople(owner, 4);
    const email = freshEmail('wanted');
    const replies = await Promise.all(users.map((user) => owner.patch(`/v1/users/${user.id}`, { email })));
    assert.deepEqual(replies.map(({ status }) => status).sort(), [200, 409, 409, 409]);
  });

  it('of a pending person’s address sends a new invitation there', async () => {
    const { owner } = await freshAccount(app);
    const user = await somebody(owner);
    const email = freshEmail('right');
    await owner.patch(`/v1/users/${user.id}`, { email });
    assert.match((await mailTo(app, email)).subject, /invites you/);
  });

  it('of a joined person’s address tells the old one and asks the new one', async () => {
    const { owner } = await freshAccount(app);
    const { user } = await joinedPerson(app, owner, 'member');
    const email = freshEmail('new');
    await owner.patch(`/v1/users/${user.id}`, { email });
    assert.match((await mailTo(app, email)).subject, /Confirm your new/);
    assert.match((await mailTo(app, user.email, /changed/)).subject, /was changed/);
  });

  it('to another role mails the person', async () => {
    const { owner } = await freshAccount(app);
    const { user } = await joinedPerson(app, owner, 'member');
    await owner.patch(`/v1/users/${user.id}`, { role: 'admin' });
    assert.ok(await mailTo(app, user.email, /now an Admin/));
    await owner.patch(`/v1/users/${user.id}`, { role: 'member' });
    assert.ok(await mailTo(app, user.email, /no longer an Admin/));
  });
});

describe('types and add-ons of one person', () => {
  it('Pro to Basic takes away the add-ons that need Pro, with their seats', async () => {
    const { owner } = await freshAccount(app);
    await buySeats(owner, { pro: 1, webinar: 1 });
    const user = await somebody(owner, { type: 'pro', addOns: ['webinar'] });
    const { body } = await owner.patch<User>(`/v1/users/${user.id}`, { type: 'basic' });
    assert.deepEqual([body.type, body.addOns], ['basic', []]);
    assert.deepEqual(
      [await seatsOf(owner, 'pro'), await seatsOf(owner, 'webinar')],
      [
        [1, 0, 1],
        [1, 0, 1],
      ],
    );
  });

  it('a type and the add-on it is needed for can be given together', async () => {
    const { owner } = await freshAccount(app);
    await buySeats(owner, { pro: 1, webinar: 1 });
    const user = await somebody(owner);
    const { status, body } = await owner.patch<User>(`/v1/users/${user.id}`, {
      type: 'pro',
      addOns: { add: ['webinar'] },
    });
    assert.deepEqual([status, body.type, body.addOns], [200, 'pro', ['webinar']]);
  });

  it('Pro to Corp keeps add-ons that both can hold', async () => {
    const { owner } = await freshAccount(app);
    await buySeats(owner, { pro: 1, corp: 1, webinar: 1 });
    const user = await somebody(owner, { type: 'pro', addOns: ['webinar'] });
    const { body } = await owner.patch<User>(`/v1/users/${user.id}`, { type: 'corp' });
    assert.deepEqual(body.addOns, ['webinar']);
    assert.deepEqual(await seatsOf(owner, 'webinar'), [1, 1, 0]);
  });
});

it('afterwards seats, counts, changes and the audit log agree in every account', () => assertSound(app));

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { assertRefused } from '../../testing/answers.ts';
import { startTestApp } from '../../testing/app.ts';
import type { Client } from '../../testing/client.ts';
import { freshAccount, freshEmail } from '../../testing/fresh-account.ts';
import { holdRows } from '../../testing/held-row.ts';
import { insideAccount } from '../../testing/inside.ts';
import { assertSound } from '../../testing/invariants.ts';
import { clockTo } from '../../testing/moment.ts';
import { accountOf, buySeats, seatsOf } from '../../testing/seats.ts';
import type { User } from '../../users/user.ts';

const app = await startTestApp();
type Added = { added: User[]; refused: { email: string; code: string; detail: string }[]; changeId: string | null };

async function add(by: Client, users: { email: string; [field: string]: string }[], settings: object = {}) {
  const reply = await by.post<Added>('/v1/users', { users, ...settings });
  assert.equal(reply.status, 201, JSON.stringify(reply.body));
  return reply;
}
const lines = async (by: Client) => (await by.get<{ data: { event: string; count: number }[] }>('/v1/audit')).body.data;

describe('adding people', () => {
  it('gives them the settings that were chosen, and leaves out nothing that was said', async () => {
    const { owner, ownerId } = await freshAccount(app);
    await buySeats(owner, { pro: 2, webinar: 2 });
    const group = await owner.post<{ id: string }>('/v1/groups', { name: 'Sales' });
    const said = { email: ' Ada.Lovelace@Example.COM ', firstName: 'Ada', lastName: 'Lovelace', department: 'Maths' };
    const settings = { type: 'pro', addOns: ['webinar', 'webinar'], groupId: group.body.id, role: 'admin' };
    const { body, headers } = await add(owner, [said], settings);
    const [user] = body.added;
    assert.ok(user?.invitedAt && user.expiresAt);
    const { email, firstName, lastName, department, type, addOns, group: given, role, status, invitedBy } = user;
    assert.deepEqual(
      {
        email,
        firstName,
        lastName,
        department,
        type,
        addOns,
        group: given.name,
        role,
        status,
        invitedBy: invitedBy?.id,
      },
      {
        ...said,
        email: said.email.trim(),
        type: 'pro',
        addOns: ['webinar'],
        group: 'Sales',
        role: 'admin',
        status: 'pending',
        invitedBy: ownerId,
      },
    );
    const days = (Date.parse(user.expiresAt) - Date.parse(user.invitedAt)) / 86_400_000;
    assert.ok(days > 30 && days < 30.001, `${days} days`);
    assert.equal(headers.get('muster-change'), body.changeId);
  });

  it('names each refused address with its reason, and adds the others', async () => {
    const { owner, email } = await freshAccount(app);
    const taken = freshEmail();
    await add(owner, [{ email: taken }]);
    const fresh = freshEmail('fresh');
    const asked = [
      fresh,
      'nonsense',
      fresh.toUpperCase(),
      taken.replace('example', 'EXAMPLE'),
      email,
      'two@at@example.com',
    ];
    const { body } = await add(
      owner,
      asked.map((one) => ({ email: one })),
    );
    assert.deepEqual(
      body.added.map((user) => user.email),
      [fresh],
    );
    const codes = Object.fromEntries(body.refused.map(({ email: address, code }) => [address, code]));
    assert.deepEqual(codes, {
      nonsense: 'email_invalid',
      [fresh.toUpperCase()]: 'email_duplicate',
      [taken.replace('example', 'EXAMPLE')]: 'email_taken',
      [email]: 'email_taken',
      'two@at@example.com': 'email_invalid',
    });
    assert.ok(body.refused.every(({ detail }) => detail.endsWith('.')));
  });

  it('that adds nobody makes no change and no line in the audit log', async () => {
    const { owner } = await freshAccount(app);
    const before = (await lines(owner)).length;
    const { body, headers } = await add(owner, [{ email: 'nonsense' }]);
    assert.deepEqual([body.added, body.changeId, headers.get('muster-change')], [[], null, null]);
    assert.equal((await lines(owner)).length, before);
  });

  it('takes 1,000 at once in one change, and refuses 1,001', async () => {
    const { owner } = await freshAccount(app);
    const users = Array.from({ length: 1000 }, (_, i) => ({ email: `p${i}@thousand.example`, firstName: `P${i}` }));
    const { body } = await add(owner, users);
    assert.deepEqual(
      body.added.map(({ email }) => email),
      users.map(({ email }) => email),
    );
    assert.equal((await accountOf(owner)).totals['basic'], 1001);
    assert.deepEqual(
      (await lines(owner)).slice(0, 1).map(({ event, count }) => [event, count]),
      [['users.added', 1000]],
    );
    const refused = await owner.post('/v1/users', { users: [...users, { email: 'one.more@thousand.example' }] });
    assertRefused(refused, 400, 'invalid_request');
  });

  it('of the same address by two at once adds one person', async () => {
    const { owner } = await freshAccount(app);
    const email = freshEmail();
    const replies = await Promise.all([1, 2, 3].map(() => add(owner, [{ email }])));
    const added = replies.flatMap(({ body }) => body.added);
    const refused = replies.flatMap(({ body }) => body.refused);
    assert.deepEqual([added.length, refused.map(({ code }) => code)], [1, ['email_taken', 'email_taken']]);
  });

  it('refuses what does not exist or does not fit, before anybody is added', async () => {
    const { owner } = await freshAccount(app);
    await buySeats(owner, { pro: 5, webinar: 5 });
    const users = [{ email: freshEmail() }];
    for (const [settings, status, code] of [
      [{ type: 'gold' }, 422, 'type_unknown'],
      [{ addOns: ['gold'] }, 422, 'add_on_unknown'],
      [{ groupId: '01900000-0000-7000-8000-000000000000' }, 422, 'group_unknown'],
      [{ addOns: ['webinar'] }, 422, 'add_on_needs_type'],
      [{ role: 'owner' }, 400, 'invalid_request'],
      [{ status: 'active' }, 400, 'invalid_request'],
    ] as const)
      assertRefused(await owner.post('/v1/users', { users, ...settings }), status, code);
    assert.equal((await accountOf(owner)).counts.pending, 0);
  });

  it('says of an add-on which types can hold it', async () => {
    const { owner } = await freshAccount(app);
    const { body } = await owner.post('/v1/users', { users: [{ email: freshEmail() }], addOns: ['webinar'] });
    assert.equal(body['detail'], 'Webinar needs the type Pro or Corp.');
  });

  it('of somebody in the trash adds a new person beside them', async () => {
    const { owner } = await freshAccount(app);
    const email = freshEmail();
    const first = (await add(owner, [{ email }])).body.added[0];
    await owner.delete(`/v1/users/${first?.id}`);
    const second = (await add(owner, [{ email }])).body.added[0];
    assert.ok(second && second.id !== first?.id);
    assertRefused(await owner.post(`/v1/users/${first?.id}/restore`), 409, 'email_taken');
  });
});

describe('adding an address whose invitation has expired', () => {
  it('invites the same person anew, with the settings and names that are said now', async () => {
    const { owner } = await freshAccount(app);
    await owner.patch('/v1/account', { invitationDays: 1 });
    await buySeats(owner, { pro: 1 });
    const email = freshEmail();
    const [old] = (await add(owner, [{ email, firstName: 'Ada', department: 'Maths' }], { type: 'pro' })).body.added;
    await clockTo(app, old?.expiresAt ?? '');
    const { body } = await add(owner, [{ email: email.toUpperCase(), lastName: 'Lovelace' }]);
    const [user] = body.added;
    assert.equal(user?.id, old?.id);
    assert.deepEqual(
      [user?.status, user?.type, user?.firstName, user?.lastName, user?.department],
      ['pending', 'basic', 'Ada', 'Lovelace', 'Maths'],
    );
    assert.deepEqual(await seatsOf(owner, 'pro'), [1, 0, 1]);
    assert.equal((await accountOf(owner)).counts.expired, 0);
  });

  it('invites several anew in one change, each with what is said of them, beside whoever is new', async () => {
    const { owner } = await freshAccount(app);
    await owner.patch('/v1/account', { invitationDays: 1 });
    const [ada, bela, carla, nora] = [freshEmail(), freshEmail(), freshEmail(), freshEmail()];
    const before = [ada, bela, carla].map((email) => ({
      email,
      firstName: 'Old',
      lastName: 'Name',
      department: 'Maths',
    }));
    const old = (await add(owner, before)).body.added;
    await clockTo(app, old[0]?.expiresAt ?? '');
    const again = [
      { email: carla, firstName: 'Carla' },
      { email: nora },
      { email: ada, department: 'Physics' },
      { email: bela },
    ];
    const { body } = await add(owner, again);
    const shown = body.added.map(({ email, status, firstName, lastName, department }) => [
      email,
      status,
      firstName,
      lastName,
      department,
    ]);
    assert.deepEqual(shown, [
      [carla, 'pending', 'Carla', 'Name', 'Maths'],
      [nora, 'pending', '', '', ''],
      [ada, 'pending', 'Old', 'Name', 'Physics'],
      [bela, 'pending', 'Old', 'Name', 'Maths'],
    ]);
    const ids = body.added.map(({ id }) => id);
    assert.deepEqual(
      [ids[2], ids[3], ids[0]],
      old.map(({ id }) => id),
    );
    const change = await owner.get<{ result: unknown }>(`/v1/changes/${body.changeId}`);
    assert.deepEqual(change.body.result, { create: 1, update: 3, remove: 0, unchanged: 0, refused: 0 });
    const found = async (search: string) =>
      (await owner.get<{ data: unknown[] }>(`/v1/users?search=${search}`)).body.data.length;
    assert.deepEqual([await found('Carla'), await found('Old')], [1, 2]);
  });

  it('takes a seat, or is refused with the others when there is none', async () => {
    const { owner } = await freshAccount(app);
    await owner.patch('/v1/account', { invitationDays: 1 });
    await buySeats(owner, { pro: 1 });
    const email = freshEmail();
    const [old] = (await add(owner, [{ email }], { type: 'pro' })).body.added;
    await clockTo(app, old?.expiresAt ?? '');
    await add(owner, [{ email: freshEmail() }], { type: 'pro' });
    const again = { users: [{ email }, { email: freshEmail() }], type: 'pro' };
    assertRefused(await owner.post('/v1/users', again), 409, 'seats_short');
    assert.deepEqual([(await accountOf(owner)).counts.pending, await seatsOf(owner, 'pro')], [1, [1, 1, 0]]);
  });

  it('waits for the person before it takes the ledger, so that an edit of them and it never wait for each other', async () => {
    const { owner, accountId } = await freshAccount(app);
    await owner.patch('/v1/account', { invitationDays: 1 });
    await buySeats(owner, { pro: 2 });
    const email = freshEmail();
    const [old] = (await add(owner, [{ email }], { type: 'pro' })).body.added;
    await clockTo(app, old?.expiresAt ?? '');
    const held = await holdRows(app.sql, accountId, 'select 1 from users where id = $1 for update', [old?.id]);
    const adding = add(owner, [{ email }, { email: freshEmail() }], { type: 'pro' });
    await held.waited();
    try {
      await insideAccount(app.sql, accountId, (client) =>
        client.query('select from seats where account_id = $1 for update nowait', [accountId]),
      );
    } finally {
      await held.release();
    }
    assert.equal((await adding).body.added.length, 2);
  });
});

it('afterwards seats, counts, changes and the audit log agree in every account', () => assertSound(app));

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { assertRefused } from '../testing/answers.ts';
import { rowsIn, startTestApp } from '../testing/app.ts';
import { Client } from '../testing/client.ts';
import { freshAccount, freshEmail, goodPassword, mailTo } from '../testing/fresh-account.ts';
import { assertSound } from '../testing/invariants.ts';
import { addPeople, joinedPerson } from '../testing/people.ts';
import { allOfKeys, type MadeKey, madeKey, program } from '../testing/programs.ts';
import type { ApiKey } from './api-key.ts';

const app = await startTestApp();
const withKey = (key: string) => new Client(app.url, key);
const listed = async (by: Client) => (await by.get<{ data: ApiKey[] }>('/v1/api-keys')).body.data;
const day = 86_400_000;
const inDays = (days: number) => new Date(Date.now() + days * day).toISOString();

describe('an API key', () => {
  it('does what its permissions allow, and is named in the audit log', async () => {
    const { owner } = await freshAccount(app);
    const nightly = await program(app, owner, { permissions: ['users.read', 'invitations.manage', 'audit.read'] });
    const { users } = await addPeople(nightly, 2);
    const { body } = await nightly.get<{ data: { id: string; invitedBy?: unknown }[] }>('/v1/users');
    assert.equal(body.data.length, 3);
    assertRefused(await nightly.delete(`/v1/users/${users[0]?.id}`), 403, 'forbidden');
    assertRefused(await nightly.post('/v1/groups', { name: 'Sales' }), 403, 'forbidden');
    const log = await nightly.get<{
      data: { event: string; channel: string; actor: { kind: string; name: string } }[];
    }>('/v1/audit?event=users.added');
    assert.deepEqual(
      log.body.data.map(({ actor, channel }) => [actor.kind, actor.name, channel]),
      [['apiKey', 'Nightly', 'api']],
    );
  });

  it('is shown once: later answers have its first eight characters, and the database its hash', async () => {
    const { owner, accountId } = await freshAccount(app);
    const made = await madeKey(owner, { addresses: ['127.0.0.1', '2001:DB8::/32'], expiresAt: inDays(90) });
    assert.match(made.key, /^mst_[A-Za-z0-9_-]{43}$/);
    assert.equal(made.prefix, made.key.slice(0, 8));
    const [shown] = await listed(owner);
    assert.equal(shown?.prefix, made.prefix);
    assert.deepEqual(
      [shown?.addresses, shown?.state, shown?.stoppedBecause, shown?.lastUsedAt],
      [['127.0.0.1/32', '2001:db8::/32'], 'active', null, null],
    );
    assert.doesNotMatch(
      JSON.stringify([shown, (await owner.get(`/v1/api-keys/${made.id}`)).body]),
      new RegExp(made.key),
    );
    const rows = await rowsIn(app, accountId, 'select row_to_json(k)::text as row from api_keys k');
    assert.doesNotMatch(JSON.stringify(rows), new RegExp(made.key.slice(4)));
  });

  it('shows when and from where it was used last', async () => {
    const { owner } = await freshAccount(app);
    const made = await madeKey(owner);
    await withKey(made.key).get('/v1/users');
    const [shown] = await listed(owner);
    assert.equal(shown?.lastUsedFrom, '127.0.0.1');
    assert.ok(Date.now() - Date.parse(shown?.lastUsedAt ?? '') < 60_000);
  });

  it('reads itself whatever it may do', async () => {
    const { owner } = await freshAccount(app);
    const made = await madeKey(owner, { permissions: ['users.read'] });
    const other = await madeKey(owner);
    const one = withKey(made.key);
    assert.equal((await one.get<ApiKey>('/v1/api-keys/self')).body.id, made.id);
    assertRefused(await one.get(`/v1/api-keys/${other.id}`), 403, 'forbidden');
    assertRefused(await owner.get('/v1/api-keys/self'), 404, 'not_found');
  });

  it('never holds what only the Owner may do, or what its maker may not', async () => {
    const { owner } = await freshAccount(app);
    for (const permission of ['admins.manage', 'ownership.transfer'])
      assertRefused(await owner.post('/v1/api-keys', { name: 'A', permissions: [permission] }), 400, 'invalid_request');
    const nightly = await program(app, owner);
    const { user: admin } = await joinedPerson(app, owner, 'admin');
    assertRefused(await nightly.patch(`/v1/users/${admin.id}`, { role: 'member' }), 403, 'role_forbidden');
    assertRefused(await nightly.delete(`/v1/users/${admin.id}`), 403, 'admin_protected');
    assertRefused(
      await nightly.post('/v1/users', { users: [{ email: freshEmail() }], role: 'admin' }),
      403,
      'role_forbidden',
    );
  });

  it('is refused where only people go, before its body is read', async () => {
    const { owner, email } = await freshAccount(app);
    const nightly = await program(app, owner);
    const tries: [string, string, unknown?][] = [
      ['POST', '/v1/api-keys', '{broken'],
      ['POST', '/v1/session', { email, password: goodPassword }],
      ['GET', '/v1/session'],
      ['GET', '/v1/profile'],
      ['PATCH', '/v1/profile', '{broken'],
      ['POST', '/v1/profile/password', '{broken'],
      ['POST', '/v1/sign-up', '{broken'],
      ['POST', '/v1/password-resets', '{broken'],
      ['POST', '/v1/mail-settings/test', {}],
      ['POST', '/v1/account/transfer', '{broken'],
    ];
    for (const [method, path, body] of tries)
      assertRefused(
        await nightly.send(
          method,
          path,
          body,
          body === undefined ? {} : { headers: { 'content-type': 'application/json' } },
        ),
        403,
        'not_for_keys',
      );
  });

  it('is needed for every permission, one by one', async () => {
    const { owner } = await freshAccount(app);
    const asks: Record<string, (by: Client) => Promise<{ status: number }>> = {
      'users.read': (by) => by.get('/v1/users'),
      'groups.read': (by) => by.get('/v1/groups'),
      'groups.manage': (by) => by.post('/v1/groups', { name: freshEmail() }),
      'billing.read': (by) => by.get('/v1/billing/subscriptions'),
      'billing.manage': (by) => by.put('/v1/billing/subscriptions/pro', { quantity: 1 }),
      'audit.read': (by) => by.get('/v1/audit'),
      'account.manage': (by) => by.get('/v1/mail-settings'),
      'views.manage': (by) => by.get('/v1/views'),
      'api_keys.manage': (by) => by.get('/v1/api-keys'),
      'invitations.manage': (by) => by.post('/v1/users', { users: [{ email: freshEmail() }] }),
    };
    for (const [permission, ask] of Object.entries(asks)) {
      const one = await program(app, owner, { permissions: [permission] });
      const others = await program(app, owner, { permissions: allOfKeys.filter((name) => name !== permission) });
      assert.ok((await ask(one)).status < 300, permission);
      assert.equal((await ask(others)).status, 403, permission);
    }
  });
});

describe('rotating an API key', () => {
  it('ends the present secret at once, or after the hours asked for', async () => {
    const { owner } = await freshAccount(app);
    const first = await madeKey(owner);
    const second = (await owner.post<MadeKey>(`/v1/api-keys/${first.id}/rotate`, { hours: 72 })).body;
    assert.equal(second.id, first.id);
    for (const { key } of [first, second]) assert.equal((await withKey(key).get('/v1/users')).status, 200);
    await app.clock.forward('71 hours 59 minutes');
    assert.equal((await withKey(first.key).get('/v1/users')).status, 200);
    await app.clock.forward('2 minutes');
    assertRefused(await withKey(first.key).get('/v1/users'), 401, 'key_revoked');
    assert.equal((await withKey(second.key).get('/v1/users')).status, 200);
    const third = (await owner.post<MadeKey>(`/v1/api-keys/${first.id}/rotate`)).body;
    assertRefused(await withKey(second.key).get('/v1/users'), 401, 'key_unknown');
    assert.equal((await withKey(third.key).get('/v1/users')).status, 200);
    assertRefused(await owner.post(`/v1/api-keys/${first.id}/rotate`, { hours: 73 }), 400, 'invalid_request');
  });

  it('needs every permission of the key, as editing it does', async () => {
    const { owner } = await freshAccount(app);
    const strong = await madeKey(owner);
    const keeper = await program(app, owner, { permissions: ['api_keys.manage', 'users.read'] });
    assertRefused(await keeper.post(`/v1/api-keys/${strong.id}/rotate`), 403, 'forbidden');
    assertRefused(await keeper.patch(`/v1/api-keys/${strong.id}`, { name: 'Mine' }), 403, 'forbidden');
    const weak = await madeKey(owner, { permissions: ['users.read'] });
    assertRefused(await keeper.patch(`/v1/api-keys/${weak.id}`, { permissions: ['users.edit'] }), 403, 'forbidden');
    assert.equal((await keeper.patch(`/v1/api-keys/${weak.id}`, { name: 'Weaker' })).status, 200);
    const turned = await keeper.post<MadeKey>(`/v1/api-keys/${weak.id}/rotate`);
    assert.equal((await withKey(turned.body.key).get('/v1/users')).status, 200);
  });

  it('by two people at once leaves one secret', async () => {
    const { owner } = await freshAccount(app);
    const { browser } = await joinedPerson(app, owner, 'admin');
    const { id } = await madeKey(owner);
    const both = await Promise.all([owner, browser].map((by) => by.post<MadeKey>(`/v1/api-keys/${id}/rotate`)));
    const works = await Promise.all(both.map(({ body }) => withKey(body.key).get('/v1/users')));
    assert.deepEqual(works.map(({ status }) => status).sort(), [200, 401]);
  });
});

it('a key needs a name, a permission, and an end that is to come', async () => {
  const { owner } = await freshAccount(app);
  const key = { name: 'A', permissions: ['users.read'] };
  for (const body of [
    { ...key, name: ' ' },
    { ...key, permissions: [] },
    { ...key, permissions: ['everything'] },
    { name: 'A' },
  ])
    assertRefused(await owner.post('/v1/api-keys', body), 400, 'invalid_request');
  assertRefused(await owner.post('/v1/api-keys', { ...key, expiresAt: inDays(-1) }), 422, 'expiry_past');
  assert.equal((await owner.post('/v1/api-keys', { ...key, expiresAt: null })).status, 201);
});

it('an account has 200 keys at most', async () => {
  const { owner } = await freshAccount(app);
  const bodies = Array.from({ length: 201 }, (_, i) => ({ name: `Key ${i}`, permissions: ['users.read'] }));
  const statuses = [];
  for (const body of bodies) statuses.push((await owner.post('/v1/api-keys', body)).status);
  assert.deepEqual(statuses.slice(199), [201, 409]);
});

it('a maker is mailed a week before a key expires, half-way for a key of few days, and not of a key that was revoked or prolonged', async () => {
  const { owner, email } = await freshAccount(app);
  const until = (days: number) => app.sql.query<{ at: Date }>(`select muster_now() + interval '${days} days' as at`);
  const end = async (days: number) => ((await until(days)).rows[0]?.at ?? new Date()).toISOString();
  await madeKey(owner, { name: 'Long', expiresAt: await end(30) });
  await madeKey(owner, { name: 'Short', expiresAt: await end(4) });
  const gone = await madeKey(owner, { name: 'Gone', expiresAt: await end(30) });
  const moved = await madeKey(owner, { name: 'Moved', expiresAt: await end(30) });
  await owner.delete(`/v1/api-keys/${gone.id}`);
  await owner.patch(`/v1/api-keys/${moved.id}`, { expiresAt: await end(300) });
  await app.clock.forward('49 hours');
  app.tools.worker.nudge();
  await mailTo(app, email, /API key Short expires/);
  await app.clock.forward('21 days');
  app.tools.worker.nudge();
  const mail = await mailTo(app, email, /API key Long expires/);
  assert.match(mail.text, /account\/api-keys/);
  const { body } = await app.browser().get<{ data: { to: string; subject: string }[] }>('/v1/mailbox?limit=500');
  const told = body.data.filter(({ to, subject }) => to === email && subject.startsWith('The API key'));
  assert.equal(told.length, 2);
});

it('afterwards seats, counts, changes and the audit log agree in every account', () => assertSound(app));

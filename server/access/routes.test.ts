import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { assertRefused } from '../testing/answers.ts';
import { rowsIn, startTestApp } from '../testing/app.ts';
import { freshAccount, freshEmail, freshProvenAccount, goodPassword } from '../testing/fresh-account.ts';
import { holdRows } from '../testing/held-row.ts';
import { joinedPerson } from '../testing/people.ts';
import { waitUntil } from '../testing/wait-until.ts';
import type { Session } from './sessions/session.ts';

const app = await startTestApp();

function signIn(email: string, password = goodPassword) {
  const browser = app.browser();
  return browser.post<Session>('/v1/session', { email, password }).then((reply) => ({ ...reply, browser }));
}

describe('signing in', () => {
  it('answers who it is, where, and what they may do', async () => {
    const { email, accountId, ownerId } = await freshAccount(app);
    const { status, body, browser } = await signIn(email);
    assert.equal(status, 201);
    assert.equal(body.account.id, accountId);
    assert.deepEqual(body.user, { id: ownerId, email, firstName: 'Olivia', lastName: 'Owner', role: 'owner' });
    assert.deepEqual(body.identity, { email, proven: false });
    assert.ok(body.permissions.includes('ownership.transfer'));
    const again = await browser.get<Session>('/v1/session');
    assert.deepEqual(again.body, body);
  });

  it('takes an address in any case and any Unicode form', async () => {
    const { email } = await freshAccount(app);
    const typed = email.toUpperCase().replace('EXAMPLE', 'ＥＸＡＭＰＬＥ').replace('OWNER.', 'OWNER\u200b.');
    assert.equal((await signIn(` ${typed}\u200e`)).status, 201);
    // Letters before the @ that only fold to these belong to another mailbox.
    assertRefused(await signIn(email.replace('owner', 'ｏｗｎｅｒ')), 401, 'wrong_credentials');
    // A dotless i is another letter, and so another address.
    assertRefused(await signIn(email.replace('example', 'exampıe')), 401, 'wrong_credentials');
  });

  it('refuses a wrong password and an unknown address in the same words', async () => {
    const { email } = await freshAccount(app);
    const wrong = await signIn(email, 'not the password at all');
    const unknown = await signIn(freshEmail(), 'not the password at all');
    const nonsense = await signIn('no address', 'not the password at all');
    assertRefused(wrong, 401, 'wrong_credentials');
    for (const other of [unknown, nonsense]) {
      assert.deepEqual({ ...other.body, requestId: '' }, { ...wrong.body, requestId: '' });
      assert.deepEqual([...other.headers.keys()], [...wrong.headers.keys()]);
    }
  });

  it('sets a cookie that scripts cannot read and other sites cannot send', async () => {
    const { email } = await freshAccount(app);
    const { headers } = await signIn(email);
    const cookies = headers.getSetCookie();
    assert.deepEqual(
      cookies.map((cookie) => /^(.+?)=[\w-]{60,}; /.exec(cookie)?.[1]),
      ['muster', 'muster-device'],
    );
    for (const cookie of cookies)
      for (const attribute of ['HttpOnly', 'SameSite=Lax', 'Path=/']) assert.ok(cookie.includes(attribute), attribute);
  });

  it('gives a new token each time and ends the one it replaces (session fixation)', async () => {
    const { email } = await freshAccount(app);
    const { browser } = await signIn(email);
    const planted = browser.cookies.get('muster') ?? '';
    await browser.post('/v1/session', { email, password: goodPassword });
    assert.notEqual(browser.cookies.get('muster'), planted);
    const attacker = app.browser();
    attacker.cookies.set('muster', planted);
    assertRefused(await attacker.get('/v1/session'), 401, 'not_signed_in');
  });

  it('never takes a token that the server did not make', async () => {
    const { email } = await freshAccount(app);
    const browser = app.browser();
    browser.cookies.set('muster', 'chosen-by-someone-else');
    await browser.post('/v1/session', { email, password: goodPassword });
    assert.notEqual(browser.cookies.get('muster'), 'chosen-by-someone-else');
  });

  it('keeps neither passwords nor tokens in the database', async () => {
    const { owner } = await freshAccount(app);
    const { rows } = await app.sql.query(
      'select password_hash, token_hash from identities i join sessions s on s.identity_id = i.id',
    );
    for (const row of rows) assert.match(row.password_hash, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    const token = owner.cookies.get('muster') ?? '';
    assert.ok(!rows.some((row) => row.token_hash.toString('base64url') === token));
  });

  it('counts as the last sign-in of the account entered', async () => {
    const { email, owner, ownerId } = await freshAccount(app);
    await app.clock.forward('1 hour');
    const before = await owner.get<{ lastSignInAt: string }>(`/v1/users/${ownerId}`);
    await signIn(email);
    const after = await owner.get<{ lastSignInAt: string }>(`/v1/users/${ownerId}`);
    assert.ok(after.body.lastSignInAt > before.body.lastSignInAt);
  });
});

describe('a session', () => {
  it('ends at sign-out, also for whoever kept its token', async () => {
    const { owner } = await freshAccount(app);
    const kept = app.browser();
    kept.cookies.set('muster', owner.cookies.get('muster') ?? '');
    assert.equal((await kept.get('/v1/session')).status, 200);
    assert.equal((await owner.delete('/v1/session')).status, 204);
    assert.equal(owner.cookies.has('muster'), false);
    assertRefused(await kept.get('/v1/session'), 401, 'not_signed_in');
  });

  it('signing out twice is no error', async () => {
    const { owner } = await freshAccount(app);
    await owner.delete('/v1/session');
    assert.equal((await owner.delete('/v1/session')).status, 204);
  });

  it('ends after 14 days without use, and lives on with use', async () => {
    const { owner } = await freshAccount(app);
    await app.clock.forward('13 days');
    assert.equal((await owner.get('/v1/session')).status, 200);
    await app.clock.forward('13 days');
    assert.equal((await owner.get('/v1/session')).status, 200);
    await app.clock.forward('14 days 1 second');
    assertRefused(await owner.get('/v1/session'), 401, 'not_signed_in');
  });

  it('ends 90 days after signing in, however much it is used', async () => {
    const { owner } = await freshAccount(app);
    for (let day = 0; day < 88; day += 11) {
      await app.clock.forward('11 days');
      assert.equal((await owner.get('/v1/session')).status, 200);
    }
    await app.clock.forward('2 days 1 second');
    assertRefused(await owner.get('/v1/session'), 401, 'not_signed_in');
  });

  it('of someone deactivated or removed is worth nothing from that answer on', async () => {
    const { owner } = await freshAccount(app);
    for (const end of ['deactivate', 'remove']) {
      const { user, browser } = await joinedPerson(app, owner, 'member');
      assert.equal((await browser.get('/v1/session')).status, 200);
      if (end === 'remove') await owner.delete(`/v1/users/${user.id}`);
      else await owner.patch(`/v1/users/${user.id}`, { status: 'deactivated' });
      assertRefused(await browser.get('/v1/session'), 401, 'not_signed_in');
      assertRefused(await signIn(user.email), 403, 'no_account');
    }
  });

  it('is not begun for someone who is deactivated while they sign in', async () => {
    const { owner, accountId } = await freshAccount(app);
    const { user } = await joinedPerson(app, owner, 'member');
    const held = await holdRows(app.sql, accountId, 'select from users where id = $1 for update', [user.id]);
    const deactivating = owner.patch(`/v1/users/${user.id}`, { status: 'deactivated' });
    await held.waited();
    // Sign-in reads identity and memberships before the deactivation commits, and enters the account after it.
    const signingIn = signIn(user.email);
    await held.waited(2);
    await held.release();
    assert.equal((await deactivating).status, 200);
    assertRefused(await signingIn, 403, 'no_account');
  });

  it('of someone deactivated by another server ends here within a second', async () => {
    const { owner, accountId } = await freshAccount(app);
    const { user, browser } = await joinedPerson(app, owner, 'member');
    assert.equal((await browser.get('/v1/session')).status, 200);
    // Writes the database directly, as another server would.
    await rowsIn(app, accountId, "update users set status = 'deactivated' where id = $1", [user.id]);
    const before = performance.now();
    for (const path of ['/v1/session', '/v1/profile']) assertRefused(await browser.get(path), 401, 'not_signed_in');
    await waitUntil(async () => (await browser.get('/v1/catalog')).status === 401 || null, 'the session to end');
    assert.ok(performance.now() - before < 1500);
  });

  it('of someone made an Admin shows the new rights at once', async () => {
    const { owner } = await freshAccount(app);
    const { user, browser } = await joinedPerson(app, owner, 'member');
    assertRefused(await browser.get('/v1/users'), 403, 'forbidden');
    await owner.patch(`/v1/users/${user.id}`, { role: 'admin' });
    assert.equal((await browser.get('/v1/users')).status, 200);
    await owner.patch(`/v1/users/${user.id}`, { role: 'member' });
    assertRefused(await browser.get('/v1/users'), 403, 'forbidden');
  });
});

describe('switching the account', () => {
  it('goes on in another account of the same sign-in, with a new token', async () => {
    const first = await freshProvenAccount(app);
    const second = await freshAccount(app, { email: first.email, accountName: 'Second Company' });
    const { body } = await second.owner.get<Session>('/v1/session');
    assert.deepEqual(body.accounts.map(({ id }) => id).sort(), [first.accountId, second.accountId].sort());
    const before = second.owner.cookies.get('muster') ?? '';
    const switched = await second.owner.patch<Session>('/v1/session', { accountId: first.accountId });
    assert.equal(switched.status, 200);
    assert.equal(switched.body.account.id, first.accountId);
    const old = app.browser();
    old.cookies.set('muster', before);
    assertRefused(await old.get('/v1/session'), 401, 'not_signed_in');
  });

  it('signs in to the account entered last', async () => {
    const first = await freshProvenAccount(app);
    const second = await freshAccount(app, { email: first.email });
    assert.equal((await signIn(first.email)).body.account.id, second.accountId);
    await app.clock.forward('1 minute');
    await second.owner.patch('/v1/session', { accountId: first.accountId });
    assert.equal((await signIn(first.email)).body.account.id, first.accountId);
  });

  it('answers another account like one that does not exist', async () => {
    const mine = await freshAccount(app);
    const other = await freshAccount(app);
    const foreign = await mine.owner.patch('/v1/session', { accountId: other.accountId });
    const unknown = await mine.owner.patch('/v1/session', { accountId: '0190a000-0000-7000-8000-000000000000' });
    assertRefused(foreign, 404, 'not_found');
    assert.deepEqual({ ...foreign.body, requestId: '' }, { ...unknown.body, requestId: '' });
  });

  it('is not open to a sign-in whose address is not proven', async () => {
    const first = await freshAccount(app);
    const second = await freshAccount(app, { email: first.email });
    assertRefused(await second.owner.patch('/v1/session', { accountId: first.accountId }), 404, 'not_found');
  });

  it('needs a session', async () => {
    const accountId = '0190a000-0000-7000-8000-000000000000';
    assertRefused(await app.browser().patch('/v1/session', { accountId }), 401, 'not_signed_in');
  });
});

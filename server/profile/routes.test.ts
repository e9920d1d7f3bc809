import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { assertRefused } from '../testing/answers.ts';
import { startTestApp } from '../testing/app.ts';
import {
  freshAccount,
  freshEmail,
  freshProvenAccount,
  goodPassword,
  mailTo,
  tokenOf,
} from '../testing/fresh-account.ts';
import { joinedPerson } from '../testing/people.ts';
import type { OwnSession, Profile } from './profile.ts';

const app = await startTestApp();
const newPassword = 'copper meadow lantern 88';

const signIn = (email: string, password: string) => app.browser().post('/v1/session', { email, password });

describe('one’s own profile', () => {
  it('shows a Member everything about themselves and nobody else', async () => {
    const { owner } = await freshAccount(app);
    const { user, browser } = await joinedPerson(app, owner, 'member');
    const { body } = await browser.get<Profile>('/v1/profile');
    assert.deepEqual(body, {
      email: user.email,
      pendingEmail: null,
      proven: false,
      firstName: user.firstName,
      lastName: user.lastName,
      department: '',
      type: 'basic',
      addOns: [],
      group: user.group,
      role: 'member',
      accounts: [{ id: body.accounts[0]?.id, name: 'Example Company', role: 'member' }],
    });
    assertRefused(await app.browser().get('/v1/profile'), 401, 'not_signed_in');
  });
});

describe('changing one’s own password', () => {
  it('ends the other sessions, keeps this one, and tells the person', async () => {
    const { owner, email } = await freshAccount(app);
    const elsewhere = app.browser();
    await elsewhere.post('/v1/session', { email, password: goodPassword });
    assert.equal((await owner.post('/v1/profile/password', { current: goodPassword, next: newPassword })).status, 204);
    assert.equal((await owner.get('/v1/session')).status, 200);
    assertRefused(await elsewhere.get('/v1/session'), 401, 'not_signed_in');
    assertRefused(await signIn(email, goodPassword), 401, 'wrong_credentials');
    assert.equal((await signIn(email, newPassword)).status, 201);
    await mailTo(app, email, /Your password was changed/);
  });

  it('asks for the present one and refuses a bad one', async () => {
    const { owner } = await freshAccount(app);
    assertRefused(
      await owner.post('/v1/profile/password', { current: newPassword, next: newPassword }),
      403,
      'wrong_password',
    );
    assertRefused(
      await owner.post('/v1/profile/password', { current: goodPassword, next: 'qwertyuiopasdf' }),
      422,
      'password_common',
    );
  });
});

describe('one’s own sessions', () => {
  it('are 100 at most: signing in once more ends the one not seen for longest', async () => {
    const { owner, email, password } = await freshAccount(app);
    const { body: session } = await owner.get<{ id: string }>('/v1/session');
    await app.sql.query(
      `insert into sessions (id, token_hash, identity_id, account_id, user_id, user_agent, ip, created_at, last_seen_at)
      select ordered_id(now(), i), decode(md5(id::text || i), 'hex'), identity_id, account_id, user_id, 'browser ' || i, '', created_at, last_seen_at + i * interval '1 second'
      from sessions, generate_series(1, 99) i where id = $1`,
      [session.id],
    );
    await app.sql.query(`update sessions set last_seen_at = last_seen_at + interval '1 hour' where id = $1`, [
      session.id,
    ]);
    const again = app.browser();
    assert.equal((await again.post('/v1/session', { email, password })).status, 201);
    const { body } = await again.get<{ data: OwnSession[] }>('/v1/profile/sessions');
    const kept = body.data.map(({ userAgent }) => userAgent);
    assert.equal(kept.length, 100);
    assert.ok(kept.includes('browser 2') && !kept.includes('browser 1'));
    assert.equal((await owner.get('/v1/session')).status, 200);
  });

  it('are listed and ended one by one', async () => {
    const { owner, email } = await freshAccount(app);
    const elsewhere = app.browser();
    await elsewhere.post(
      '/v1/session',
      { email, password: goodPassword },
      { headers: { 'user-agent': 'Elsewhere\t1.0' } },
    );
    const { body } = await owner.get<{ data: OwnSession[] }>('/v1/profile/sessions');
    assert.deepEqual(body.data.map(({ current }) => current).sort(), [false, true]);
    const other = body.data.find(({ current }) => !current);
    assert.deepEqual([other?.userAgent, other?.ip], ['Elsewhere 1.0', '127.0.0.1']);
    assert.equal((await elsewhere.get('/v1/session')).status, 200);
    assert.equal((await owner.delete(`/v1/profile/sessions/${other?.id}`)).status, 204);
    assertRefused(await elsewhere.get('/v1/session'), 401, 'not_signed_in');
    assertRefused(await owner.delete(`/v1/profile/sessions/${other?.id}`), 404, 'not_found');
  });

  it('of somebody else are answered like ones that do not exist', async () => {
    const mine = await freshAccount(app);
    const other = await freshAccount(app);
    assertRefused(await mine.owner.delete(`/v1/profile/sessions/${other.session.id}`), 404, 'not_found');
    assert.equal((await other.owner.get('/v1/session')).status, 200);
  });
});

describe('signing in with another address', () => {
  const ask = async (account: Awaited<ReturnType<typeof freshAccount>>, email: string) => {
    assert.equal((await account.owner.post('/v1/profile/email', { email, password: goodPassword })).status, 202);
    return tokenOf(await mailTo(app, email, /Confirm your new e-mail/));
  };

  it('changes nothing until the new address confirms it, and the old one is told', async () => {
    const account = await freshProvenAccount(app);
    const { owner, email, ownerId } = account;
    const next = freshEmail('next');
    const token = await ask(account, next);
    await mailTo(app, email, /is about to change/);
    assert.equal((await owner.get<Profile>('/v1/profile')).body.pendingEmail, next);
    assert.equal((await signIn(email, goodPassword)).status, 201);
    assertRefused(await signIn(next, goodPassword), 401, 'wrong_credentials');
    assert.deepEqual((await app.browser().get(`/v1/email-changes/${token}`)).body, { email: next });
    assert.deepEqual((await owner.post(`/v1/email-changes/${token}`)).body, { email: next });
    assertRefused(await signIn(email, goodPassword), 401, 'wrong_credentials');
    assert.equal((await signIn(next, goodPassword)).status, 201);
    assert.equal((await owner.get(`/v1/users/${ownerId}`)).body['email'], next);
    const { body } = await owner.get<Profile>('/v1/profile');
    assert.deepEqual([body.email, body.pendingEmail, body.proven], [next, null, true]);
    await mailTo(app, email, /was changed/);
    assertRefused(await owner.post(`/v1/email-changes/${token}`), 410, 'link_used');
  });

  it('cannot be confirmed by whoever has the mail without the sign-in, so nobody lends their address to another’s password', async () => {
    const account = await freshAccount(app);
    const victim = await freshAccount(app);
    const token = await ask(account, freshEmail('victim'));
    assertRefused(await app.browser().post(`/v1/email-changes/${token}`), 401, 'not_signed_in');
    assertRefused(await victim.owner.post(`/v1/email-changes/${token}`), 401, 'not_signed_in');
    assert.equal((await account.owner.post(`/v1/email-changes/${token}`)).status, 200);
  });

  it('asks for the password and for an address', async () => {
    const { owner } = await freshAccount(app);
    assertRefused(
      await owner.post('/v1/profile/email', { email: freshEmail(), password: newPassword }),
      403,
      'wrong_password',
    );
    assertRefused(
      await owner.post('/v1/profile/email', { email: 'nothing', password: goodPassword }),
      422,
      'email_invalid',
    );
  });

  it('refuses an address that signs in here already, but only once it is confirmed', async () => {
    const account = await freshAccount(app);
    const taken = await freshProvenAccount(app);
    const token = await ask(account, taken.email);
    assertRefused(await account.owner.post(`/v1/email-changes/${token}`), 409, 'email_taken');
    assert.equal((await signIn(taken.email, goodPassword)).status, 201);
  });

  it('works for a day, the newest link alone, and not after the password changed', async () => {
    const account = await freshAccount(app);
    const [first, second, third] = [freshEmail('a'), freshEmail('b'), freshEmail('c')];
    const old = await ask(account, first);
    const newer = await ask(account, second);
    assertRefused(await account.owner.post(`/v1/email-changes/${old}`), 410, 'link_used');
    await app.clock.forward('1 day');
    assertRefused(await account.owner.post(`/v1/email-changes/${newer}`), 410, 'link_expired');
    const last = await ask(account, third);
    await account.owner.post('/v1/profile/password', { current: goodPassword, next: newPassword });
    assertRefused(await account.owner.post(`/v1/email-changes/${last}`), 410, 'link_used');
  });

  it('kills the reset links that lie in the old mailbox', async () => {
    const account = await freshProvenAccount(app);
    await app.browser().post('/v1/password-resets', { email: account.email });
    const reset = tokenOf(await mailTo(app, account.email, /Choose a new password/));
    const confirmed = await account.owner.post(`/v1/email-changes/${await ask(account, freshEmail())}`);
    assert.equal(confirmed.status, 200, JSON.stringify(confirmed.body));
    assertRefused(
      await app.browser().post(`/v1/password-resets/${reset}`, { password: newPassword }),
      410,
      'link_used',
    );
  });
});

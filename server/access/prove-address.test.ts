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
import { addPeople } from '../testing/people.ts';
import type { Session } from './sessions/session.ts';

const app = await startTestApp();
const newPassword = 'copper meadow lantern 88';
const proofOf = async (email: string, accountName = 'Example Company') =>
  tokenOf(await mailTo(app, email, new RegExp(`sign-in for ${accountName}`)));

function signIn(email: string, password: string) {
  return app.browser().post<Session>('/v1/session', { email, password });
}

describe('proving an address by the link mailed to it', () => {
  it('keeps the password in the browser that signed up, which has both', async () => {
    const { owner, email } = await freshAccount(app);
    const token = await proofOf(email);
    const page = await owner.get(`/v1/proofs/${token}`);
    assert.deepEqual(page.body, { email, passwordNeeded: false, identity: 'new' });
    const done = await owner.post<Session>(`/v1/proofs/${token}`, {});
    assert.equal(done.status, 201);
    assert.equal(done.body.identity.proven, true);
    assert.equal((await signIn(email, goodPassword)).status, 201);
  });

  it('asks anybody else for a new password and ends what was set up before', async () => {
    const { owner, email } = await freshAccount(app);
    const token = await proofOf(email);
    const person = app.browser();
    assert.deepEqual((await person.get(`/v1/proofs/${token}`)).body, { email, passwordNeeded: true, identity: 'new' });
    assertRefused(await person.post(`/v1/proofs/${token}`, {}), 422, 'password_needed');
    assertRefused(await person.post(`/v1/proofs/${token}`, { password: 'short' }), 422, 'password_too_short');
    assert.equal((await person.post(`/v1/proofs/${token}`, { password: newPassword })).status, 201);
    assertRefused(await owner.get('/v1/session'), 401, 'not_signed_in');
    assertRefused(await signIn(email, goodPassword), 401, 'wrong_credentials');
    assert.equal((await signIn(email, newPassword)).status, 201);
  });

  it('works once, for three days, and not when forged', async () => {
    const { owner, email } = await freshAccount(app);
    const token = await proofOf(email);
    assert.equal((await owner.post(`/v1/proofs/${token}`, {})).status, 201);
    assertRefused(await owner.post(`/v1/proofs/${token}`, {}), 410, 'link_used');
    assertRefused(await owner.get('/v1/proofs/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'), 404, 'link_unknown');
    const late = await freshAccount(app);
    const lateToken = await proofOf(late.email);
    await app.clock.forward('3 days');
    assertRefused(await late.owner.get(`/v1/proofs/${lateToken}`), 410, 'link_expired');
  });

  it('is mailed again on request, and not at all once proven', async () => {
    const { owner, email } = await freshAccount(app);
    await proofOf(email);
    assert.equal((await owner.post('/v1/proofs')).status, 202);
    const links = async () =>
      (await app.sql.query("select from links where email = $1 and kind = 'proof'", [email])).rows.length;
    assert.equal(await links(), 2);
    await owner.post(`/v1/proofs/${await proofOf(email)}`, {});
    assert.equal((await owner.post('/v1/proofs')).status, 202);
    assert.equal(await links(), 2);
    assertRefused(await app.browser().post('/v1/proofs'), 401, 'not_signed_in');
  });

  it('takes the accounts of the address away from whoever signed up with it before', async () => {
    const email = freshEmail('victim');
    const attacker = await freshAccount(app, { email, accountName: 'Attacker Company' });
    const victim = await freshAccount(app, { email, accountName: 'Own Company' });
    const token = await proofOf(email, 'Own Company');
    const done = await victim.owner.post<Session>(`/v1/proofs/${token}`, {});
    assert.equal(done.status, 201);
    assert.equal(done.body.account.id, victim.accountId);
    assert.equal(done.body.accounts.length, 2);
    assertRefused(await attacker.owner.get('/v1/session'), 401, 'not_signed_in');
  });
});

describe('an address that has a proven sign-in already', () => {
  it('keeps its password: a second sign-up with another one works in its own account alone', async () => {
    const first = await freshProvenAccount(app);
    const second = app.browser();
    const attacker = await second.post<Session>('/v1/sign-up', {
      accountName: 'Attacker Company',
      email: first.email,
      password: newPassword,
      firstName: 'Eve',
      lastName: '',
    });
    assert.equal(attacker.status, 201);
    assert.deepEqual(
      attacker.body.accounts.map(({ name }) => name),
      ['Attacker Company'],
    );
    assert.equal(attacker.body.identity.proven, false);
    const own = await signIn(first.email, goodPassword);
    assert.deepEqual(
      own.body.accounts.map(({ id }) => id),
      [first.accountId],
    );
    assert.deepEqual((await signIn(first.email, newPassword)).body.account.name, 'Attacker Company');
  });

  it('is asked for its present password before the second sign-in’s account comes over', async () => {
    const first = await freshProvenAccount(app);
    const second = app.browser();
    await second.post('/v1/sign-up', {
      accountName: 'Second',
      email: first.email,
      password: newPassword,
      firstName: 'A',
      lastName: '',
    });
    const token = await proofOf(first.email, 'Second');
    assert.deepEqual((await second.get(`/v1/proofs/${token}`)).body, {
      email: first.email,
      passwordNeeded: true,
      identity: 'known',
    });
    assertRefused(await second.post(`/v1/proofs/${token}`, { password: newPassword }), 403, 'wrong_password');
    const done = await second.post<Session>(`/v1/proofs/${token}`, { password: goodPassword });
    assert.equal(done.status, 201);
    assert.equal(done.body.account.name, 'Second');
    assert.equal(done.body.accounts.length, 2);
    assertRefused(await signIn(first.email, newPassword), 401, 'wrong_credentials');
  });

  it('is not asked in the browser where it is signed in', async () => {
    const first = await freshProvenAccount(app);
    await app.browser().post('/v1/sign-up', {
      accountName: 'Second',
      email: first.email,
      password: newPassword,
      firstName: 'A',
      lastName: '',
    });
    const token = await proofOf(first.email, 'Second');
    const done = await first.owner.post<Session>(`/v1/proofs/${token}`, {});
    assert.equal(done.body.accounts.length, 2);
  });

  it('is not reset by joining a second account', async () => {
    const first = await freshProvenAccount(app);
    const other = await freshAccount(app);
    const { body } = await other.owner.post<{ added: { id: string }[] }>('/v1/users', {
      users: [{ email: first.email }],
    });
    const token = tokenOf(await mailTo(app, first.email, /\/welcome\//));
    assert.equal(body.added.length, 1);
    const accept = (password: string) =>
      app.browser().post<Session>(`/v1/invitations/${token}/accept`, { firstName: 'O', lastName: 'O', password });
    assertRefused(await accept(newPassword), 403, 'wrong_password');
    const joined = await accept(goodPassword);
    assert.equal(joined.status, 201);
    assert.equal(joined.body.accounts.length, 2);
  });
});

describe('joining by a copied link', () => {
  it('gives a sign-in that works in that account alone, and never one that another account trusts', async () => {
    const email = freshEmail('copied');
    const a = await freshAccount(app);
    const b = await freshAccount(app);
    for (const { owner } of [a, b]) await owner.post('/v1/users', { users: [{ email }] });
    const join = async ({ owner }: typeof a, password: string) => {
      const { body } = await owner.get<{ data: { id: string }[] }>(`/v1/users?status=pending`);
      const { body: copied } = await owner.post<{ link: string }>(`/v1/users/${body.data[0]?.id}/invitation-link`);
      const token = copied.link.split('/').at(-1);
      return app
        .browser()
        .post<Session>(`/v1/invitations/${token}/accept`, { firstName: 'C', lastName: 'C', password });
    };
    const inA = await join(a, goodPassword);
    const inB = await join(b, newPassword);
    assert.deepEqual([inA.status, inB.status], [201, 201]);
    assert.deepEqual([inA.body.accounts.length, inB.body.accounts.length], [1, 1]);
    assert.equal((await signIn(email, goodPassword)).body.account.id, a.accountId);
    assert.equal((await signIn(email, newPassword)).body.account.id, b.accountId);
  });

  it('someone who was removed and is invited again joins anew', async () => {
    const { owner } = await freshAccount(app);
    const email = freshEmail('again');
    for (const password of [goodPassword, newPassword]) {
      const { body } = await owner.post<{ added: { id: string }[] }>('/v1/users', { users: [{ email }] });
      const id = body.added[0]?.id;
      const { body: copied } = await owner.post<{ link: string }>(`/v1/users/${id}/invitation-link`);
      const accept = { firstName: 'A', lastName: 'A', password };
      const joined = await app.browser().post(`/v1/invitations/${copied.link.split('/').at(-1)}/accept`, accept);
      assert.equal(joined.status, 201, JSON.stringify(joined.body));
      if (password === goodPassword) await owner.delete(`/v1/users/${id}`);
    }
    assertRefused(await signIn(email, goodPassword), 401, 'wrong_credentials');
    assert.equal((await signIn(email, newPassword)).status, 201);
    assert.equal((await addPeople(owner, 1)).users.length, 1);
  });
});

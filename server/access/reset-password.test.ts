import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { assertRefused } from '../testing/answers.ts';
import { rowsIn, startTestApp } from '../testing/app.ts';
import {
  freshAccount,
  freshEmail,
  freshProvenAccount,
  goodPassword,
  mailTo,
  tokenOf,
} from '../testing/fresh-account.ts';
import { waitUntil } from '../testing/wait-until.ts';
import type { Session } from './sessions/session.ts';

const app = await startTestApp();
const newPassword = 'copper meadow lantern 88';

async function resetToken(email: string): Promise<string> {
  const { status } = await app.browser().post('/v1/password-resets', { email });
  assert.equal(status, 202);
  return tokenOf(await mailTo(app, email, /Choose a new password/));
}

function signIn(email: string, password: string) {
  return app.browser().post('/v1/session', { email, password });
}

describe('a forgotten password', () => {
  it('is replaced by the mailed link, which signs in and works once', async () => {
    const { email, accountId } = await freshProvenAccount(app);
    const token = await resetToken(email);
    assert.deepEqual((await app.browser().get(`/v1/password-resets/${token}`)).body, { email });
    const browser = app.browser();
    const done = await browser.post<Session>(`/v1/password-resets/${token}`, { password: newPassword });
    assert.equal(done.status, 201);
    assert.equal(done.body.account.id, accountId);
    assert.equal((await browser.get('/v1/session')).status, 200);
    assertRefused(await signIn(email, goodPassword), 401, 'wrong_credentials');
    assert.equal((await signIn(email, newPassword)).status, 201);
    assertRefused(await browser.post(`/v1/password-resets/${token}`, { password: newPassword }), 410, 'link_used');
    assertRefused(await browser.get(`/v1/password-resets/${token}`), 410, 'link_used');
  });

  it('ends every session and tells the person', async () => {
    const { email, owner } = await freshProvenAccount(app);
    const token = await resetToken(email);
    await app.browser().post(`/v1/password-resets/${token}`, { password: newPassword });
    assertRefused(await owner.get('/v1/session'), 401, 'not_signed_in');
    await mailTo(app, email, /Your password was changed/);
  });

  it('leaves the same behind for a known and an unknown address', async () => {
    // The worker is stopped, so what a request leaves can be counted.
    const still = await startTestApp();
    await still.tools.worker.stop();
    const { email } = await freshAccount(still);
    const count = async () => {
      const { rows } = await still.sql.query(
        "select (select count(*) from jobs where name = 'resets.mail') as jobs, (select count(*) from links where kind = 'reset') as links",
      );
      return rows[0];
    };
    const before = await count();
    const known = await still.browser().post('/v1/password-resets', { email });
    const afterKnown = await count();
    const unknown = await still.browser().post('/v1/password-resets', { email: freshEmail() });
    const afterUnknown = await count();
    assert.deepEqual([known.status, known.body], [unknown.status, unknown.body]);
    assert.deepEqual(afterKnown, { jobs: before.jobs + 1, links: before.links });
    assert.deepEqual(afterUnknown, { jobs: before.jobs + 2, links: before.links });
  });

  it('sends an unknown address nothing', async () => {
    const stranger = freshEmail('stranger');
    await app.browser().post('/v1/password-resets', { email: stranger });
    const { email } = await freshAccount(app);
    await resetToken(email);
    const { rows } = await app.sql.query('select from mailbox where recipient = $1', [stranger]);
    assert.equal(rows.length, 0);
  });

  it('cannot be replaced after an hour', async () => {
    const { email } = await freshAccount(app);
    const token = await resetToken(email);
    await app.clock.forward('1 hour');
    assertRefused(await app.browser().get(`/v1/password-resets/${token}`), 410, 'link_expired');
    assertRefused(
      await app.browser().post(`/v1/password-resets/${token}`, { password: newPassword }),
      410,
      'link_expired',
    );
  });

  it('cannot be replaced by a link older than the password', async () => {
    const { email, owner } = await freshProvenAccount(app);
    const token = await resetToken(email);
    assert.equal((await owner.post('/v1/profile/password', { current: goodPassword, next: newPassword })).status, 204);
    assertRefused(
      await app.browser().post(`/v1/password-resets/${token}`, { password: 'violet harbour crane 5' }),
      410,
      'link_used',
    );
    assert.equal((await signIn(email, newPassword)).status, 201);
  });

  it('cannot be replaced by a forged, a cut or another kind of link', async () => {
    const { email } = await freshAccount(app);
    const proof = tokenOf(await mailTo(app, email, /Confirm your e-mail/));
    const token = await resetToken(email);
    const forged = `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`;
    for (const wrong of [proof, forged, token.slice(0, 20), `${token}A`, 'x', encodeURIComponent(`${token}/../..`)]) {
      assertRefused(
        await app.browser().post(`/v1/password-resets/${wrong}`, { password: newPassword }),
        404,
        'link_unknown',
      );
    }
  });

  it('is refused when the new one is short, long or common, and the link stays good', async () => {
    const { email } = await freshAccount(app);
    const token = await resetToken(email);
    const choose = (password: string) => app.browser().post(`/v1/password-resets/${token}`, { password });
    assertRefused(await choose('short'), 422, 'password_too_short');
    assertRefused(await choose('ab1 '.repeat(51)), 422, 'password_too_long');
    assertRefused(await choose('Password2026!'), 422, 'password_common');
    assertRefused(await choose(`${email.split('@')[0]}1`), 422, 'password_common');
    assert.equal((await choose(newPassword)).status, 201);
  });

  it('two people with the same link: one of them uses it', async () => {
    const { email } = await freshAccount(app);
    const token = await resetToken(email);
    const tries = ['copper meadow lantern 88', 'violet harbour crane 52'].map((password) =>
      app.browser().post(`/v1/password-resets/${token}`, { password }),
    );
    const statuses = (await Promise.all(tries)).map(({ status }) => status).sort();
    assert.deepEqual(statuses, [201, 410]);
  });

  it('reset by mail proves the address and drops the password set before it', async () => {
    const { email } = await freshAccount(app);
    const done = await app
      .browser()
      .post<Session>(`/v1/password-resets/${await resetToken(email)}`, { password: newPassword });
    assert.equal(done.body.identity.proven, true);
    assertRefused(await signIn(email, goodPassword), 401, 'wrong_credentials');
  });

  it('is recorded in the account, without a name or an address', async () => {
    const { email, accountId } = await freshAccount(app);
    const browser = app.browser();
    await browser.post(`/v1/password-resets/${await resetToken(email)}`, { password: newPassword });
    const { body } = await browser.get<{ data: unknown[] }>('/v1/audit?event=password.reset');
    assert.equal(body.data.length, 1);
    const { rows } = await rowsIn(app, accountId, 'select details from audit_events');
    assert.ok(rows.length > 2);
    assert.ok(!JSON.stringify(rows).includes(email));
  });

  it('is set also for someone who may enter no account any more, who is told so', async () => {
    const { email, accountId } = await freshProvenAccount(app);
    const token = await resetToken(email);
    await app.sql.query('delete from memberships where account_id = $1', [accountId]);
    assertRefused(
      await app.browser().post(`/v1/password-resets/${token}`, { password: newPassword }),
      403,
      'no_account',
    );
    assertRefused(await signIn(email, newPassword), 403, 'no_account');
  });

  it('leaves no address in the queue once the mail is forgotten', async () => {
    const { email } = await freshAccount(app);
    await resetToken(email);
    const rows = async () => (await app.sql.query('select from mails where recipient = $1', [email])).rows.length;
    assert.ok((await rows()) > 0);
    await app.clock.forward('8 days');
    await waitUntil(async () => (await rows()) === 0 || null, 'the mail to be forgotten');
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Session } from '../access/sessions/session.ts';
import { assertRefused } from '../testing/answers.ts';
import { startTestApp, type TestApp } from '../testing/app.ts';
import { freshAccount, freshEmail, goodPassword, mailTo } from '../testing/fresh-account.ts';
import { Inbox } from '../testing/inbox.ts';
import { setUpCode } from './set-up-code.ts';

const app = await startTestApp();

function body(more: Record<string, unknown> = {}) {
  return {
    accountName: 'Example',
    email: freshEmail(),
    password: goodPassword,
    firstName: 'Olivia',
    lastName: 'Owner',
    ...more,
  };
}
const signUp = (on: TestApp, more: Record<string, unknown> = {}) =>
  on.browser().post<Session>('/v1/sign-up', body(more));

describe('signing up', () => {
  it('makes an account with its Owner, a default group and a session', async () => {
    const { owner, accountId, ownerId } = await freshAccount(app);
    const { body: account } = await owner.get('/v1/account');
    assert.equal(account['id'], accountId);
    assert.equal(account['ownerId'], ownerId);
    assert.deepEqual(account['totals'], { basic: 1, pro: 0, corp: 0 });
    assert.deepEqual(account['counts'], { pending: 0, active: 1, deactivated: 0, expired: 0, removed: 0 });
    const { body: groups } = await owner.get<{
      data: { id: string; name: string; isDefault: boolean; members: number }[];
    }>('/v1/groups');
    const told = groups.data.map(({ id, name, isDefault, members }) => ({ id, name, isDefault, members }));
    assert.deepEqual(told, [{ id: account['defaultGroupId'], name: 'Everyone', isDefault: true, members: 1 }]);
    const { body: user } = await owner.get(`/v1/users/${ownerId}`);
    assert.deepEqual([user['role'], user['status'], user['type']], ['owner', 'active', 'basic']);
  });

  it('mails a link that confirms the address', async () => {
    const { email } = await freshAccount(app);
    assert.equal((await mailTo(app, email)).subject, 'Confirm your e-mail address');
  });

  it('is recorded', async () => {
    const { owner, ownerId } = await freshAccount(app);
    const { body: log } = await owner.get<{ data: { event: string; actor: { id: string } }[] }>(
      '/v1/audit?event=account.created',
    );
    assert.deepEqual(
      log.data.map(({ actor }) => actor.id),
      [ownerId],
    );
  });

  it('refuses what is no address, no name, or no good password', async () => {
    assertRefused(await signUp(app, { email: 'olivia' }), 422, 'email_invalid');
    assertRefused(await signUp(app, { accountName: ' ' }), 400, 'invalid_request');
    assertRefused(await signUp(app, { accountName: 'two\nlines' }), 400, 'invalid_request');
    assertRefused(await signUp(app, { firstName: '' }), 400, 'invalid_request');
    assertRefused(await signUp(app, { firstName: 'x'.repeat(101) }), 400, 'invalid_request');
    assertRefused(await signUp(app, { password: 'short' }), 422, 'password_too_short');
    assertRefused(await signUp(app, { password: 'exampleexample1' }), 422, 'password_common');
    assertRefused(
      await signUp(app, { accountName: 'Globex Corporation', password: 'globexcorporation' }),
      422,
      'password_common',
    );
  });

  it('keeps names as they are typed and mail readable, whatever they hold', async () => {
    const firstName = '<script>alert(1)</script> Ω “É” 👩‍👩‍👧';
    const browser = app.browser();
    const reply = await browser.post<Session>('/v1/sign-up', body({ firstName, accountName: '<b>&amp;' }));
    assert.equal(reply.body.user.firstName, firstName);
    assert.ok(!(await mailTo(app, reply.body.identity.email)).html.includes('<b>'));
  });

  it('answers the same for an address that signs in here already', async () => {
    const { email } = await freshAccount(app);
    const known = await signUp(app, { email, password: 'copper meadow lantern 88' });
    const unknown = await signUp(app);
    assert.deepEqual([known.status, known.body.identity.proven], [unknown.status, unknown.body.identity.proven]);
  });
});

describe('SIGN_UP=first', () => {
  it('lets one account be made: of ten people at the same moment one', async () => {
    const first = await startTestApp({ SIGN_UP: 'first' });
    assert.deepEqual((await first.browser().get('/v1/sign-up')).body, { open: true, codeNeeded: false });
    const replies = await Promise.all(Array.from({ length: 10 }, () => signUp(first)));
    assert.deepEqual(replies.map(({ status }) => status).sort(), [201, ...Array(9).fill(403)]);
    for (const reply of replies.filter(({ status }) => status === 403)) assertRefused(reply, 403, 'sign_up_closed');
    assert.deepEqual((await first.browser().get('/v1/sign-up')).body, { open: false, codeNeeded: false });
  });
});

describe('SIGN_UP=closed', () => {
  it('lets no account be made', async () => {
    const closed = await startTestApp({ SIGN_UP: 'closed' });
    assert.deepEqual((await closed.browser().get('/v1/sign-up')).body, { open: false, codeNeeded: false });
    assertRefused(await signUp(closed), 403, 'sign_up_closed');
  });
});

describe('a server that others can reach', () => {
  it('asks for the set-up code of its log, until there is an account', async () => {
    const inbox = await Inbox.start();
    const open = await startTestApp({
      HOST: '0.0.0.0',
      RATE_LIMITS: 'on',
      SMTP_URL: inbox.url,
      MAIL_FROM: 'm@example.org',
      PUBLIC_URL: 'https://m.example',
    });
    const code = setUpCode(open.tools.signer);
    assert.match(code, /^[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}$/);
    assert.deepEqual((await open.browser().get('/v1/sign-up')).body, { open: true, codeNeeded: true });
    assertRefused(await signUp(open), 403, 'set_up_code_wrong');
    assertRefused(await signUp(open, { setUpCode: 'AAAA-AAAA-AAAA' }), 403, 'set_up_code_wrong');
    assert.equal((await signUp(open, { setUpCode: ` ${code.toLowerCase()} ` })).status, 201);
    assert.equal((await signUp(open)).status, 201);
    assertRefused(await open.browser().get('/v1/mailbox'), 404, 'not_found');
  });
});

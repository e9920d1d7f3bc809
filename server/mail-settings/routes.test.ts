import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { after, describe, it } from 'node:test';
import { rowsIn, startTestApp } from '../testing/app.ts';
import type { Client } from '../testing/client.ts';
import { freshAccount, freshEmail, mailTo, prove } from '../testing/fresh-account.ts';
import { Inbox } from '../testing/inbox.ts';
import { joinedPerson } from '../testing/people.ts';
import { waitUntil } from '../testing/wait-until.ts';
import type { User } from '../users/user.ts';

const app = await startTestApp({ OUTBOUND_ALLOW: '127.0.0.1/32' });

const portOf = ({ url }: Inbox) => Number(new URL(url).port);
const serverOf = (inbox: Inbox) => ({ host: '127.0.0.1', port: portOf(inbox), security: 'none' });
const sender = { name: 'Acme', address: 'people@acme.example' };

async function withServer(by: Client, inbox: Inbox, more: object = {}): Promise<void> {
  const { status, body } = await by.patch('/v1/mail-settings', { server: serverOf(inbox), sender, ...more });
  assert.equal(status, 200, JSON.stringify(body));
}

async function invite(by: Client): Promise<User> {
  const { body } = await by.post<{ added: User[] }>('/v1/users', { users: [{ email: freshEmail() }] });
  assert.ok(body.added[0]);
  return body.added[0];
}

const mailOf = async (by: Client, { id }: User) => (await by.get<User>(`/v1/users/${id}`)).body.mail;
const inState = (by: Client, user: User, state: string) =>
  waitUntil(async () => {
    const mail = await mailOf(by, user);
    return mail?.state === state ? mail : null;
  }, `a mail that is ${state}`);

type Delivery = { signIn: string; invitations: string | null };
const delivery = async (by: Client) => (await by.get<Delivery>('/v1/mail-delivery')).body;

describe('without a mail server', () => {
  it('an invitation is in the mailbox, and nothing says that it was sent', async () => {
    const { owner } = await freshAccount(app);
    const user = await invite(owner);
    assert.equal((await inState(owner, user, 'mailbox')).detail, null);
    await mailTo(app, user.email);
    assert.deepEqual(await delivery(owner), { signIn: 'mailbox', invitations: 'mailbox' });
    assert.deepEqual(await delivery(app.browser()), { signIn: 'mailbox', invitations: null });
  });

  it('a test mail goes to the mailbox page and says so', async () => {
    const { owner, email } = await freshAccount(app);
    const { body } = await owner.post('/v1/mail-settings/test');
    assert.deepEqual(body, { state: 'mailbox', answer: null, to: email });
    await mailTo(app, email, /test mail/);
  });
});

describe('a mail server of an account', () => {
  it('carries its invitations and notices from its own sender, and no mail about a sign-in', async () => {
    const inbox = await Inbox.start();
    const { owner, email } = await freshAccount(app);
    await withServer(owner, inbox);
    assert.deepEqual(await delivery(owner), { signIn: 'mailbox', invitations: 'server' });
    const user = await invite(owner);
    const { from, mail } = await inbox.mailTo(user.email);
    assert.deepEqual([from, mail.from?.text], ['people@acme.example', '"Acme" <people@acme.example>']);
    await inState(owner, user, 'handed_over');
    const { user: admin } = await joinedPerson(app, owner, 'member');
    await owner.patch(`/v1/users/${admin.id}`, { role: 'admin' });
    assert.match(
      (
        await waitUntil(
          () => inbox.received.find(({ mail: { subject } }) => /now an Admin/.test(subject ?? '')),
          'a notice',
        )
      ).to[0] ?? '',
      new RegExp(admin.email),
    );
    await app.browser().post('/v1/password-resets', { email });
    await mailTo(app, email, /new password/);
    await owner.post('/v1/proofs');
    await mailTo(app, email, /Confirm your e-mail/);
    assert.deepEqual(
      inbox.received.filter(({ to }) => to.includes(email)),
      [],
    );
  });

  it('carries no other account’s mail', async () => {
    const inbox = await Inbox.start();
    const [one, other] = [await freshAccount(app), await freshAccount(app)];
    await withServer(one.owner, inbox);
    const user = await invite(other.owner);
    await inState(other.owner, user, 'mailbox');
    assert.deepEqual(inbox.received, []);
    assert.equal((await other.owner.get<{ server: unknown }>('/v1/mail-settings')).body.server, null);
  });

  it('that is down delays only the mail of its account, and takes it when it is back', async () => {
    const inbox = await Inbox.start();
    const [bad, good] = [await freshAccount(app), await freshAccount(app)];
    await withServer(bad.owner, inbox);
    await inbox.down();
    const late = await invite(bad.owner);
    await waitUntil(async () => {
      const { body } = await bad.owner.get<{ silence: { detail: string } | null }>('/v1/mail-queue');
      return body.silence;
    }, 'the silence to be told');
    await inState(good.owner, await invite(good.owner), 'mailbox');
    assert.equal((await good.owner.get<{ silence: unknown }>('/v1/mail-queue')).body.silence, null);
    assert.equal((await mailOf(bad.owner, late))?.state, 'queued');
    await inbox.up();
    await app.clock.forward('10 minutes');
    await inbox.mailTo(late.email);
    await inState(bad.owner, late, 'handed_over');
  });

  it('that takes connections and says nothing holds up no mail of an account with another one', async () => {
    const deaf = createServer(() => {}).listen(0, '127.0.0.1');
    await once(deaf, 'listening');
    after(() => deaf.close());
    const address = deaf.address();
    assert.ok(address !== null && typeof address === 'object');
    const inbox = await Inbox.start();
    const [bad, good] = [await freshAccount(app), await freshAccount(app)];
    await withServer(good.owner, inbox);
    await withServer(bad.owner, inbox, { server: { ...serverOf(inbox), port: address.port } });
    const waits = await invite(bad.owner);
    const user = await invite(good.owner);
    await inbox.mailTo(user.email);
    await inState(good.owner, user, 'handed_over');
    assert.equal((await mailOf(bad.owner, waits))?.state, 'queued');
  });

  it('hands its waiting mail to the one that is set next, or to the mailbox page', async () => {
    const [first, second] = [await Inbox.start(), await Inbox.start()];
    const { owner } = await freshAccount(app);
    await withServer(owner, first);
    await first.down();
    const user = await invite(owner);
    await waitUntil(async () => (await owner.get<{ silence: unknown }>('/v1/mail-queue')).body.silence, 'silence');
    await withServer(owner, second);
    await second.mailTo(user.email);
    await owner.patch('/v1/mail-settings', { server: null });
    await inState(owner, await invite(owner), 'mailbox');
  });

  it('answers a test mail in its own words, whether it takes it or not', async () => {
    const inbox = await Inbox.start();
    const { owner, email } = await freshAccount(app);
    await withServer(owner, inbox);
    type Tested = { state: string; answer: string };
    const taken = (await owner.post<Tested>('/v1/mail-settings/test')).body;
    assert.deepEqual([taken.state, taken.answer], ['handed_over', '250 OK: message queued']);
    inbox.answer = () => ({ code: 550, words: '5.7.1 We know no people@acme.example' });
    const refused = (await owner.post<Tested>('/v1/mail-settings/test')).body;
    assert.deepEqual([refused.state, refused.answer], ['bounced', '550 5.7.1 We know no people@acme.example']);
    await inbox.down();
    const away = (await owner.post<Tested>('/v1/mail-settings/test')).body;
    assert.equal(away.state, 'unanswered');
    assert.match(away.answer, /ECONNREFUSED/);
    assert.equal((await inbox.mailTo(email)).mail.subject, 'A test mail from Muster');
  });
});

describe('the password of a mail server', () => {
  it('signs in, is stored encrypted and never shown again, and can stay when other things change', async () => {
    const inbox = await Inbox.start();
    const { owner, accountId } = await freshAccount(app);
    const server = { ...serverOf(inbox), username: 'muster', password: 'right' };
    await withServer(owner, inbox, { server });
    const { body } = await owner.get('/v1/mail-settings');
    assert.deepEqual(body, {
      server: { ...serverOf(inbox), username: 'muster' },
      sender,
      replyTo: null,
      dkimSelector: null,
      fixed: { server: false, sender: false },
    });
    const { password, ...kept } = server;
    await withServer(owner, inbox, { server: kept, sender: { ...sender, name: 'Acme People' } });
    assert.equal((await owner.post<{ state: string }>('/v1/mail-settings/test')).body.state, 'handed_over');
    const { rows } = await rowsIn(app, accountId, 'select password from mail_settings');
    assert.ok(rows[0].password.length > 0 && !rows[0].password.toString('latin1').includes(password));
    const log = JSON.stringify((await owner.get('/v1/audit')).body);
    assert.match(log, /Mail settings changed, mail server 127\.0\.0\.1:/);
    assert.ok(!log.includes('right') && !log.includes('acme.example'));
  });

  it('goes to no other server, user or unencrypted connection than the one it was entered for', async () => {
    const [inbox, other] = [await Inbox.start(), await Inbox.start()];
    const { owner } = await freshAccount(app);
    const server = { ...serverOf(inbox), username: 'muster' };
    await withServer(owner, inbox, { server: { ...server, password: 'right' } });
    for (const change of [
      { port: portOf(other) },
      { host: 'localhost' },
      { username: 'eve' },
      { security: 'starttls' },
    ]) {
      const { status, body } = await owner.patch<{ code: string }>('/v1/mail-settings', {
        server: { ...server, ...change },
      });
      assert.deepEqual([status, body.code], [422, 'mail_password_needed'], JSON.stringify(change));
    }
  });
});

describe('the address of a mail server', () => {
  const guarded = startTestApp({ DNS_SERVERS: '' });
  it('must be public and use a port of mail servers, by encryption, unless the operator allows its network', async () => {
    const { owner } = await freshAccount(await guarded);
    const refused = [
      { host: '127.0.0.1', port: 25, security: 'starttls' },
      { host: '::1', port: 465, security: 'tls' },
      { host: '169.254.169.254', port: 25, security: 'starttls' },
      { host: 'mail.example.com', port: 22, security: 'tls' },
      { host: 'mail.example.com', port: 5432, security: 'starttls' },
      { host: 'mail.example.com', port: 587, security: 'none' },
    ];
    for (const server of refused) {
      const { status, body } = await owner.patch<{ code: string }>('/v1/mail-settings', { server, sender });
      assert.deepEqual([status, body.code], [422, 'mail_server_refused'], JSON.stringify(server));
    }
  });

  it('is checked at the connection, so a name of this machine reaches nothing', async () => {
    const { owner } = await freshAccount(await guarded);
    await owner.patch('/v1/mail-settings', { server: { host: 'localhost', port: 25, security: 'starttls' }, sender });
    const { body } = await owner.post<{ state: string; answer: string }>('/v1/mail-settings/test');
    assert.equal(body.state, 'unanswered');
    assert.match(body.answer, /localhost is not an address that this server may connect to/);
  });
});

describe('mail settings', () => {
  it('are for the Owner and Admins', async () => {
    const { owner } = await freshAccount(app);
    const { browser: member } = await joinedPerson(app, owner, 'member');
    const { browser: admin } = await joinedPerson(app, owner, 'admin');
    assert.equal((await member.get('/v1/mail-settings')).status, 403);
    assert.equal((await member.patch('/v1/mail-settings', { replyTo: null })).status, 403);
    assert.equal((await member.post('/v1/mail-settings/test')).status, 403);
    assert.equal((await admin.patch('/v1/mail-settings', { replyTo: 'help@acme.example' })).status, 200);
  });

  it('that the environment has set are shown and cannot be changed, except where answers go', async () => {
    const inbox = await Inbox.start();
    const fixed = await startTestApp({ SMTP_URL: inbox.url, MAIL_FROM: 'Muster <muster@muster.example>' });
    const { owner, email } = await freshAccount(fixed);
    const { body } = await owner.get<{ server: unknown; sender: unknown; fixed: unknown }>('/v1/mail-settings');
    assert.deepEqual(body.server, { host: '127.0.0.1', port: portOf(inbox), security: null, username: null });
    assert.deepEqual(body.sender, { name: 'Muster', address: 'muster@muster.example' });
    assert.deepEqual(body.fixed, { server: true, sender: true });
    for (const patch of [{ server: serverOf(inbox) }, { server: null }, { sender }]) {
      const answer = await owner.patch<{ code: string }>('/v1/mail-settings', patch);
      assert.deepEqual([answer.status, answer.body.code], [409, 'mail_fixed']);
    }
    assert.equal((await owner.patch('/v1/mail-settings', { replyTo: 'help@acme.example' })).status, 200);
    const user = await invite(owner);
    const { mail } = await inbox.mailTo(user.email);
    assert.equal(mail.replyTo?.text, 'help@acme.example');
    assert.ok(mail.text?.includes(`answer this mail or write to ${email} yourself`));
  });

  it('need a sender, and refuse what is no address or no server', async () => {
    const { owner } = await freshAccount(app);
    const inbox = await Inbox.start();
    const patch = async (body: object) => {
      const answer = await owner.patch<{ code: string }>('/v1/mail-settings', body);
      return [answer.status, answer.body.code];
    };
    assert.deepEqual(await patch({ server: serverOf(inbox) }), [422, 'mail_sender_needed']);
    assert.deepEqual(await patch({ sender: { name: 'A', address: 'a@b@c' } }), [422, 'email_invalid']);
    assert.deepEqual(await patch({ replyTo: 'x\r\nBcc: a@example.com' }), [422, 'email_invalid']);
    assert.deepEqual(await patch({ sender: { name: 'A\r\nBcc: b', address: 'a@b.example' } }), [
      400,
      'invalid_request',
    ]);
    assert.deepEqual(await patch({ server: { ...serverOf(inbox), host: 'a b' } }), [400, 'invalid_request']);
    assert.deepEqual(await patch({}), [400, 'invalid_request']);
  });

  it('are tested at most 10 times an hour', async () => {
    const limited = await startTestApp({ RATE_LIMITS: 'on' });
    const { owner } = await freshAccount(limited);
    for (let n = 0; n < 10; n++) assert.equal((await owner.post('/v1/mail-settings/test')).status, 200);
    assert.equal((await owner.post('/v1/mail-settings/test')).status, 429);
  });

  it('let an answer to an invitation go to the inviter if their address is proven', async () => {
    const inbox = await Inbox.start();
    const account = await freshAccount(app);
    await withServer(account.owner, inbox);
    await prove(app, account);
    const user = await invite(account.owner);
    assert.equal((await inbox.mailTo(user.email)).mail.replyTo?.text, account.email);
  });
});

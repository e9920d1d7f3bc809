import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { LinkifyIt } from 'linkify-it';
import { startTestApp, type TestApp } from '../testing/app.ts';
import type { Client } from '../testing/client.ts';
import { freshAccount, freshEmail } from '../testing/fresh-account.ts';
import { applied, planFile } from '../testing/imports.ts';
import { Inbox } from '../testing/inbox.ts';
import { addPeople, joinedPerson } from '../testing/people.ts';
import { waitUntil } from '../testing/wait-until.ts';
import type { User } from '../users/user.ts';

type Served = { app: TestApp; inbox: Inbox };
async function serve(env: Record<string, string> = {}): Promise<Served> {
  const inbox = await Inbox.start();
  const settings = { SMTP_URL: inbox.url, MAIL_FROM: 'Muster <muster@muster.example>', MAIL_RATE: '1000', ...env };
  return { app: await startTestApp(settings), inbox };
}
const { app, inbox } = await serve();

const arrived = ({ received }: Inbox, email: string) => received.filter(({ to }) => to.includes(email));
async function withMail(by: Client, { id }: User, state: string): Promise<NonNullable<User['mail']>> {
  return waitUntil(async () => {
    const { mail } = (await by.get<User>(`/v1/users/${id}`)).body;
    return mail?.state === state ? mail : null;
  }, `a mail that is ${state}`);
}
/** Proves an address by the link mailed to it. */
async function prove(by: Client, email: string): Promise<void> {
  const { mail } = await inbox.mailTo(email);
  const token = /\/confirm\/([\w-]+)/.exec(mail.text ?? '')?.[1];
  assert.equal((await by.post(`/v1/proofs/${token}`)).status, 201);
}
async function invite(by: Client, person: Record<string, string> = {}): Promise<User> {
  const { body } = await by.post<{ added: User[] }>('/v1/users', { users: [{ email: freshEmail(), ...person }] });
  assert.ok(body.added[0]);
  return body.added[0];
}

describe('the invitation mail', () => {
  it('says who invites whom to what, as text and as HTML, from the sender that was set', async () => {
    const { owner } = await freshAccount(app, { accountName: 'Engines & <Sons>' });
    const user = await invite(owner);
    const { mail, to, from } = await inbox.mailTo(user.email);
    assert.deepEqual(
      [to, from, mail.from?.text],
      [[user.email], 'muster@muster.example', '"Muster" <muster@muster.example>'],
    );
    assert.equal(mail.subject, 'Olivia Owner invites you to Engines & <Sons>');
    assert.match(
      mail.text ?? '',
      /Olivia Owner has added you to Engines & <Sons>[\s\S]*\/welcome\/[\w-]{40,}[\s\S]*nobody joins until/,
    );
    const html = String(mail.html);
    assert.match(html, /Engines &#38; &#60;Sons&#62;/);
    assert.ok(!html.includes('<Sons>'));
    assert.equal(mail.headers.get('auto-submitted'), 'auto-generated');
  });

  it('tells who invites with their address, and an answer goes to them', async () => {
    const { owner, email } = await freshAccount(app);
    await prove(owner, email);
    const { mail } = await inbox.mailTo((await invite(owner)).email);
    assert.equal(mail.replyTo?.text, email);
    assert.ok(mail.text?.includes(`write to ${email} yourself`), mail.text ?? 'no text');
    assert.ok(String(mail.html).includes(email));
    const crowd = await planFile(owner, `email\n${freshEmail()}\n`);
    await applied(owner, crowd);
    const [{ id = '' } = {}] = (await owner.get<{ data: User[] }>('/v1/users?status=pending')).body.data;
    const imported = (await owner.get<User>(`/v1/users/${id}`)).body;
    assert.equal((await inbox.mailTo(imported.email)).mail.replyTo?.text, email);
  });

  it('tells when its link ends, and asks for no answer to an address that is not proven', async () => {
    const { owner, email } = await freshAccount(app);
    const user = await invite(owner);
    const { mail } = await inbox.mailTo(user.email);
    assert.equal(mail.replyTo, undefined);
    assert.match(mail.text ?? '', new RegExp(`To ask Olivia Owner, write to ${email} yourself`));
    const end = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' }).format(
      new Date(user.expiresAt ?? ''),
    );
    assert.ok(mail.text?.includes(`works for 30 days, until ${end}.`), mail.text ?? 'no text');
  });

  it('names no one who is no longer an active user', async () => {
    const { owner } = await freshAccount(app);
    const { browser: admin, user } = await joinedPerson(app, owner, 'admin');
    await owner.patch('/v1/mail-queue', { paused: true });
    const few = await invite(admin);
    await owner.patch(`/v1/users/${user.id}`, { status: 'deactivated' });
    await owner.patch('/v1/mail-queue', { paused: false });
    const { mail } = await inbox.mailTo(few.email);
    assert.equal(mail.subject, 'You are invited to Example Company');
    assert.equal(mail.replyTo, undefined);
    assert.ok(!mail.text?.includes(user.email) && !mail.text?.includes(user.firstName));
  });

  it('has no link but its own, whatever the account and the inviter are called', async () => {
    const { owner, email } = await freshAccount(app, { accountName: 'https://evil.com/pay' });
    await owner.patch('/v1/profile', { firstName: 'www.evil.zip', lastName: 'ann@evil.app' });
    const { mail } = await inbox.mailTo((await invite(owner)).email);
    const found = (new LinkifyIt().match(`${mail.subject}\n${mail.text}`) ?? []).map(({ text }) => text);
    assert.deepEqual([found.length, found[0]], [2, email]);
    assert.match(found[1] ?? '', /^http:\/\/[\w.]+:\d+\/welcome\/[\w-]+$/);
  });

  it('takes no header from a name, an address or the account’s name', async () => {
    const { owner, ownerId } = await freshAccount(app, { accountName: 'Acme' });
    const evil = 'Eve\r\nBcc: victim@example.com';
    for (const name of [evil, 'Eve\nX-Evil: 1', 'Eve\u2028Bcc: victim@example.com']) {
      await owner.patch(`/v1/users/${ownerId}`, { firstName: name });
      await owner.patch('/v1/account', { name });
      await owner.post('/v1/users', { users: [{ email: freshEmail(), firstName: name }] });
      await owner.post('/v1/users', { users: [{ email: `a@example.com\r\nBcc: victim@example.com` }] });
    }
    const user = await invite(owner, { firstName: 'Ada' });
    await inbox.mailTo(user.email);
    for (const { mail, to } of inbox.received) {
      assert.ok(!to.includes('victim@example.com'));
      assert.deepEqual([mail.bcc, mail.headers.get('x-evil'), mail.cc], [undefined, undefined, undefined]);
    }
  });

  it('goes to exactly one recipient, whatever the address looks like', async () => {
    const { owner } = await freshAccount(app);
    const user = await invite(owner, { email: `o'brien+a=b@example.com` });
    const { to } = await inbox.mailTo(user.email);
    assert.deepEqual(to, [`o'brien+a=b@example.com`]);
  });
});

describe('what the mail server says', () => {
  it('5xx is shown as bounced, with its words, within the minute, and not tried again', async () => {
    const { owner } = await freshAccount(app);
    const email = freshEmail('gone');
    inbox.answer = (to) => (to === email ? { code: 550, words: 'No such mailbox here' } : null);
    const mail = await withMail(owner, await invite(owner, { email }), 'bounced');
    assert.match(mail.detail ?? '', /No such mailbox here/);
    const offers = inbox.offers;
    await app.clock.forward('1 hour');
    const other = await invite(owner);
    await inbox.mailTo(other.email);
    assert.equal(inbox.offers, offers + 1);
    inbox.answer = () => null;
  });

  it('4xx is shown as delayed and tried again until it is taken, once', async () => {
    const { owner } = await freshAccount(app);
    const email = freshEmail('grey');
    inbox.answer = (to) => (to === email ? { code: 451, words: 'Greylisted, come back later' } : null);
    const user = await invite(owner, { email });
    const mail = await withMail(owner, user, 'delayed');
    assert.match(mail.detail ?? '', /come back later/);
    inbox.answer = () => null;
    await app.clock.forward('1 minute');
    await withMail(owner, user, 'handed_over');
    assert.equal(arrived(inbox, email).length, 1);
  });

  it('a bounced address is fixed and invited again', async () => {
    const { owner } = await freshAccount(app);
    const email = freshEmail('typo');
    inbox.answer = (to) => (to === email ? { code: 550, words: 'No such mailbox here' } : null);
    const user = await invite(owner, { email });
    await withMail(owner, user, 'bounced');
    const right = freshEmail('right');
    const { body } = await owner.patch<User>(`/v1/users/${user.id}`, { email: right });
    assert.deepEqual([body.mail?.state, body.mail?.detail], ['queued', null]);
    await inbox.mailTo(right);
    inbox.answer = () => null;
  });
});

describe('the Message-ID', () => {
  it('of a resent invitation is another', async () => {
    const { owner } = await freshAccount(app);
    const user = await invite(owner);
    await inbox.mailTo(user.email);
    await owner.post('/v1/changes', { select: { ids: [user.id] }, do: { resend: true }, apply: true });
    const both = await waitUntil(
      () => (arrived(inbox, user.email).length === 2 ? arrived(inbox, user.email) : null),
      'two mails',
    );
    assert.deepEqual(
      both.map(({ mail }) => mail.messageId),
      [`<${user.id}.1@localhost>`, `<${user.id}.2@localhost>`],
    );
  });
});

describe('many mails', () => {
  it('are handed over at the rate that was set', async () => {
    const slow = await serve({ MAIL_RATE: '10' });
    const { owner } = await freshAccount(slow.app);
    const { users } = await addPeople(owner, 25);
    for (const user of users) await slow.inbox.mailTo(user.email);
    const times = slow.inbox.received.map(({ atMs }) => atMs).sort((a, b) => a - b);
    const seconds = ((times.at(-1) ?? 0) - (times[0] ?? 0)) / 1000;
    assert.ok(seconds >= 0.8 * ((times.length - 1) / 10), `${times.length} mails took ${seconds} s`);
  });
});

import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it } from 'node:test';
import { inSystem } from '../database/database.ts';
import { startTestApp, type TestApp } from '../testing/app.ts';
import { freshAccount, freshEmail, mailTo } from '../testing/fresh-account.ts';
import { Inbox } from '../testing/inbox.ts';
import { waitUntil } from '../testing/wait-until.ts';
import { Mailer } from './mail.ts';
import { renderMail } from './mail-content.ts';
import { queueMail, retryInSeconds } from './mail-queue.ts';

async function withServer(env: Record<string, string> = {}): Promise<{ app: TestApp; inbox: Inbox }> {
  const inbox = await Inbox.start();
  const app = await startTestApp({ SMTP_URL: inbox.url, MAIL_FROM: 'Muster <muster@example.org>', ...env });
  return { app, inbox };
}

/** Any mail that the job sends. Its content does not matter here. */
async function queue(app: TestApp, recipient: string): Promise<void> {
  await inSystem(app.tools.database, (db, afterCommit) =>
    queueMail({ db, afterCommit }, app.tools, {
      template: 'password-changed',
      recipient,
      recipientKey: recipient,
      accountId: null,
      rate: 'notices',
      data: () => ({ email: recipient }),
    }),
  );
}

async function stateOf(app: TestApp, recipient: string): Promise<{ state: string; detail: string | null }> {
  const { rows } = await app.sql.query('select state, detail from mails where recipient = $1', [recipient]);
  return rows[0];
}

const inState = (app: TestApp, recipient: string, state: string) =>
  waitUntil(async () => {
    const mail = await stateOf(app, recipient);
    return mail?.state === state ? mail : null;
  }, `${recipient} to be ${state}`);

describe('a mail handed to a mail server', () => {
  it('goes to exactly the stored address, from the sender set, with a stable Message-ID', async () => {
    const { app, inbox } = await withServer();
    const { email } = await freshAccount(app);
    const { mail, to, from, raw } = await inbox.mailTo(email);
    assert.deepEqual(to, [email]);
    assert.equal(from, 'muster@example.org');
    assert.equal(mail.from?.text, '"Muster" <muster@example.org>');
    const { rows } = await app.sql.query('select id from mails where recipient = $1', [email]);
    assert.equal(mail.messageId, `<${rows[0].id}@localhost>`);
    assert.match(raw, /Auto-Submitted: auto-generated/i);
    assert.match(mail.text ?? '', /Example Company/);
    assert.equal((await inState(app, email, 'handed_over')).detail, null);
  });

  it('cannot be given another header or recipient by a name (header injection)', async () => {
    const { app, inbox } = await withServer();
    const accountName = 'A" <evil@example.com>, <b@example.com> ؜';
    const { email } = await freshAccount(app, { accountName });
    const { mail, to } = await inbox.mailTo(email);
    assert.deepEqual(to, [email]);
    assert.deepEqual(mail.headers.get('to'), {
      value: [{ address: email, name: '' }],
      html: mail.to && 'html' in mail.to ? mail.to.html : '',
      text: email,
    });
    const outcome = await app.tools.mailer.handOver({
      messageId: randomUUID(),
      to: 'person@example.com',
      subject: 'Hello\r\nBcc: evil@example.com\r\n\r\nbody',
      text: 'text',
      html: '<p>text</p>',
    });
    assert.equal(outcome.state, 'handed_over');
    const received = await inbox.mailTo('person@example.com');
    assert.deepEqual(received.to, ['person@example.com']);
    assert.equal(received.mail.subject, 'Hello Bcc: evil@example.com body');
    assert.equal(received.mail.bcc, undefined);
  });

  it('never takes a list or a display name for one address', async () => {
    const { app, inbox } = await withServer();
    const strange = [
      'a@example.com, b@example.com',
      'Evil <c@example.com>',
      'd@example.com\r\nRCPT TO:<e@example.com>',
    ];
    for (const to of strange) {
      const outcome = await app.tools.mailer.handOver({
        messageId: randomUUID(),
        to,
        subject: 's',
        text: 't',
        html: 'h',
      });
      assert.equal(outcome.state, 'bounced', to);
    }
    assert.equal(inbox.offers, 0);
  });

  it('bounces with the server’s words when it says no for good', async () => {
    const { app, inbox } = await withServer();
    inbox.answer = () => ({ code: 550, words: `5.1.1 No such user\nhere ${'x'.repeat(400)}` });
    const email = freshEmail();
    await queue(app, email);
    const { detail } = await inState(app, email, 'bounced');
    assert.match(detail ?? '', /5\.1\.1 No such user/);
    assert.ok((detail ?? '').length <= 300 && !/[\r\n]/.test(detail ?? ''));
  });

  it('is delayed and tried again when it says not now, and comes once', async () => {
    const { app, inbox } = await withServer();
    inbox.answer = () => ({ code: 451, words: '4.7.1 Greylisted, come back later' });
    const email = freshEmail();
    await queue(app, email);
    assert.match((await inState(app, email, 'delayed')).detail ?? '', /Greylisted/);
    inbox.answer = () => null;
    await app.clock.forward('15 seconds');
    await inbox.mailTo(email);
    await inState(app, email, 'handed_over');
    assert.equal(inbox.received.length, 1);
  });

  it('waits while the server is down for ten minutes; then everything comes, nothing twice', async () => {
    const { app, inbox } = await withServer();
    await inbox.down();
    const people = Array.from({ length: 5 }, () => freshEmail());
    for (const email of people) await queue(app, email);
    for (const email of people) await inState(app, email, 'delayed');
    await app.clock.forward('10 minutes');
    await waitUntil(async () => {
      const { rows } = await app.sql.query(
        "select from jobs where name = 'mails.send' and (run_at <= muster_now() or lease_until is not null)",
      );
      return rows.length === 0 || null;
    }, 'all to be tried in vain once more');
    await inbox.up();
    await app.clock.forward('10 minutes');
    for (const email of people) await inState(app, email, 'handed_over');
    assert.deepEqual(inbox.received.map(({ to }) => to[0]).sort(), people.sort());
    assert.equal(new Set(inbox.received.map(({ mail }) => mail.messageId)).size, people.length);
  });

  it('is given up after three days, in words', async () => {
    const { app, inbox } = await withServer();
    inbox.answer = () => ({ code: 451, words: 'not now' });
    const email = freshEmail();
    await queue(app, email);
    await inState(app, email, 'delayed');
    await app.clock.forward('3 days');
    assert.match((await inState(app, email, 'bounced')).detail ?? '', /not now.*gave up after three days/);
  });

  it('keeps to the rate, however many wait', async () => {
    const { app, inbox } = await withServer({ MAIL_RATE: '20' });
    const people = Array.from({ length: 45 }, () => freshEmail());
    const messages = people.map((to) =>
      app.tools.mailer.handOver({ messageId: randomUUID(), to, subject: 's', text: 't', html: 'h' }),
    );
    await Promise.all(messages);
    const times = inbox.received.map(({ atMs }) => atMs).sort((a, b) => a - b);
    assert.equal(times.length, 45);
    const span = (times.at(-1) ?? 0) - (times[0] ?? 0);
    assert.ok(span >= 2000, `45 mails at 20 a second took ${Math.round(span)} ms`);
  });

  it('keeps to the rate over all servers on the database, not each for itself', async () => {
    const { app, inbox } = await withServer({ MAIL_RATE: '20' });
    const { config, database, log } = app.tools;
    const another = new Mailer(config, database, log);
    const messages = [app.tools.mailer, another].flatMap((mailer) =>
      Array.from({ length: 20 }, () =>
        mailer.handOver({ messageId: randomUUID(), to: freshEmail(), subject: 's', text: 't', html: 'h' }),
      ),
    );
    await Promise.all(messages);
    another.close();
    const times = inbox.received.map(({ atMs }) => atMs).sort((a, b) => a - b);
    const span = (times.at(-1) ?? 0) - (times[0] ?? 0);
    assert.ok(times.length === 40 && span >= 0.8 * 39 * 50, `40 mails at 20 a second took ${Math.round(span)} ms`);
  });
});

describe('a wrong password of the mail server', () => {
  it('delays mail and bounces nothing: it is not about the recipient', async () => {
    const inbox = await Inbox.start();
    const url = inbox.url.replace('smtp://', 'smtp://user:wrong@');
    const app = await startTestApp({ SMTP_URL: url, MAIL_FROM: 'muster@example.org' });
    const email = freshEmail();
    await queue(app, email);
    assert.match((await inState(app, email, 'delayed')).detail ?? '', /535/);
    assert.equal(inbox.received.length, 0);
  });
});

describe('without a mail server', () => {
  it('the same message handed over twice is kept once', async () => {
    const app = await startTestApp();
    const message = { messageId: 'same', to: 'person@example.com', subject: 's', text: 'first', html: 'h' };
    await app.tools.mailer.handOver(message);
    await app.tools.mailer.handOver({ ...message, text: 'second' });
    assert.equal((await mailTo(app, 'person@example.com')).text, 'first');
    const { rows } = await app.sql.query("select from mailbox where recipient = 'person@example.com'");
    assert.equal(rows.length, 1);
  });
});

describe('what a mail says', () => {
  it('shows names as text, in HTML and in plain text', () => {
    const { html, text, subject } = renderMail(
      {
        subject: 'Hi\r\nX: y',
        heading: '<b>H</b>',
        paragraphs: ['"a" & <script>'],
        button: { label: 'Go', url: 'https://x.example/a?b="c"' },
        footnote: 'f',
      },
      '<img src=x onerror=alert(1)>',
    );
    assert.ok(!/<script|<img|<b>/.test(html));
    assert.ok(!html.includes('b="c"'));
    assert.match(text, /<img src=x onerror=alert\(1\)>/);
    assert.match(text, /https:\/\/x\.example\/a\?b="c"/);
    assert.equal(subject, 'Hi X: y');
  });

  it('is tried again after about as long as it has waited', () => {
    assert.deepEqual([0, 5, 10, 40, 600, 90_000].map(retryInSeconds), [10, 10, 10, 40, 600, 600]);
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { startTestApp, type TestApp } from '../testing/app.ts';
import type { Client } from '../testing/client.ts';
import { freshAccount, freshEmail } from '../testing/fresh-account.ts';
import { Inbox } from '../testing/inbox.ts';
import { addPeople } from '../testing/people.ts';
import { waitUntil } from '../testing/wait-until.ts';
import type { User } from '../users/user.ts';
import type { MailQueue } from './mail-queue.ts';

/** Mails that are sent at once. */
const flying = 10;

async function serve(): Promise<{ app: TestApp; inbox: Inbox }> {
  const inbox = await Inbox.start();
  const env = { SMTP_URL: inbox.url, MAIL_FROM: 'muster@muster.example', MAIL_RATE: '1000' };
  return { app: await startTestApp(env), inbox };
}

const queueOf = async (by: Client) => (await by.get<MailQueue>('/v1/mail-queue')).body;
async function oneEach(users: User[], from: Inbox): Promise<void> {
  for (const { email } of users) await from.mailTo(email);
  const came = from.received.map(({ to }) => to[0]);
  for (const { email } of users) assert.equal(came.filter((to) => to === email).length, 1, email);
}

const quiet = (by: Client) =>
  waitUntil(async () => ((await queueOf(by)).waiting === 0 ? true : null), 'nobody who waits for mail');

/** The try is noted, and every mail waits for the next one: a job that is still on its way would be put off from a later moment. */
const noted = (app: TestApp) =>
  waitUntil(async () => {
    const { rows } = await app.sql.query(`select from mail_server where next_try_at > muster_now() and not exists (
      select from jobs where name = 'mails.send' and (lease_until is not null or run_at <= muster_now()))`);
    return rows[0];
  }, 'the try to be noted');

describe('a mail server that is away', () => {
  it('for ten minutes holds up the queue as a whole; then everyone has one mail, nobody two', async () => {
    const down = await serve();
    const { owner } = await freshAccount(down.app);
    await addPeople(owner, 1);
    await quiet(owner);
    await down.inbox.down();
    const { users } = await addPeople(owner, 60);
    const silence = await waitUntil(async () => (await queueOf(owner)).silence, 'a silence that is noted');
    assert.match(silence.detail, /ECONNREFUSED|closed/i);
    assert.equal((await queueOf(owner)).waiting, 60);
    for (let minute = 0; minute < 10; minute += 2) await down.app.clock.forward('2 minutes');
    const { body } = await owner.get<{ data: User[] }>('/v1/users?status=pending&limit=500');
    const states = body.data.filter(({ id }) => users.some((user) => user.id === id)).map(({ mail }) => mail?.state);
    assert.deepEqual(new Set(states), new Set(['queued']), 'nobody’s own mail is at fault');
    assert.equal((await queueOf(owner)).silence?.since, silence.since);
    await down.inbox.up();
    await down.app.clock.forward('1 minute');
    await oneEach(users, down.inbox);
    await quiet(owner);
    assert.equal((await queueOf(owner)).silence, null);
    const ids = down.inbox.received.map(({ mail }) => mail.messageId);
    for (const { id } of users) assert.ok(ids.includes(`<${id}.1@localhost>`));
  });

  it('is tried with one message, at least every minute', async () => {
    const deaf = await serve();
    const { owner } = await freshAccount(deaf.app);
    await addPeople(owner, 1);
    await quiet(owner);
    let tries = 0;
    deaf.inbox.answer = (to) => {
      if (to.startsWith('p')) tries++;
      return { code: 421, words: '4.3.2 Service shutting down' };
    };
    const { users } = await addPeople(owner, 60);
    const silence = await waitUntil(async () => (await queueOf(owner)).silence, 'a silence that is noted');
    assert.match(silence.detail, /shutting down/);
    // A closed connection is opened once more.
    assert.ok(tries <= 2 * flying, `${tries} tries at first`);
    for (const _ of [1, 2, 3]) {
      const tried = tries;
      await deaf.app.clock.forward('1 minute');
      await waitUntil(() => (tries > tried ? true : null), 'another try');
      await noted(deaf.app);
      assert.ok(tries <= tried + 2, `${tries - tried} tries of one`);
    }
    deaf.inbox.answer = () => null;
    await deaf.app.clock.forward('1 minute');
    await oneEach(users, deaf.inbox);
  });
});

describe('a mail server that refuses the sender', () => {
  for (const [code, words] of [
    [530, '5.7.0 Authentication required'],
    [535, '5.7.8 Authentication failed'],
    [550, '5.7.1 Sender not allowed'],
    [554, '5.7.1 Relay access denied'],
    [451, '4.7.1 Not now'],
  ] as const) {
    it(`with ${code} makes all mail wait, calls nothing bounced, and is tried again within a minute`, async () => {
      const { app, inbox } = await serve();
      const { owner, email } = await freshAccount(app);
      await inbox.mailTo(email);
      inbox.answerSender = () => ({ code, words });
      const { users } = await addPeople(owner, 20);
      await app.browser().post('/v1/password-resets', { email });
      const silence = await waitUntil(async () => (await queueOf(owner)).silence, 'a silence that is noted');
      assert.ok(silence.detail.includes(words), silence.detail);
      assert.equal((await queueOf(owner)).waiting, 20);
      // Longer than a delayed mail would be tried: the sender is corrected late.
      await app.clock.forward('4 days');
      await noted(app);
      const { body } = await owner.get<{ data: User[] }>('/v1/users?status=pending');
      assert.deepEqual(new Set(body.data.map(({ mail }) => mail?.state)), new Set(['queued']));
      assert.equal((await queueOf(owner)).silence?.since, silence.since);
      inbox.answerSender = () => null;
      await app.clock.forward('1 minute');
      await oneEach(users, inbox);
      await waitUntil(
        () => (inbox.received.filter(({ to }) => to[0] === email).length === 2 ? true : null),
        'the reset',
      );
      const told = async () => ((await queueOf(owner)).silence === null ? true : null);
      await waitUntil(told, 'no more word of silence');
    });
  }

  it('only once it hears of the recipient makes mail wait all the same; one that refuses the recipient bounces', async () => {
    const { app, inbox } = await serve();
    const { owner } = await freshAccount(app);
    const unknown = { code: 550, words: '5.1.1 no such mailbox' };
    inbox.answer = () => unknown;
    const [gone] = (await addPeople(owner, 1)).users;
    const bounced = async () => (await owner.get<User>(`/v1/users/${gone?.id}`)).body.mail?.state === 'bounced' || null;
    await waitUntil(bounced, 'a refused recipient to bounce');
    inbox.answer = () => ({
      code: 554,
      words: '5.7.1 <muster@muster.example>: Sender address rejected: Access denied',
    });
    const { users } = await addPeople(owner, 3);
    const silence = await waitUntil(async () => (await queueOf(owner)).silence, 'a silence that is noted');
    assert.match(silence.detail, /Sender address rejected/);
    inbox.answer = () => null;
    await app.clock.forward('1 minute');
    await oneEach(users, inbox);
  });

  it('is told about in its own words when nothing but a reset waits, and tried with one message for all', async () => {
    const { app, inbox } = await serve();
    const { owner, email } = await freshAccount(app);
    await inbox.mailTo(email);
    const others = [await freshAccount(app), await freshAccount(app)];
    for (const other of others) await inbox.mailTo(other.email);
    await quiet(owner);
    let tries = 0;
    inbox.answerSender = () => {
      tries++;
      return { code: 550, words: '5.7.1 Not you' };
    };
    for (const other of [email, ...others.map((account) => account.email)])
      await app.browser().post('/v1/password-resets', { email: other });
    const silence = await waitUntil(async () => (await queueOf(owner)).silence, 'a silence that is noted');
    assert.match(silence.detail, /5\.7\.1 Not you/);
    assert.equal((await queueOf(owner)).waiting, 0);
    for (const _ of [1, 2, 3]) {
      const tried = tries;
      await app.clock.forward('1 minute');
      await waitUntil(() => (tries > tried ? true : null), 'another try');
      await noted(app);
      assert.equal(tries, tried + 1);
    }
    inbox.answerSender = () => null;
    await app.clock.forward('1 minute');
    for (const to of [email, ...others.map((account) => account.email)])
      await waitUntil(() => (inbox.received.filter((mail) => mail.to[0] === to).length === 2 ? true : null), 'a reset');
    await waitUntil(async () => ((await queueOf(owner)).silence === null ? true : null), 'no more word of silence');
  });
});

describe('a mail that a mail server puts off', () => {
  it('holds up nobody, and is given up after three days, in words', async () => {
    const grey = await serve();
    const { owner } = await freshAccount(grey.app);
    const email = freshEmail('grey');
    grey.inbox.answer = (to) => (to === email ? { code: 451, words: 'Come back later' } : null);
    const { body } = await owner.post<{ added: User[] }>('/v1/users', { users: [{ email }] });
    const mailOf = (state: string) =>
      waitUntil(async () => {
        const { mail } = (await owner.get<User>(`/v1/users/${body.added[0]?.id}`)).body;
        return mail?.state === state ? mail : null;
      }, `a mail that is ${state}`);
    await mailOf('delayed');
    await oneEach((await addPeople(owner, 20)).users, grey.inbox);
    await quiet(owner);
    await grey.app.clock.forward('3 days');
    assert.match((await mailOf('bounced')).detail ?? '', /Come back later.*gave up after three days/);
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { assertRefused } from '../testing/answers.ts';
import { startTestApp, type TestApp } from '../testing/app.ts';
import { planAndApply, undo } from '../testing/changes.ts';
import type { Client } from '../testing/client.ts';
import { freshAccount } from '../testing/fresh-account.ts';
import { Inbox } from '../testing/inbox.ts';
import { assertSound } from '../testing/invariants.ts';
import { addPeople, joinedPerson } from '../testing/people.ts';
import { waitUntil } from '../testing/wait-until.ts';
import type { User } from '../users/user.ts';
import type { MailQueue } from './mail-queue.ts';

/** Mails that are sent at once, and mails of one turn. */
const flying = 10;
const turn = 100;

async function serve(rate = '1000'): Promise<{ app: TestApp; inbox: Inbox }> {
  const inbox = await Inbox.start();
  const env = { SMTP_URL: inbox.url, MAIL_FROM: 'muster@muster.example', MAIL_RATE: rate };
  return { app: await startTestApp(env), inbox };
}
const { app, inbox } = await serve();

const queueOf = async (by: Client) => (await by.get<MailQueue>('/v1/mail-queue')).body;
async function pause(by: Client, paused: boolean): Promise<MailQueue> {
  const { status, body } = await by.patch<MailQueue>('/v1/mail-queue', { paused });
  assert.equal(status, 200, JSON.stringify(body));
  return body;
}

/** The order in which these people's mails arrived. Each arrived once. */
async function places(users: User[], from = inbox): Promise<number[]> {
  for (const { email } of users) await from.mailTo(email);
  const came = from.received.map(({ to }) => to[0]);
  for (const { email } of users) assert.equal(came.filter((to) => to === email).length, 1, email);
  const ours = came.filter((to) => users.some(({ email }) => email === to));
  return users.map(({ email }) => ours.indexOf(email));
}

const quiet = (by: Client) =>
  waitUntil(async () => ((await queueOf(by)).waiting === 0 ? true : null), 'nobody who waits for mail');

describe('the mail queue', () => {
  it('says how many wait and how long that takes at the operator’s pace', async () => {
    const slow = await serve('10');
    const { owner } = await freshAccount(slow.app);
    await pause(owner, true);
    await addPeople(owner, 412);
    const { pausedAt, ...queue } = await queueOf(owner);
    assert.deepEqual(queue, { waiting: 412, perSecond: 10, secondsLeft: 42, silence: null });
    assert.ok(pausedAt);
  });

  it('counts down while mail goes out, to nothing', async () => {
    const { owner } = await freshAccount(app);
    const open = inbox.close();
    const { users } = await addPeople(owner, 60);
    await waitUntil(() => (inbox.offers > 0 ? true : null), 'the first mail');
    assert.equal((await queueOf(owner)).waiting, 60);
    open();
    await quiet(owner);
    assert.deepEqual(await queueOf(owner), {
      waiting: 0,
      perSecond: 1000,
      secondsLeft: 0,
      pausedAt: null,
      silence: null,
    });
    await places(users);
  });

  it('sends in the order of the changes and of their people', async () => {
    const { owner } = await freshAccount(app);
    await pause(owner, true);
    const byId = (users: User[]) => users.toSorted((a, b) => (a.id < b.id ? -1 : 1));
    const first = await addPeople(owner, 120);
    const second = await addPeople(owner, 120);
    await pause(owner, false);
    const found = await places([...byId(first.users), ...byId(second.users)]);
    // Each was sent after all before it, except those being sent at the same time.
    const early = found.filter((place, i) => place < i - flying);
    assert.deepEqual(early, []);
  });

  it('lets one person’s invitation go ahead of the account’s own crowd and of others’', async () => {
    const [crowded, other] = await Promise.all([freshAccount(app), freshAccount(app)]);
    const before = inbox.received.length;
    const open = inbox.close();
    const crowd = await addPeople(crowded.owner, 400);
    const offers = inbox.offers;
    await waitUntil(() => (inbox.offers >= Math.max(1, offers) ? true : null), 'the crowd to begin');
    const singles = [...(await addPeople(crowded.owner, 1)).users, ...(await addPeople(other.owner, 1)).users];
    open();
    for (const { email } of singles) {
      await inbox.mailTo(email);
      const place = inbox.received.slice(before).findIndex(({ to }) => to.includes(email));
      assert.ok(place <= flying + turn + singles.length, `it came as number ${place}`);
    }
    await places(crowd.users);
  });

  it('tells people who were added one at a time in many accounts in that order, each once, but for who is paused', async () => {
    const accounts = await Promise.all(Array.from({ length: 6 }, () => freshAccount(app)));
    const [paused, ...others] = accounts.map(({ owner }) => owner);
    assert.ok(paused);
    await pause(paused, true);
    const open = inbox.close();
    const waiting = await addPeople(paused, 1);
    const users: User[] = [];
    for (let i = 0; i < 8; i++) for (const owner of others) users.push(...(await addPeople(owner, 1)).users);
    open();
    const found = await places(users);
    const early = found.filter((place, i) => place < i - flying);
    assert.deepEqual(early, []);
    for (const owner of others) await quiet(owner);
    assert.equal((await queueOf(paused)).waiting, 1);
    await pause(paused, false);
    await places(waiting.users);
  });

  it('shares the pace among the crowds of five accounts', async () => {
    const each = 300;
    const accounts = await Promise.all([1, 2, 3, 4, 5].map(() => freshAccount(app)));
    const before = inbox.received.length;
    const open = inbox.close();
    const crowds = await Promise.all(accounts.map(async ({ owner }) => (await addPeople(owner, each)).users));
    open();
    for (const users of crowds) await places(users);
    const came = inbox.received.slice(before).map(({ to }) => to[0]);
    const owners = came.map((to) => crowds.findIndex((users) => users.some(({ email }) => email === to)));
    const firstDone = Math.min(...crowds.map((_, i) => owners.lastIndexOf(i)));
    for (const [i] of crowds.entries()) {
      const meanwhile = owners.slice(0, firstDone + 1).filter((owner) => owner === i).length;
      assert.ok(
        meanwhile >= each - 2 * turn - flying,
        `account ${i} had ${meanwhile} of ${each} when the first was done`,
      );
    }
  });
});

describe('pausing the queue', () => {
  it('holds the account’s mail until it is resumed, nobody else’s, and stands in the audit log', async () => {
    const [{ owner }, other] = await Promise.all([freshAccount(app), freshAccount(app)]);
    assert.ok((await pause(owner, true)).pausedAt);
    await pause(owner, true);
    const { users } = await addPeople(owner, 30);
    const [single] = (await addPeople(owner, 1)).users;
    assert.ok(single);
    await places((await addPeople(other.owner, 30)).users);
    await places((await addPeople(other.owner, 1)).users);
    assert.equal((await queueOf(owner)).waiting, 31);
    assert.ok(!inbox.received.some(({ to }) => users.some(({ email }) => to.includes(email))));
    assert.equal((await pause(owner, false)).pausedAt, null);
    await pause(owner, false);
    const found = await places([single, ...users]);
    assert.ok((found[0] ?? 99) <= flying, 'the single one first, of those that waited, too');
    const { body } = await owner.get<{ data: { event: string; summary: string }[] }>('/v1/audit?limit=500');
    const noted = body.data.filter(({ event }) => event.startsWith('invitations.'));
    assert.deepEqual(
      noted.map(({ event, summary }) => [event, summary]),
      [
        ['invitations.resumed', 'Invitation mail resumed'],
        ['invitations.paused', 'Invitation mail paused'],
      ],
    );
  });

  it('is for those who may invite: Admins, not Members; and another account sees and stops nothing', async () => {
    const [account, other] = await Promise.all([freshAccount(app), freshAccount(app)]);
    const { owner } = account;
    const admin = (await joinedPerson(app, owner, 'admin')).browser;
    const member = (await joinedPerson(app, owner, 'member')).browser;
    await quiet(owner);
    await pause(admin, true);
    await addPeople(owner, 20);
    assert.equal((await queueOf(admin)).waiting, 20);
    assertRefused(await member.get('/v1/mail-queue'), 403, 'forbidden');
    assertRefused(await member.patch('/v1/mail-queue', { paused: false }), 403, 'forbidden');
    assertRefused(await app.browser().get('/v1/mail-queue'), 401, 'not_signed_in');
    const theirs = await queueOf(other.owner);
    assert.deepEqual([theirs.waiting, theirs.pausedAt], [0, null]);
    await pause(other.owner, false);
    assert.ok((await queueOf(owner)).pausedAt);
    await pause(admin, false);
    await quiet(owner);
  });

  it('takes nothing but paused or not', async () => {
    const { owner } = await freshAccount(app);
    for (const body of [{}, { paused: 'yes' }, { paused: true, rate: 5 }, null])
      assertRefused(await owner.patch('/v1/mail-queue', body), 400, 'invalid_request');
  });
});

describe('whoever is no longer pending', () => {
  it('leaves the queue at that moment, and gets no mail: revoked, one or many', async () => {
    const { owner } = await freshAccount(app);
    // They are pending too, and have their mail: not everyone who is pending waits.
    await addPeople(owner, 50);
    await quiet(owner);
    await pause(owner, true);
    const { users } = await addPeople(owner, 40);
    const [one, ...others] = users;
    assert.ok(one);
    await owner.delete(`/v1/users/${one.id}`);
    assert.equal((await queueOf(owner)).waiting, 39);
    const many = others.slice(5, 15);
    const select = { ids: many.map(({ id }) => id) };
    await owner.post('/v1/changes', { select, do: { remove: true }, apply: true });
    assert.equal((await queueOf(owner)).waiting, 29);
    await pause(owner, false);
    const gone = [one, ...many];
    await places(others.filter((user) => !many.includes(user)));
    await quiet(owner);
    assert.deepEqual(
      inbox.received.filter(({ to }) => gone.some(({ email }) => to.includes(email))),
      [],
    );
  });

  it('is told once, with the newest link, when revoked and restored while waiting', async () => {
    const { owner } = await freshAccount(app);
    await pause(owner, true);
    const [user] = (await addPeople(owner, 1)).users;
    assert.ok(user);
    await owner.delete(`/v1/users/${user.id}`);
    await owner.post(`/v1/users/${user.id}/restore`);
    assert.equal((await queueOf(owner)).waiting, 1);
    await pause(owner, false);
    await quiet(owner);
    await places([user]);
  });

  it('is counted as long as it waits, also when it goes and comes by undo', async () => {
    const { owner } = await freshAccount(app);
    // More people who are pending and have their mail. They do not wait.
    await addPeople(owner, 30);
    await quiet(owner);
    await pause(owner, true);
    const ids = (await addPeople(owner, 20)).users.map(({ id }) => id);
    const removed = await planAndApply(owner, { ids }, { remove: true });
    assert.equal((await queueOf(owner)).waiting, 0);
    const back = await undo(owner, removed);
    assert.equal((await queueOf(owner)).waiting, 20);
    await undo(owner, back);
    assert.equal((await queueOf(owner)).waiting, 0);
  });

  it('gets no mail once the invitation has expired', async () => {
    const late = await serve();
    const { owner } = await freshAccount(late.app);
    await owner.patch('/v1/account', { invitationDays: 2 });
    await pause(owner, true);
    const { users } = await addPeople(owner, 20);
    await late.app.clock.forward('1 day');
    const fresh = await addPeople(owner, 20);
    await late.app.clock.forward('1 day 1 minute');
    assert.equal((await queueOf(owner)).waiting, 20);
    await pause(owner, false);
    await places(fresh.users, late.inbox);
    await quiet(owner);
    assert.ok(!late.inbox.received.some(({ to }) => users.some(({ email }) => to.includes(email))));
  });
});

it('afterwards seats, counts, changes and the audit log agree in every account', () => assertSound(app));

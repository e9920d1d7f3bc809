import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Change } from '../changes/engine/change.ts';
import { startTestApp } from '../testing/app.ts';
import type { Client } from '../testing/client.ts';
import { freshAccount, freshEmail, mailTo } from '../testing/fresh-account.ts';
import { applied } from '../testing/imports.ts';
import { joinedPerson } from '../testing/people.ts';
import { waitUntil } from '../testing/wait-until.ts';
import type { User } from '../users/user.ts';

const app = await startTestApp();

/** A date by the server's clock. */
async function inDays(days: number): Promise<string> {
  const { rows } = await app.sql.query<{ at: string }>(`select iso(muster_now() + make_interval(hours => $1)) as at`, [
    days * 24,
  ]);
  return rows[0]?.at ?? '';
}
type Added = { added: User[]; changeId: string };
type Schedules = { data: { changeId: string; sendAt: string; people: number; failure: string | null }[] };

async function add(by: Client, invite: string, people = 1): Promise<Added> {
  const users = Array.from({ length: people }, () => ({ email: freshEmail() }));
  const { status, body } = await by.post<Added>('/v1/users', { users, invite });
  assert.equal(status, 201, JSON.stringify(body));
  return body;
}

const read = async (by: Client, { id }: User) => (await by.get<User>(`/v1/users/${id}`)).body;
const mailed = (by: Client, user: User) =>
  waitUntil(async () => ((await read(by, user)).mail?.state === 'mailbox' ? true : null), 'the mail to be kept');
const mailsOf = async ({ email }: User) => {
  const { body } = await app.browser().get<{ data: { to: string }[] }>('/v1/mailbox?limit=500');
  return body.data.filter(({ to }) => to === email).length;
};
const schedules = async (by: Client) => (await by.get<Schedules>('/v1/invitation-schedules')).body.data;

describe('people who are invited later', () => {
  it('are pending, hold their seats and are not mailed until the invitation is sent, which renews it', async () => {
    const { owner } = await freshAccount(app);
    await owner.put('/v1/billing/subscriptions/pro', { quantity: 2 });
    const users = [{ email: freshEmail() }];
    const { body } = await owner.post<Added>('/v1/users', { users, type: 'pro', invite: 'later' });
    const [user] = body.added;
    assert.ok(user);
    assert.deepEqual([user.status, user.mail?.state, user.mail?.sendAt], ['pending', 'not_sent', null]);
    const { seats } = (await owner.get<{ seats: { product: string; held: number }[] }>('/v1/account')).body;
    assert.equal(seats.find(({ product }) => product === 'pro')?.held, 1);
    const days = (Date.parse(user.expiresAt ?? '') - Date.parse(user.createdAt)) / 86_400_000;
    assert.ok(Math.abs(days - 30) < 0.1, String(days));
    assert.equal((await owner.get<{ waiting: number }>('/v1/mail-queue')).body.waiting, 0);
    await app.clock.forward('2 days');
    assert.equal(await mailsOf(user), 0);
    const sent = await owner.post<Change>('/v1/changes', {
      select: { ids: [user.id] },
      do: { resend: true },
      apply: true,
    });
    assert.equal(sent.body.plan?.mails, 1);
    await mailed(owner, user);
    await mailTo(app, user.email, /invites you/);
    const renewed = await read(owner, user);
    assert.ok(Date.parse(renewed.expiresAt ?? '') - Date.parse(user.expiresAt ?? '') > 1.9 * 86_400_000);
  });

  it('are not mailed by a new address, and joined people by a copied link are like any other', async () => {
    const { owner } = await freshAccount(app);
    const { added } = await add(owner, 'later');
    const [user] = added;
    assert.ok(user);
    const email = freshEmail();
    const { status } = await owner.patch(`/v1/users/${user.id}`, { email });
    assert.equal(status, 200);
    assert.equal((await read(owner, user)).mail?.state, 'not_sent');
    assert.equal(await mailsOf({ ...user, email }), 0);
  });

  it('come from a file as well, and its plan tells that no mail goes out', async () => {
    const { owner } = await freshAccount(app);
    const emails = [freshEmail(), freshEmail()];
    const { body } = await owner.send<Change>(
      'POST',
      '/v1/changes?source=csv&invite=later',
      `email\n${emails.join('\n')}\n`,
      {
        headers: { 'content-type': 'text/csv' },
      },
    );
    assert.deepEqual([body.plan?.create, body.plan?.mails], [2, 0]);
    await applied(owner, body);
    const { data } = (await owner.get<{ data: User[] }>('/v1/users?status=pending')).body;
    assert.deepEqual(
      data.map(({ mail }) => mail?.state),
      ['not_sent', 'not_sent'],
    );
  });
});

describe('people who are invited at a date', () => {
  it('get their mail at that date, which is shown until then', async () => {
    const { owner } = await freshAccount(app);
    const at = await inDays(10);
    const { added, changeId } = await add(owner, at, 2);
    assert.deepEqual(
      added.map(({ mail }) => [mail?.state, Date.parse(mail?.sendAt ?? '')]),
      [
        ['not_sent', Date.parse(at)],
        ['not_sent', Date.parse(at)],
      ],
    );
    assert.deepEqual(
      (await schedules(owner)).map(({ people, failure, ...rest }) => [rest.changeId, people, failure]),
      [[changeId, 2, null]],
    );
    await app.clock.forward('9 days');
    for (const user of added) assert.equal(await mailsOf(user), 0);
    await app.clock.forward('2 days');
    for (const user of added) await mailed(owner, user);
    for (const user of added) assert.equal(await mailsOf(user), 1);
    assert.deepEqual(await schedules(owner), []);
  });

  it('who were removed or undone meanwhile get none, and who were sent theirs get no second', async () => {
    const { owner } = await freshAccount(app);
    const { added } = await add(owner, await inDays(5), 3);
    const [gone, sent, waits] = added;
    assert.ok(gone && sent && waits);
    await owner.delete(`/v1/users/${gone.id}`);
    await owner.post('/v1/changes', { select: { ids: [sent.id] }, do: { resend: true }, apply: true });
    await mailed(owner, sent);
    const undone = await add(owner, await inDays(5));
    assert.equal((await owner.post(`/v1/changes/${undone.changeId}/undo`)).status, 201);
    assert.equal((await schedules(owner)).length, 1);
    await app.clock.forward('6 days');
    await mailed(owner, waits);
    const counts = await Promise.all([gone, sent, ...undone.added].map(mailsOf));
    assert.deepEqual(counts, [0, 1, 0]);
  });

  it('can be sent at once, at another date, or at none', async () => {
    const { owner } = await freshAccount(app);
    const [now, other, none] = [
      await add(owner, await inDays(5)),
      await add(owner, await inDays(5)),
      await add(owner, await inDays(5)),
    ];
    const move = (changeId: string, invite: string) => owner.patch(`/v1/invitation-schedules/${changeId}`, { invite });
    assert.equal((await move(now.changeId, 'now')).status, 200);
    for (const user of now.added) await mailed(owner, user);
    assert.equal((await move(other.changeId, await inDays(10))).status, 200);
    assert.equal((await move(none.changeId, 'later')).status, 200);
    await app.clock.forward('6 days');
    assert.deepEqual(await Promise.all([...other.added, ...none.added].map(mailsOf)), [0, 0]);
    await app.clock.forward('5 days');
    for (const user of other.added) await mailed(owner, user);
    assert.deepEqual(await Promise.all(none.added.map(mailsOf)), [0]);
    assert.equal((await move(none.changeId, 'now')).status, 404);
  });

  it('are left waiting, and that is told, if the person who chose the date has lost the right', async () => {
    const { owner } = await freshAccount(app);
    const { browser: admin, user } = await joinedPerson(app, owner, 'admin');
    const { added, changeId } = await add(admin, await inDays(3));
    await owner.patch(`/v1/users/${user.id}`, { role: 'member' });
    await app.clock.forward('4 days');
    await waitUntil(async () => ((await schedules(owner))[0]?.failure === 'forbidden' ? true : null), 'the failure');
    assert.deepEqual(await Promise.all(added.map(mailsOf)), [0]);
    await owner.patch(`/v1/invitation-schedules/${changeId}`, { invite: 'now' });
    for (const invited of added) await mailed(owner, invited);
  });

  it('come from a file as well, and its plan tells how many mails go out and when', async () => {
    const { owner } = await freshAccount(app);
    const at = await inDays(4);
    const { body } = await owner.send<Change>(
      'POST',
      `/v1/changes?source=csv&invite=${encodeURIComponent(at)}`,
      `email\n${freshEmail()}\n${freshEmail()}\n`,
      { headers: { 'content-type': 'text/csv' } },
    );
    assert.deepEqual([body.plan?.mails, body.plan?.mailsAt], [2, at]);
    await applied(owner, body);
    assert.deepEqual(
      (await schedules(owner)).map(({ people }) => people),
      [2],
    );
    await app.clock.forward('5 days');
    const { data } = (await owner.get<{ data: User[] }>('/v1/users?status=pending')).body;
    for (const user of data) await mailed(owner, user);
  });

  it('cannot be invited in the past, or after the invitation has ended', async () => {
    const { owner } = await freshAccount(app);
    for (const invite of [await inDays(-1), await inDays(120)]) {
      const { status, body } = await owner.post<{ code: string }>('/v1/users', {
        users: [{ email: freshEmail() }],
        invite,
      });
      assert.deepEqual([status, body.code], [422, 'invite_date']);
    }
    const words = await owner.post('/v1/users', { users: [{ email: freshEmail() }], invite: 'soon' });
    assert.equal(words.status, 400);
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { assertRefused } from '../../testing/answers.ts';
import { startTestApp } from '../../testing/app.ts';
import { plan, planAndApply, undo } from '../../testing/changes.ts';
import type { Client } from '../../testing/client.ts';
import { freshAccount, freshEmail, goodPassword, type KeptMail, mailTo, tokenOf } from '../../testing/fresh-account.ts';
import { holdRows } from '../../testing/held-row.ts';
import { accountIds, insideAccount } from '../../testing/inside.ts';
import { assertSound } from '../../testing/invariants.ts';
import { clockTo } from '../../testing/moment.ts';
import { addPeople, joinedPerson } from '../../testing/people.ts';
import { accountOf, buySeats, seatsOf } from '../../testing/seats.ts';
import { waitUntil } from '../../testing/wait-until.ts';
import type { User } from '../../users/user.ts';
import { sweep } from './sweep.ts';

const app = await startTestApp();

/** Every table and row that contains one of the words as text, also inside bytes. */
async function whereFound(words: string[]): Promise<string[]> {
  const tables = await app.sql.query<{ name: string }>(
    "select relname as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace",
  );
  const found: string[] = [];
  for (const accountId of await accountIds(app.sql)) {
    await insideAccount(app.sql, accountId, async (client) => {
      for (const { name } of tables.rows) {
        const bytes = name === 'import_files' ? "|| convert_from(bytes, 'LATIN1')" : '';
        for (const word of words) {
          const { rows } = await client.query(`select t::text from ${name} t where t::text ${bytes} ilike $1`, [
            `%${word}%`,
          ]);
          found.push(...rows.map((row) => `${name} holds ${word}: ${JSON.stringify(row)}`));
        }
      }
    });
  }
  return found;
}

/** Runs the sweep as its hourly job does. */
async function sweepNow(): Promise<void> {
  await sweep(app.tools, { jobId: 0, putOff: async () => {}, draining: () => false });
}
const get = (by: Client, id: string | undefined) => by.get<User>(`/v1/users/${id}`);

describe('the trash', () => {
  it('gives people back as they were: pending with a new invitation, active, deactivated', async () => {
    const { owner } = await freshAccount(app);
    await buySeats(owner, { pro: 3 });
    const pending = (await addPeople(owner, 1, { type: 'pro' })).users[0];
    const { user: active } = await joinedPerson(app, owner, 'member');
    const { user: deactivated } = await joinedPerson(app, owner, 'member');
    await owner.patch(`/v1/users/${deactivated.id}`, { status: 'deactivated' });
    for (const [id, status] of [
      [pending?.id, 'pending'],
      [active.id, 'active'],
      [deactivated.id, 'deactivated'],
    ]) {
      assert.equal((await owner.delete(`/v1/users/${id}`)).status, 204);
      const removed = (await get(owner, id)).body;
      assert.ok(removed.status === 'removed' && removed.removedAt && removed.purgeAt);
      assert.equal((Date.parse(removed.purgeAt) - Date.parse(removed.removedAt)) / 86_400_000, 30);
      const { body } = await owner.post<User>(`/v1/users/${id}/restore`);
      assert.deepEqual([body.status, body.removedAt], [status, null]);
    }
    assert.deepEqual(await seatsOf(owner, 'pro'), [3, 1, 2]);
    assert.equal((await accountOf(owner)).counts.removed, 0);
  });

  it('is edited, erased and restored only by its rules', async () => {
    const { owner } = await freshAccount(app);
    const user = (await addPeople(owner, 1)).users[0];
    const path = `/v1/users/${user?.id}`;
    assertRefused(await owner.post(`${path}/erase`), 409, 'not_removed');
    await owner.delete(path);
    assertRefused(await owner.patch(path, { department: 'Legal' }), 409, 'already_removed');
    const again = await owner.delete(path);
    assert.deepEqual([again.status, again.headers.get('muster-change')], [204, null]);
  });
});

describe('erasing', () => {
  it('of somebody who is restored at that moment is refused', async () => {
    const { owner, accountId } = await freshAccount(app);
    const user = (await addPeople(owner, 1)).users[0];
    await owner.delete(`/v1/users/${user?.id}`);
    // The restore has written the user and waits to count them.
    const counting = await holdRows(app.sql, accountId, "select from counts where key = 'removed' for update", []);
    const restored = owner.post(`/v1/users/${user?.id}/restore`);
    await counting.waited(1);
    const erased = owner.post(`/v1/users/${user?.id}/erase`);
    await counting.waited(2);
    await counting.release();
    assert.equal((await restored).status, 200);
    assertRefused(await erased, 409, 'not_removed');
  });

  it('removes a person’s names and addresses from every table, and what happened stays in the audit log', async () => {
    const { owner } = await freshAccount(app);
    const word = crypto.randomUUID().slice(0, 8);
    const [first, last, department] = [`Fn${word}`, `Ln${word}`, `Dp${word}`];
    const [email, newer] = [`old.${word}@example.com`, `new.${word}@example.com`];
    const key = { headers: { 'idempotency-key': crypto.randomUUID() } };
    const person = { email, firstName: first, lastName: last, department };
    const { body: added } = await owner.post<{ added: User[] }>('/v1/users', { users: [person] }, key);
    const id = added.added[0]?.id ?? '';
    await owner.post(
      '/v1/users',
      { users: [{ email: email.toUpperCase() }, { email: freshEmail() }] },
      { headers: { 'idempotency-key': crypto.randomUUID() } },
    );
    const token = tokenOf(await mailTo(app, email));
    const browser = app.browser();
    await browser.post(`/v1/invitations/${token}/accept`, { firstName: first, lastName: last, password: goodPassword });
    await owner.patch(`/v1/users/${id}`, { email: newer, department: `${department}2` });
    await mailTo(app, newer);
    await plan(owner, { where: { search: first } }, { set: { status: 'active', department: 'Legal' } });
    const others = (await addPeople(owner, 2)).users;
    const moved = await planAndApply(
      owner,
      { ids: [id, ...others.map((one) => one.id)] },
      { set: { department: 'Art' } },
    );
    await plan(owner, { ids: [id] }, { set: { status: 'active' } });
    const file = `Email,First name,Last name\n${newer},${first},${last}\n${freshEmail()},Other,Person\n`;
    const csv = { headers: { 'content-type': 'text/csv' } };
    const imported = await owner.post<{ id: string }>('/v1/changes?source=csv&fileName=x.csv', file, csv);
    await waitUntil(async () => {
      const { body } = await owner.get(`/v1/changes/${imported.body.id}`);
      return body['state'] === 'planned' ? body : null;
    }, 'a planned import');
    await owner.delete(`/v1/users/${id}`);
    await plan(owner, { ids: [id] }, { set: { department: 'Legal' } });
    assert.ok((await whereFound([word])).length > 10);
    assert.equal((await owner.post(`/v1/users/${id}/erase`)).status, 204);
    assert.deepEqual(await whereFound([word]), []);
    assert.equal((await get(owner, id)).status, 404);
    assert.equal((await browser.get('/v1/session')).status, 401);
    const log = await owner.get<{ data: { event: string }[] }>(`/v1/audit?userId=${id}`);
    assert.equal(log.body.data[0]?.event, 'users.purged');
    const undone = await undo(owner, moved);
    assert.deepEqual([undone.result?.update, undone.result?.refused], [2, 1]);
    for (const other of others) assert.equal((await get(owner, other.id)).body.department, '');
  });

  it('of an edit that is undone afterwards does nothing and answers', async () => {
    const { owner } = await freshAccount(app);
    const user = (await addPeople(owner, 1)).users[0];
    const { headers } = await owner.patch(`/v1/users/${user?.id}`, { department: 'Legal', firstName: 'Ada' });
    await owner.delete(`/v1/users/${user?.id}`);
    await owner.post(`/v1/users/${user?.id}/erase`);
    const undone = await undo(owner, { id: headers.get('muster-change') ?? '' });
    assert.deepEqual([undone.result?.update, undone.result?.refused], [0, 1]);
  });

  it('leaves the sign-in of somebody who is in another account, too', async () => {
    const { owner } = await freshAccount(app);
    const { owner: other } = await freshAccount(app);
    const email = freshEmail();
    for (const [i, by] of [owner, other].entries()) {
      await by.post('/v1/users', { users: [{ email }] });
      const mail = await waitUntil(async () => {
        const { body } = await app.browser().get<{ data: KeptMail[] }>('/v1/mailbox?limit=500');
        const own = body.data.filter(({ to }) => to === email);
        return own.length > i ? own[0] : null;
      }, 'an invitation');
      const joining = { firstName: 'Ada', lastName: '', password: goodPassword };
      const reply = await app.browser().post(`/v1/invitations/${tokenOf(mail)}/accept`, joining);
      assert.equal(reply.status, 201, JSON.stringify(reply.body));
    }
    const { body } = await owner.get<{ data: User[] }>(`/v1/users?search=${email.split('@')[0]}`);
    await owner.delete(`/v1/users/${body.data[0]?.id}`);
    await owner.post(`/v1/users/${body.data[0]?.id}/erase`);
    assert.equal((await app.browser().post('/v1/session', { email, password: goodPassword })).status, 201);
  });
});

describe('the sweep', () => {
  it('erases what has lain thirty days in the trash or under Expired, and nothing younger', async () => {
    const account = await freshAccount(app);
    const { owner } = account;
    await owner.patch('/v1/account', { invitationDays: 1 });
    const [trash, expired] = (await addPeople(owner, 2)).users;
    await owner.delete(`/v1/users/${trash?.id}`);
    const purgeAt = (await get(owner, trash?.id)).body.purgeAt ?? '';
    const signIn = () => owner.post('/v1/session', { email: account.email, password: account.password });
    const left = async () => {
      await sweepNow();
      await signIn();
      return Promise.all([trash, expired].map(async (user) => (await get(owner, user?.id)).status));
    };
    await clockTo(app, purgeAt, '-1 hour');
    assert.deepEqual(await left(), [200, 200]);
    await clockTo(app, purgeAt, '1 hour');
    const later = (await addPeople(owner, 1)).users[0];
    assert.deepEqual(await left(), [404, 200]);
    await clockTo(app, expired?.expiresAt ?? '', '30 days');
    assert.deepEqual(await left(), [404, 404]);
    assert.equal((await get(owner, later?.id)).status, 200);
    const { counts } = await accountOf(owner);
    assert.deepEqual([counts.removed, counts.pending], [0, 1]);
  });
});

it('afterwards seats, counts, changes and the audit log agree in every account', () => assertSound(app));

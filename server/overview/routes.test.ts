import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { assertRefused } from '../testing/answers.ts';
import { startTestApp } from '../testing/app.ts';
import type { Client } from '../testing/client.ts';
import { addCrowd } from '../testing/crowd.ts';
import { freshAccount, freshEmail, goodPassword } from '../testing/fresh-account.ts';
import { Inbox } from '../testing/inbox.ts';
import { insideAccount } from '../testing/inside.ts';
import { readSince, rowsRead } from '../testing/measures/rows-read.ts';
import { addPeople, joinedPerson } from '../testing/people.ts';
import { waitUntil } from '../testing/wait-until.ts';
import type { User } from '../users/user.ts';
import type { Overview } from './overview.ts';

const inbox = await Inbox.start();
const app = await startTestApp({ SMTP_URL: inbox.url, MAIL_FROM: 'muster@muster.example' });

async function overview(by: Client): Promise<Overview> {
  const { status, body } = await by.get<Overview>('/v1/overview');
  assert.equal(status, 200, JSON.stringify(body));
  return body;
}

describe('the overview', () => {
  it('of a new account is empty', async () => {
    const { owner } = await freshAccount(app);
    const nothing = { bounced: 0, delayed: 0, checked: 0 };
    assert.deepEqual(await overview(owner), { expiring: 0, failedMails: nothing, secondAdmin: false });
  });

  it('counts invitations that end within three days, as the list filters them, and no longer once they are over', async () => {
    const { owner, email } = await freshAccount(app);
    const after = async (days: number) => {
      await app.clock.forward(`${days} days`);
      await owner.post('/v1/session', { email, password: goodPassword });
    };
    await addPeople(owner, 3);
    await after(26);
    await addPeople(owner, 2);
    assert.equal((await overview(owner)).expiring, 0);
    await after(2);
    const { body } = await owner.get<{ count: number }>('/v1/users?status=pending&expiresBefore=3d&count=true');
    assert.deepEqual([(await overview(owner)).expiring, body.count], [3, 3]);
    await after(3);
    assert.equal((await overview(owner)).expiring, 0);
  });

  it('counts mails that bounced and those that are delayed, until the person is removed', async () => {
    const { owner } = await freshAccount(app);
    const [gone, grey] = [freshEmail('gone'), freshEmail('grey')];
    inbox.answer = (to) =>
      to === gone ? { code: 550, words: 'No such mailbox' } : to === grey ? { code: 451, words: 'Later' } : null;
    const users = [gone, grey, freshEmail()].map((email) => ({ email }));
    const { body } = await owner.post<{ added: User[] }>('/v1/users', { users });
    const failed = async () => (await overview(owner)).failedMails;
    await waitUntil(async () => {
      const { bounced, delayed, checked } = await failed();
      return (bounced === 1 && delayed === 1 && checked === 3) || null;
    }, 'both mails to fail');
    await owner.delete(`/v1/users/${body.added[0]?.id}`);
    assert.deepEqual(await failed(), { bounced: 0, delayed: 1, checked: 2 });
  });

  it('knows of a second Admin who is invited or active, and not of one who is deactivated', async () => {
    const { owner } = await freshAccount(app);
    await addPeople(owner, 1);
    assert.equal((await overview(owner)).secondAdmin, false);
    const { user } = await joinedPerson(app, owner, 'admin');
    assert.equal((await overview(owner)).secondAdmin, true);
    await owner.patch(`/v1/users/${user.id}`, { status: 'deactivated' });
    assert.equal((await overview(owner)).secondAdmin, false);
  });

  it('is for Owner and Admins', async () => {
    const { owner } = await freshAccount(app);
    const admin = await joinedPerson(app, owner, 'admin');
    const member = await joinedPerson(app, owner, 'member');
    await overview(admin.browser);
    assertRefused(await member.browser.get('/v1/overview'), 403, 'forbidden');
  });

  it('looks at no more than 10,000 people, those who were invited last, whatever the statistics know', async () => {
    const { owner, accountId } = await freshAccount(app);
    const pending = 25_000;
    // What jobs read would be counted with it.
    await app.tools.worker.stop();
    const start = await rowsRead(app);
    await addCrowd(app, { accountId }, 2 * pending);
    await insideAccount(app.sql, accountId, async (client) => {
      await client.query(
        `update users set status = 'pending', joined = false, mail_state = case last_name::int when 1 then 'bounced' when ${pending} then 'bounced' else 'handed_over' end,
          expires_at = muster_now() + interval '1 day' + last_name::int * interval '1 minute' where email like 'crowd%' and last_name::int <= ${pending}`,
      );
      await client.query('select pg_stat_force_next_flush()');
    });
    await readSince(app, start, 3 * pending);
    for (const isKnown of [false, true]) {
      if (isKnown) await app.sql.query('analyze users');
      const before = await rowsRead(app);
      assert.deepEqual((await overview(owner)).failedMails, { bounced: 1, delayed: 0, checked: 10_000 });
      await addPeople(owner, 1);
      const read = await readSince(app, before, 1);
      assert.ok(read < 11_000, `${read} rows`);
    }
  });
});

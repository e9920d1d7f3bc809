import assert from 'node:assert/strict';
import { it } from 'node:test';
import { startTestApp } from '../testing/app.ts';
import { addCrowd } from '../testing/crowd.ts';
import { freshAccount, freshEmail } from '../testing/fresh-account.ts';
import { insideAccount } from '../testing/inside.ts';
import { addPeople } from '../testing/people.ts';
import { waitUntil } from '../testing/wait-until.ts';

const app = await startTestApp();

/** Rows of users that were read and written until now, by PostgreSQL's own counters. */
async function counted() {
  const { rows } = await app.sql.query<{ read: number; written: number }>(
    `select (coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0))::int as read, (n_tup_ins + n_tup_upd)::int as written
    from pg_stat_user_tables where relname = 'users'`,
  );
  assert.ok(rows[0]);
  return rows[0];
}

it('what is done to one person looks at few rows, however many people there are and whatever became of them', async () => {
  const { owner, accountId } = await freshAccount(app);
  const ofEachKind = 4_000;
  await addCrowd(app, { accountId }, 3 * ofEachKind);
  await insideAccount(app.sql, accountId, async (client) => {
    await client.query(
      `update users set status = 'pending', expires_at = muster_now() - interval '1 day' where email like 'crowd%' and last_name::int % 3 = 1`,
    );
    await client.query(
      `update users set status = 'removed', status_before = 'active', removed_at = muster_now() where email like 'crowd%' and last_name::int % 3 = 2`,
    );
    await client.query('select pg_stat_force_next_flush()');
  });
  await app.sql.query('analyze users');

  const before = await counted();
  const people = 3;
  for (let n = 0; n < people; n += 1) {
    const { users } = await addPeople(owner, 1);
    const user = `/v1/users/${users[0]?.id}`;
    for (const { status, body } of [
      await owner.patch(user, { email: freshEmail() }),
      await owner.patch(user, { firstName: 'Zoë' }),
      await owner.post(`${user}/invitation-link`),
      await owner.delete(user),
      await owner.post(`${user}/restore`),
    ])
      assert.ok(status < 300, JSON.stringify(body));
  }
  // A process of the server reports what it read together with what it wrote, a while after.
  const after = await waitUntil(async () => {
    const now = await counted();
    return now.written >= before.written + 5 * people ? now : null;
  }, 'what was written to be counted');
  const read = after.read - before.read;
  assert.ok(read < ofEachKind, `${read} rows`);
});

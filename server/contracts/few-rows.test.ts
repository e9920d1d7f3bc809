import assert from 'node:assert/strict';
import { it } from 'node:test';
import { startTestApp } from '../testing/app.ts';
import { addCrowd } from '../testing/crowd.ts';
import { freshAccount, freshEmail } from '../testing/fresh-account.ts';
import { insideAccount } from '../testing/inside.ts';
import { readSince, rowsRead } from '../testing/measures/rows-read.ts';
import { addPeople } from '../testing/people.ts';

const app = await startTestApp();

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

  const before = await rowsRead(app);
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
  const read = await readSince(app, before, 5 * people);
  assert.ok(read < ofEachKind, `${read} rows`);
});

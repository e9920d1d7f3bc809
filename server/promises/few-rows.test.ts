import assert from 'node:assert/strict';
import { it } from 'node:test';
import { startTestApp } from '../testing/app.ts';
import { plan } from '../testing/changes.ts';
import { addCrowd } from '../testing/crowd.ts';
import { freshAccount, freshEmail } from '../testing/fresh-account.ts';
import { applied, planFile, undone } from '../testing/imports.ts';
import { insideAccount } from '../testing/inside.ts';
import { addPeople, joinedPerson } from '../testing/people.ts';
import { waitUntil } from '../testing/wait-until.ts';

const app = await startTestApp();

type Counted = { read: number; written: number };

/** Rows of users that were read and written until now, by PostgreSQL's own counters. */
async function counted(): Promise<Counted> {
  const { rows } = await app.sql.query<Counted>(
    `select (coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0))::int as read, (n_tup_ins + n_tup_upd)::int as written
    from pg_stat_user_tables where relname = 'users'`,
  );
  assert.ok(rows[0]);
  return rows[0];
}

it('a crowd that comes does not look at everybody once for each, also where the statistics know nobody but removed people', async () => {
  const { owner, accountId } = await freshAccount(app);
  const ofEachKind = 1_500;
  await addCrowd(app, { accountId }, 2 * ofEachKind);
  const removals = [];
  for (const search of ['crowd 1', 'crowd']) {
    const planned = await plan(owner, { where: { role: 'member', search } }, { remove: true });
    removals.push(await applied(owner, planned));
  }
  await app.sql.query('analyze users');
  const before = await counted();
  const [some, others] = removals.toReversed().map(({ result }) => result?.remove ?? 0);
  for (const removal of removals.toReversed()) assert.equal((await undone(owner, removal)).result?.refused, 0);
  const lines = Array.from({ length: ofEachKind }, (_, i) => `newcomer${i}@example.com`);
  const imported = await applied(owner, await planFile(owner, ['email', ...lines].join('\n')));
  assert.equal(imported.result?.create, ofEachKind);

  const come = ofEachKind + (some ?? 0) + (others ?? 0);
  const read = await readSince(before, come);
  assert.ok(read < 20 * come, `${read} rows for ${come} people`);
});

/** What the statistics know when a new account comes, of which they know nothing. */
const known = {
  'every account but a new one': async () => {
    for (let n = 0; n < 2; n += 1) await addCrowd(app, await freshAccount(app), 200);
  },
  'many accounts of one person each': async () => {
    for (let n = 0; n < 100; n += 1) await freshAccount(app);
  },
};

for (const [what, others] of Object.entries(known))
  it(`nor where they know ${what}`, async () => {
    await others();
    await app.sql.query('analyze users');
    const { owner } = await freshAccount(app);
    const ofAll = { where: { role: 'member' } };
    const people = 2_500;
    const file = (department: (n: number) => string) =>
      ['email,department,first name']
        .concat(
          Array.from({ length: people }, (_, n) => `person${n}@example.com,${department(n)},${n % 2 ? 'Ann' : ''}`),
        )
        .join('\n');
    const start = await counted();
    await applied(
      owner,
      await planFile(
        owner,
        file((n) => `${n % 7}`),
      ),
    );
    const before = await searches();
    for (const search of ['nobody', 'noone', 'zero']) await owner.get(`/v1/users?search=${search}`);
    await waitUntil(async () => (await searches()) >= before + 3 || null, 'searches that ask the index of words');
    const moved = await applied(owner, await plan(owner, ofAll, { set: { department: 'Sales' } }));
    await undone(owner, moved);
    // Of two kinds, so that the record says of each which.
    await joinedPerson(app, owner, 'member');
    const removed = await applied(owner, await plan(owner, ofAll, { remove: true }));
    await undone(owner, removed);
    const again = await applied(
      owner,
      await planFile(
        owner,
        file(() => 'Legal'),
      ),
    );
    assert.deepEqual([removed.result?.remove, again.result?.update], [people + 1, people]);
    const written = 6 * people;
    const read = await readSince(start, written);
    assert.ok(read < 20 * written, `${read} rows for ${people} people`);
  });

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
  const read = await readSince(before, 5 * people);
  assert.ok(read < ofEachKind, `${read} rows`);
});

/** How often the index of words was asked. */
async function searches(): Promise<number> {
  const { rows } = await app.sql.query<{ n: number }>(
    "select idx_scan::int as n from pg_stat_user_indexes where indexrelname = 'users_search'",
  );
  return rows[0]?.n ?? Number.NaN;
}

/** A process of the server reports what it read together with what it wrote, a while after. */
async function readSince(before: Counted, written: number): Promise<number> {
  const now = await waitUntil(async () => {
    const now = await counted();
    return now.written >= before.written + written ? now : null;
  }, 'what was written to be counted');
  return now.read - before.read;
}

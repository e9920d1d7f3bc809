import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { Change } from '../changes/engine/change.ts';
import { startTestApp } from '../testing/app.ts';
import { plan } from '../testing/changes.ts';
import { addCrowd } from '../testing/crowd.ts';
import { freshAccount } from '../testing/fresh-account.ts';
import { applied, planFile, undone } from '../testing/imports.ts';
import { readSince, rowsRead } from '../testing/measures/rows-read.ts';
import { joinedPerson } from '../testing/people.ts';
import { waitUntil } from '../testing/wait-until.ts';

const app = await startTestApp();

/** Prevents analyzing the table while work runs, so that the statistics stay stale. */
async function withStatisticsOfNow(work: () => Promise<void>): Promise<void> {
  await app.sql.query('analyze users');
  const client = await app.sql.connect();
  try {
    await client.query('begin');
    await client.query('lock table users in share update exclusive mode');
    await work();
  } finally {
    await client.query('rollback');
    client.release();
  }
}

it('a crowd that comes does not look at everybody once for each, also where the statistics know nobody but removed people', async () => {
  const { owner, accountId } = await freshAccount(app);
  const ofEachKind = 1_500;
  await addCrowd(app, { accountId }, 2 * ofEachKind);
  const removals: Change[] = [];
  for (const search of ['crowd 1', 'crowd']) {
    const planned = await plan(owner, { where: { role: 'member', search } }, { remove: true });
    removals.push(await applied(owner, planned));
  }
  await withStatisticsOfNow(async () => {
    const before = await rowsRead(app);
    for (const removal of removals.toReversed()) assert.equal((await undone(owner, removal)).result?.refused, 0);
    const lines = Array.from({ length: ofEachKind }, (_, i) => `newcomer${i}@example.com`);
    const imported = await applied(owner, await planFile(owner, ['email', ...lines].join('\n')));
    assert.equal(imported.result?.create, ofEachKind);

    const come = removals.reduce((sum, { result }) => sum + (result?.remove ?? 0), ofEachKind);
    const read = await readSince(app, before, come);
    assert.ok(read < 20 * come, `${read} rows for ${come} people`);
  });
});

/** What the statistics contain when a new account comes, of which they know nothing. */
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
    await withStatisticsOfNow(async () => {
      const { owner } = await freshAccount(app);
      const ofAll = { where: { role: 'member' } };
      const people = 2_500;
      const file = (department: (n: number) => string) =>
        ['email,department,first name']
          .concat(
            Array.from({ length: people }, (_, n) => `person${n}@example.com,${department(n)},${n % 2 ? 'Ann' : ''}`),
          )
          .join('\n');
      const start = await rowsRead(app);
      await applied(
        owner,
        await planFile(
          owner,
          file((n) => `${n % 7}`),
        ),
      );
      const moved = await applied(owner, await plan(owner, ofAll, { set: { department: 'Sales' } }));
      await undone(owner, moved);
      // Two kinds, so that the record needs a value per person.
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
      const read = await readSince(app, start, written);
      assert.ok(read < 20 * written, `${read} rows for ${people} people`);
    });
  });

it('a search right after an import asks the index of words', async () => {
  await app.sql.query('analyze users');
  const { owner } = await freshAccount(app);
  const lines = Array.from({ length: 2_500 }, (_, i) => `late${i}@example.com`);
  await applied(owner, await planFile(owner, ['email', ...lines].join('\n')));
  const before = await searches();
  for (const search of ['nobody', 'noone', 'zero']) await owner.get(`/v1/users?search=${search}`);
  await waitUntil(async () => (await searches()) >= before + 3 || null, 'searches that ask the index of words');
});

/** The number of scans of the index of words. */
async function searches(): Promise<number> {
  const { rows } = await app.sql.query<{ n: number }>(
    "select idx_scan::int as n from pg_stat_user_indexes where indexrelname = 'users_search'",
  );
  return rows[0]?.n ?? Number.NaN;
}

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Change } from '../changes/engine/change.ts';
import { startTestApp } from '../testing/app.ts';
import { freshAccount } from '../testing/fresh-account.ts';
import { applied, counts, planFile, refusals, sendFile, settled, undone, userWith } from '../testing/imports.ts';
import { findViolations } from '../testing/invariants.ts';
import { addPeople } from '../testing/people.ts';
import { waitUntil } from '../testing/wait-until.ts';

const app = await startTestApp();

const firstNames = ['Änne', 'Jürgen', 'Zoë', "O'Neil", 'Li'];

/** A file as Excel saves it in Germany, in no order. Every 1,000th row is bad. */
function excelFile(rows: number, department = (i: number) => `Abteilung ${i % 20}`): string {
  const lines = Array.from({ length: rows }, (_, i) => {
    const n = (i * 7919) % rows;
    if (i % 1000 === 999) return `keine Adresse ${n};;;;`;
    return `p${n}@example.com;${firstNames[n % 5]};Müller-${n};${department(n)};${n % 3 === 0 ? 'Vertrieb' : ''}`;
  });
  return `\ufeffE-Mail-Adresse;Vorname;Nachname;Abteilung;Gruppe\r\n${lines.join('\r\n')}\r\n`;
}

test('10,000 rows from Excel are planned, applied, undone and imported again', async () => {
  const { owner } = await freshAccount(app);
  await owner.post('/v1/groups', { name: 'Vertrieb' });
  const file = excelFile(10_000);
  const change = await planFile(owner, file, { fileName: 'Mitarbeiter.csv' });
  assert.deepEqual(counts(change), [9_990, 0, 0, 10]);
  assert.deepEqual(
    change.plan?.refusals.map(({ code, count }) => [code, count]),
    [['email_invalid', 10]],
  );
  assert.equal(change.plan?.mails, 9_990);
  assert.deepEqual(
    [change.file?.rows, change.file?.encoding, change.file?.separator, change.file?.header],
    [10_000, 'utf-8', ';', true],
  );
  const done = await applied(owner, change);
  assert.deepEqual([done.state, ...counts(done)], ['applied', 9_990, 0, 0, 10]);
  assert.deepEqual(done.progress, { done: 9_990, total: 9_990 });
  const user = await userWith(owner, 'p3@example.com');
  assert.deepEqual(
    [user.firstName, user.lastName, user.department, user.group.name],
    ["O'Neil", 'Müller-3', 'Abteilung 3', 'Vertrieb'],
  );

  const unchanged = await planFile(owner, file);
  assert.deepEqual(counts(unchanged), [0, 0, 9_990, 10]);
  assert.deepEqual(counts(await applied(owner, unchanged)), [0, 0, 9_990, 10]);

  const moved = await planFile(
    owner,
    excelFile(10_000, (n) => (n % 2 ? 'Neu' : `Abteilung ${n % 20}`)),
  );
  const [, update, same] = counts(moved);
  assert.equal(update + same, 9_990);
  assert.ok(update > 4_000 && same > 4_000);
  assert.deepEqual(counts(await applied(owner, moved)), [0, update, same, 10]);
  assert.equal((await userWith(owner, 'p3@example.com')).department, 'Neu');
  assert.deepEqual(counts(await undone(owner, moved)), [0, update, 0, 0]);
  assert.equal((await userWith(owner, 'p3@example.com')).department, 'Abteilung 3');

  assert.equal((await undone(owner, done)).result?.remove, 9_990);
  assert.equal((await owner.get<{ data: unknown[] }>('/v1/users')).body.data.length, 1);
  const again = await planFile(owner, file);
  assert.deepEqual(counts(again), [9_990, 0, 0, 10]);
  assert.deepEqual(counts(await applied(owner, again)), [9_990, 0, 0, 10]);
  assert.deepEqual(await findViolations(app.sql, app.tools.catalog), []);
});

const large = excelFile(50_000);

test('a large file is planned after the answer, and says how far it is', async () => {
  const { owner } = await freshAccount(app);
  await owner.post('/v1/groups', { name: 'Vertrieb' });
  const { status, body } = await sendFile<Change>(owner, large);
  assert.deepEqual([status, body.state, body.plan], [202, 'planning', null]);
  assert.equal((await owner.post(`/v1/changes/${body.id}/apply`)).status, 409);
  const planned = await settled(owner, body.id);
  assert.deepEqual([planned.state, ...counts(planned)], ['planned', 49_950, 0, 0, 50]);
  assert.deepEqual(planned.progress, { done: 0, total: 49_950 });
  assert.equal(planned.file?.sample.length, 10);
});

test('planning that loses its database begins anew, and plans every row once', async () => {
  const { owner } = await freshAccount(app);
  const { body } = await sendFile<Change>(owner, large);
  await waitUntil(async () => {
    const { rowCount } = await app.sql.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and query like 'insert into staged_lines%'",
    );
    return rowCount || null;
  }, 'the file to be read');
  const planned = await settled(owner, body.id);
  assert.deepEqual([planned.state, planned.file?.rows], ['planned', 50_000]);
  // The group of these rows does not exist in this account.
  assert.deepEqual(counts(planned), [33_300, 0, 0, 16_700]);
});

test('a large file that turns out to hold nobody fails with the reason', async () => {
  const { owner } = await freshAccount(app);
  const { status, body } = await sendFile<Change>(
    owner,
    `email,first name\n${`@,${'Nobody '.repeat(200)}\n`.repeat(2_000)}`,
  );
  assert.equal(status, 202);
  const failed = await settled(owner, body.id);
  assert.deepEqual([failed.state, failed.failure?.code], ['failed', 'csv_no_address']);
});

test('planning that is cancelled stops, and keeps nothing planned', async () => {
  const { owner, accountId } = await freshAccount(app);
  const { body } = await sendFile<Change>(owner, large);
  const cancelled = await owner.post<Change>(`/v1/changes/${body.id}/cancel`);
  assert.deepEqual([cancelled.status, cancelled.body.state], [200, 'cancelled']);
  await waitUntil(async () => {
    const { rows } = await app.sql.query("select from jobs where name = 'imports.plan' and account_id = $1", [
      accountId,
    ]);
    return rows.length === 0 || null;
  }, 'the job to end');
  assert.deepEqual([(await settled(owner, body.id)).state, (await settled(owner, body.id)).plan], ['cancelled', null]);
});

test('what was taken or deleted between plan and now is refused row by row', async () => {
  const { owner } = await freshAccount(app);
  const group = await owner.post<{ id: string }>('/v1/groups', { name: 'Short-lived' });
  const change = await planFile(owner, 'email,group\na@example.com,short-lived\nb@example.com,\nc@example.com,\n');
  assert.deepEqual(counts(change), [3, 0, 0, 0]);
  await owner.delete(`/v1/groups/${group.body.id}`);
  await owner.post('/v1/users', { users: [{ email: 'B@example.com' }] });
  const done = await applied(owner, change);
  assert.deepEqual(counts(done), [1, 0, 0, 2]);
  assert.deepEqual(await refusals(owner, done), [
    [2, 'group_unknown'],
    [3, 'email_taken'],
  ]);
});

test('somebody who was removed between plan and now is refused, and not brought back', async () => {
  const { owner } = await freshAccount(app);
  const { users } = await addPeople(owner, 1);
  const change = await planFile(owner, `email,department\n${users[0]?.email},Sales\n`);
  await owner.delete(`/v1/users/${users[0]?.id}`);
  const done = await applied(owner, change);
  assert.deepEqual(await refusals(owner, done), [[2, 'already_removed']]);
});

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it, test } from 'node:test';
import pg from 'pg';
import type { Change } from '../../changes/engine/change.ts';
import { migrate, migrationFiles } from '../../database/migrate.ts';
import { startTestApp, type TestApp } from '../../testing/app.ts';
import type { Client } from '../../testing/client.ts';
import { databaseOf } from '../../testing/database.ts';
import { mailTo } from '../../testing/fresh-account.ts';
import { applied, undone } from '../../testing/imports.ts';
import { assertSound } from '../../testing/invariants.ts';
import { accountOf } from '../../testing/seats.ts';
import type { User } from '../../users/user.ts';
import { dumpDatabase, momentOf } from './dump.ts';
import { fill, filled } from './fill.ts';

/** A dump of each released version, made by bin/fixture, and the hashes of the released migrations. */
const folder = join(import.meta.dirname, '../../../migrations/released');
const hashesFile = join(folder, 'sha256sums');

const version = process.env['WRITE_FIXTURE'];
if (version) await writeFixture(version);

async function writeFixture(version: string): Promise<void> {
  const app = await startTestApp();
  await fill(app);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${version}.sql`), await dumpDatabase(app.sql, version));
  writeFileSync(hashesFile, migrationFiles().map(hashLine).join(''));
}

/** In the format of the command sha256sum. */
function hashLine({ name, text }: { name: string; text: string }): string {
  return `${createHash('sha256').update(text).digest('hex')}  ${name}\n`;
}

test('a migration that was released stays as it is: what is new goes into a new file', () => {
  const present = migrationFiles().map(hashLine);
  const released = readFileSync(hashesFile, 'utf8').split(/(?<=\n)/);
  assert.deepEqual(present.slice(0, released.length), released);
});

const dumps = readdirSync(folder).filter((name) => name.endsWith('.sql'));

test('a dump is kept of each released version, with a row in every table', () => {
  assert.ok(dumps.length > 0);
  const empty = dumps.flatMap((name) => readFileSync(join(folder, name), 'utf8').match(/^-- .*: no rows$/m) ?? []);
  assert.deepEqual(empty, []);
});

/** The current Muster on a database of an older version, at the time of its dump. */
async function upgraded(name: string): Promise<TestApp> {
  const dump = readFileSync(join(folder, name), 'utf8');
  const database = await databaseOf(dump);
  const pool = new pg.Pool({ ...database.connection, max: 1 });
  await migrate(pool);
  await pool.query('update clock set moved_by = $1::timestamptz - now()', [momentOf(dump)]);
  await pool.end();
  return startTestApp({}, database);
}

for (const name of dumps)
  describe(`a database of ${name.replace(/\.sql$/, '')} with data migrates to today, and Muster`, async () => {
    const app = await upgraded(name);
    const owner = app.browser();

    it('lets its people sign in', async () => {
      const { owner: email, password } = filled;
      const { status, body } = await owner.post('/v1/session', { email, password });
      assert.equal(status, 201, JSON.stringify(body));
    });

    it('shows users of every status', async () => {
      for (const [status, email] of Object.entries(filled.people))
        assert.equal((await person(owner, email)).status, status);
      assert.equal((await person(owner, filled.people.active)).jobTitle, filled.texts['jobTitle']);
      const { counts, seats } = await accountOf(owner);
      assert.deepEqual([counts.expired, counts.removed], [1, 1]);
      assert.deepEqual(
        seats.filter(({ bought }) => bought > 0).map(({ product, held }) => [product, held]),
        [
          ['pro', 3],
          ['webinar', 1],
        ],
      );
    });

    it('answers a repeated request as it did', async () => {
      const { path, body, key } = filled.request;
      const repeated = await owner.post(path, body, { headers: { 'idempotency-key': key } });
      assert.equal(repeated.status, 201, JSON.stringify(repeated.body));
    });

    it('undoes a change, and applies one that was planned', async () => {
      const { before, after } = filled.departments;
      const changes = (await owner.get<{ data: Change[] }>('/v1/changes?limit=100')).body.data;
      const last = changes.find(({ summary, state }) => state === 'applied' && summary.includes(after));
      assert.ok(last);
      await undone(owner, last);
      assert.equal((await person(owner, filled.people.active)).department, before);
      const file = changes.find(({ state, source }) => state === 'planned' && source === 'csv');
      assert.ok(file);
      assert.equal((await applied(owner, file)).state, 'applied');
      assert.equal((await person(owner, filled.people.active)).firstName, 'Álvaro');
    });

    it('restores a removed user, and keeps their history', async () => {
      const { id } = await person(owner, filled.people.removed);
      assert.equal((await owner.post(`/v1/users/${id}/restore`)).status, 200);
      const { body } = await owner.get<{ data: unknown[] }>(`/v1/users/${id}/history`);
      assert.ok(body.data.length >= 4, JSON.stringify(body));
    });

    it('hands over the mail that waited', async () => {
      await mailTo(app, filled.owner, /password/i);
      assert.equal((await owner.patch('/v1/mail-queue', { paused: false })).status, 200);
      await mailTo(app, filled.people.pending);
    });

    it('keeps views and the audit log', async () => {
      const { body } = await owner.get<{ data: { name: string }[] }>('/v1/views');
      assert.deepEqual(body.data.map(({ name }) => name).sort(), [...filled.views]);
      const log = await owner.get<{ data: unknown[] }>('/v1/audit?limit=100');
      assert.ok(log.body.data.length >= 20, JSON.stringify(log.body));
    });

    it('breaks no rule', () => assertSound(app));
  });

/** The one user with this address. Lists show expired and removed users only on request. */
async function person(owner: Client, email: string): Promise<User> {
  for (const status of ['', '&status=expired', '&status=removed']) {
    const { body } = await owner.get<{ data: User[] }>(`/v1/users?search=${encodeURIComponent(email)}${status}`);
    const found = body.data.find((user) => user.email === email);
    if (found) return found;
  }
  assert.fail(`${email} is nobody`);
}

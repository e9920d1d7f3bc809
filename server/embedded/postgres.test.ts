import assert from 'node:assert/strict';
import { once } from 'node:events';
import {
  appendFileSync,
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { packagedPostgres } from './binaries.ts';
import { postgresSettings } from './settings.ts';
import { query, start, startElsewhere, temporaryFolder, until } from './testing.ts';
import { postgresUser } from './user.ts';

test('what was stored is there after a stop and a start', async (t) => {
  const data = temporaryFolder(t);
  const first = await start(t, data);
  await query(first, "create table note as select 'kept' as text");
  await Promise.all([first.stop(), first.stop()]);
  await assert.rejects(query(first, 'select 1'), { code: 'ENOENT' });
  const second = await start(t, data);
  assert.deepEqual(await query(second, 'select text from note'), [{ text: 'kept' }]);
});

test('a running database', async (t) => {
  // The path of this folder is too long for a socket.
  const data = join(temporaryFolder(t), 'deep/'.repeat(30), 'data');
  const database = await start(t, data);

  await t.test('is reached only by a socket in a closed folder, however long its path', async () => {
    assert.deepEqual(await query(database, 'show listen_addresses'), [{ listen_addresses: '' }]);
    assert.equal(modeOf(join(data, 'postgres')), 0o700);
    assert.equal(modeOf(data), 0o700);
    assert.equal(modeOf(join(data, 'postgres.log')), 0o600);
  });

  await t.test('has on disk what it acknowledged, and orders UTF-8 text the same on every computer', async () => {
    const [found] = await query(
      database,
      `select current_setting('fsync') as fsync, current_setting('synchronous_commit') as commit, current_setting('data_checksums') as checksums,
       pg_encoding_to_char(encoding) as encoding, datlocprovider as provider, datlocale as locale from pg_database where datname = current_database()`,
    );
    assert.deepEqual(found, {
      fsync: 'on',
      commit: 'on',
      checksums: 'on',
      encoding: 'UTF8',
      provider: 'b',
      locale: 'C.UTF-8',
    });
  });

  await t.test('has its log cut when it has grown long, and the older part kept', async () => {
    const log = join(data, 'postgres.log');
    appendFileSync(log, 'x'.repeat(11 * 1024 * 1024));
    await until(async () => existsSync(`${log}.1`) && statSync(log).size < 1024 * 1024);
    assert.ok(statSync(`${log}.1`).size > 10 * 1024 * 1024);
  });
});

test('a second Muster on the same folder is refused in one sentence, until the first has stopped', async (t) => {
  const data = temporaryFolder(t);
  const first = await startElsewhere(t, data);
  await assert.rejects(start(t, data), {
    message: `Another Muster (process ${first.process.pid}) is already using the folder ${data}.`,
  });
  first.process.kill('SIGTERM');
  await once(first.process, 'exit');
  await start(t, data);
});

test('a small computer gives PostgreSQL a part of its memory, a large one what it needs', () => {
  const gigabyte = 1024 ** 3;
  assert.ok(postgresSettings(gigabyte).includes('shared_buffers=256MB'));
  assert.ok(postgresSettings(64 * gigabyte).includes('shared_buffers=512MB'));
});

test('what stands in the way is said in one sentence', async (t) => {
  const file = join(temporaryFolder(t), 'file');
  writeFileSync(file, '');
  await assert.rejects(start(t, file), { message: `${file} is not a folder: choose a folder with MUSTER_DATA.` });

  const foreign = temporaryFolder(t);
  mkdirSync(join(foreign, 'postgres'));
  writeFileSync(join(foreign, 'postgres/letter.txt'), 'mine');
  if (process.getuid?.() === 0) {
    await assert.rejects(start(t, foreign), /belongs to root, as whom PostgreSQL refuses to run: .*chown/);
    giveAway(join(foreign, 'postgres'));
  }
  await assert.rejects(start(t, foreign), /exists and is not a database of Muster: move it away/);
  writeFileSync(join(foreign, 'postgres/PG_VERSION'), '17\n');
  await assert.rejects(start(t, foreign), /was made by PostgreSQL 17, and this Muster brings 18/);
  assert.equal(readFileSync(join(foreign, 'postgres/letter.txt'), 'utf8'), 'mine');

  assert.throws(
    () => packagedPostgres('win32', 'x64'),
    /for Linux and macOS on x64 and arm64 only, and this is win32 on x64/,
  );
  assert.throws(() => packagedPostgres('darwin', 'arm64'), /darwin-arm64 is missing: run "npm install"/);
  const other = process.arch === 'x64' ? 'arm64' : 'x64';
  assert.throws(() => packagedPostgres('linux', other), new RegExp(`linux-${other} is missing: run "npm install"`));
});

test('a start that failed gives the folder back', async (t) => {
  const data = temporaryFolder(t);
  mkdirSync(join(data, 'postgres'));
  giveAway(join(data, 'postgres'));
  writeFileSync(join(data, 'postgres/PG_VERSION'), '17\n');
  await assert.rejects(start(t, data));
  rmSync(join(data, 'postgres'), { recursive: true });
  await start(t, data);
});

function giveAway(folder: string): void {
  const user = postgresUser('/none');
  if (user) chownSync(folder, user.uid, user.gid);
}

function modeOf(file: string): number {
  return statSync(file).mode & 0o777;
}

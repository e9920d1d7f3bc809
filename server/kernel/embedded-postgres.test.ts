import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { z } from 'zod';
import { packagedPostgres, runnablePostgres } from './embedded-binaries.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres.ts';
import { look } from './embedded-process.ts';
import { postgresSettings } from './embedded-settings.ts';
import { postgresUser } from './embedded-user.ts';

test('what was stored is there after a stop and a start', async (t) => {
  const data = temporaryFolder(t);
  const first = await start(t, data);
  await query(first, "create table note as select 'kept' as text");
  await Promise.all([first.stop(), first.stop()]);
  await assert.rejects(query(first, 'select 1'), { code: 'ENOENT' });
  const second = await start(t, data);
  assert.deepEqual(await query(second, 'select text from note'), [{ text: 'kept' }]);
});

test('only a socket in a closed folder leads to the database', async (t) => {
  const data = join(temporaryFolder(t), 'data');
  const database = await start(t, data);
  assert.deepEqual(await query(database, 'show listen_addresses'), [{ listen_addresses: '' }]);
  assert.equal(modeOf(join(data, 'postgres')), 0o700);
  assert.equal(modeOf(data), 0o700);
  assert.equal(modeOf(join(data, 'postgres.log')), 0o600);
});

test('acknowledged means on disk, and text is UTF-8 and ordered the same on every computer', async (t) => {
  const database = await start(t, temporaryFolder(t));
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

test('a data folder with a path too long for a socket works', async (t) => {
  const database = await start(t, join(temporaryFolder(t), 'deep/'.repeat(30)));
  assert.deepEqual(await query(database, 'select 1 as one'), [{ one: 1 }]);
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

test('of many that find the lock of a dead Muster, one gets the folder', async (t) => {
  const parent = temporaryFolder(t);
  const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8');
  const folders = Array.from({ length: 200 }, (_, number) => join(parent, String(number)));
  for (const folder of folders) {
    mkdirSync(folder);
    writeFileSync(join(folder, 'server.lock'), `999999999 1 ${boot}`);
  }
  const script = `import { lockFolder } from '${import.meta.resolve('./embedded-lock.ts')}';
    const outcome = (folder) => {
      try { lockFolder(folder); return 'got'; } catch (error) { return error.message.replace(folder, 'F').replace(/\\d+/, 'N'); }
    };
    process.stdin.once('data', () => {
      console.log(JSON.stringify(${JSON.stringify(folders)}.map(outcome)));
      process.stdin.once('data', () => process.exit());
    });
    console.log('waiting');`;
  const rivals = Array.from({ length: 4 }, () => runScript(t, script));
  await Promise.all(rivals.map(nextLine));
  for (const rival of rivals) rival.stdin?.write('go\n');
  const outcomes = await Promise.all(rivals.map(async (rival) => outcomesFrom(await nextLine(rival))));
  for (const number of folders.keys()) {
    const here = outcomes.map((of) => of[number]).sort();
    const refused = 'Another Muster (process N) is already using the folder F.';
    assert.deepEqual(here, [refused, refused, refused, 'got']);
  }
});

test('the database of a killed Muster is taken over, with all that was acknowledged', async (t) => {
  const data = temporaryFolder(t);
  const killed = await startElsewhere(t, data);
  await query(killed, "create table note as select 'kept' as text");
  await kill(killed.process);
  const left = postmasterOf(data);
  const said: string[] = [];
  const database = await start(t, data, said);
  assert.equal(postmasterOf(data), left);
  assert.deepEqual(said, ['PostgreSQL was still running and is used as it is.']);
  assert.deepEqual(await query(database, 'select text from note'), [{ text: 'kept' }]);
  await database.stop();
  assert.equal(look(left), null);
});

test('a database left running with other settings is started anew', async (t) => {
  const data = temporaryFolder(t);
  await kill((await startElsewhere(t, data)).process);
  const left = postmasterOf(data);
  const options = join(data, 'postgres/postmaster.opts');
  writeFileSync(options, readFileSync(options, 'utf8').replace('jit=off', 'jit=on'));
  await start(t, data);
  assert.notEqual(postmasterOf(data), left);
});

test('Muster and its database killed together start again, even if the number in the lock file is now another program’s', async (t) => {
  const data = temporaryFolder(t);
  const killed = await startElsewhere(t, data);
  await query(killed, "create table note as select 'kept' as text");
  await kill(killed.process);
  process.kill(postmasterOf(data), 'SIGKILL');
  const lockFile = join(data, 'postgres/postmaster.pid');
  const { uid, gid } = statSync(lockFile);
  const stranger = spawn('sleep', ['60'], { uid, gid });
  later(t, () => stranger.kill());
  writeFileSync(lockFile, readFileSync(lockFile, 'utf8').replace(/^\d+/, String(stranger.pid)));
  const database = await start(t, data);
  assert.deepEqual(await query(database, 'select text from note'), [{ text: 'kept' }]);
});

test('PostgreSQL killed alone is started again', async (t) => {
  const data = temporaryFolder(t);
  const said: string[] = [];
  const database = await start(t, data, said);
  const before = postmasterOf(data);
  process.kill(before, 'SIGKILL');
  await until(() =>
    query(database, 'select 1').then(
      () => postmasterOf(data) !== before,
      () => false,
    ),
  );
  assert.deepEqual(said.slice(1), ['PostgreSQL has ended and is started again.']);
});

test('Ctrl-C in the terminal leaves the database to a Muster that still has work to finish', async (t) => {
  const data = temporaryFolder(t);
  const { process: muster } = await startElsewhere(t, data);
  const answer = nextLine(muster);
  // A terminal sends it to the whole group, as this does.
  process.kill(-(muster.pid ?? 0), 'SIGINT');
  assert.equal(await answer, 'the database still answers');
  const [, , group] = readFileSync(`/proc/${postmasterOf(data)}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  assert.notEqual(group, String(muster.pid));
  muster.kill('SIGTERM');
  await once(muster, 'exit');
});

test('a database that was half made when Muster was killed is made anew', async (t) => {
  const data = temporaryFolder(t);
  const unfinished = () => readdirSync(data).filter((name) => name.startsWith('postgres.new-'));
  const muster = runScript(t, musterScript(data));
  await until(async () => unfinished().some((name) => existsSync(join(data, name, 'PG_VERSION'))));
  await kill(muster);
  assert.equal(existsSync(join(data, 'postgres')), false);
  const database = await start(t, data);
  assert.deepEqual(await query(database, 'select 1 as one'), [{ one: 1 }]);
  assert.deepEqual(unfinished(), []);
});

test('library links that npm did not make are made', (t) => {
  const copy = packageWithoutLinks(t);
  chmodSync(join(copy, '..'), 0o755);
  assert.equal(runnablePostgres(copy, postgresUser('/none'), []), join(copy, 'native'));
});

test('PostgreSQL in a folder that its user cannot enter is copied once', {
  skip: process.getuid?.() !== 0 && 'needs root',
}, (t) => {
  const home = packageWithoutLinks(t);
  const copies = join(temporaryFolder(t), 'copies');
  chmodSync(join(copies, '..'), 0o755);
  const user = postgresUser('/none');
  const first = runnablePostgres(home, user, [copies]);
  assert.ok(first.startsWith(copies), first);
  const made = statSync(first).birthtimeMs;
  assert.equal(runnablePostgres(home, user, [copies]), first);
  assert.equal(statSync(first).birthtimeMs, made);
  chmodSync(copies, 0o777);
  assert.throws(
    () => runnablePostgres(home, user, [copies]),
    /does not run in .*EACCES.*, and not as a copy in .*DATABASE_URL/,
  );
});

test('a log that has grown long is cut, and its older part kept', async (t) => {
  const data = temporaryFolder(t);
  const log = join(data, 'postgres.log');
  writeFileSync(log, 'x'.repeat(11 * 1024 * 1024));
  await start(t, data);
  await until(async () => existsSync(`${log}.1`) && statSync(log).size < 1024 * 1024);
  assert.ok(statSync(`${log}.1`).size > 10 * 1024 * 1024);
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
    () => packagedPostgres('darwin', 'arm64'),
    /for Linux on x64 and arm64 only, and this is darwin on arm64/,
  );
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

const steps = new WeakMap<TestContext, (() => unknown)[]>();

/** What a test must clear away, last made first. */
function later(t: TestContext, step: () => unknown): void {
  const known = steps.get(t);
  if (known) {
    known.push(step);
    return;
  }
  const mine = [step];
  steps.set(t, mine);
  t.after(async () => {
    for (const undo of mine.reverse()) await undo();
  });
}

function temporaryFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'muster-test-'));
  later(t, () => rmSync(folder, { recursive: true, force: true, maxRetries: 10 }));
  return folder;
}

async function start(t: TestContext, dataFolder: string, said: string[] = []): Promise<EmbeddedPostgres> {
  const database = await startEmbeddedPostgres({ dataFolder, log: (line) => said.push(line) });
  later(t, () => database.stop());
  return database;
}

type Connection = Pick<EmbeddedPostgres, 'connection'>;

async function query({ connection }: Connection, statement: string): Promise<unknown[]> {
  const client = new pg.Client(connection);
  client.on('error', () => {});
  try {
    await client.connect();
    return (await client.query(statement)).rows;
  } finally {
    await client.end().catch(() => {});
  }
}

/** A Muster in a process of its own, which a test may kill. */
async function startElsewhere(t: TestContext, data: string): Promise<Connection & { process: ChildProcess }> {
  const muster = runScript(t, musterScript(data));
  const host = await nextLine(muster);
  return { process: muster, connection: { host, port: 5432, user: 'muster', database: 'muster' } };
}

function musterScript(data: string): string {
  return `import pg from 'pg';
    import { startEmbeddedPostgres } from '${import.meta.resolve('./embedded-postgres.ts')}';
    const database = await startEmbeddedPostgres({ dataFolder: ${JSON.stringify(data)}, log() {} });
    process.on('SIGTERM', async () => { await database.stop(); process.exit(); });
    process.on('SIGINT', async () => {
      const client = new pg.Client(database.connection);
      await client.connect();
      await client.query('select 1');
      console.log('the database still answers');
    });
    setInterval(() => {}, 1_000_000);
    console.log(database.connection.host);`;
}

function runScript(t: TestContext, script: string): ChildProcess {
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: import.meta.dirname,
    detached: true,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  later(t, () => child.kill('SIGKILL'));
  return child;
}

async function nextLine(child: ChildProcess): Promise<string> {
  assert.ok(child.stdout);
  const ended = once(child, 'exit').then(() => assert.fail('the process ended without an answer'));
  const [chunk] = await Promise.race([once(child.stdout, 'data'), ended]);
  return String(chunk).trim();
}

function outcomesFrom(line: string): string[] {
  return z.array(z.string()).parse(JSON.parse(line));
}

async function kill(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL');
  await once(child, 'exit');
}

async function until(check: () => Promise<boolean>): Promise<void> {
  const patience = Date.now() + 20_000;
  while (!(await check())) {
    assert.ok(Date.now() < patience, 'it did not happen');
    await sleep(1);
  }
}

function postmasterOf(data: string): number {
  return Number.parseInt(readFileSync(join(data, 'postgres/postmaster.pid'), 'utf8'), 10);
}

function modeOf(file: string): number {
  return statSync(file).mode & 0o777;
}

function giveAway(folder: string): void {
  const user = postgresUser('/none');
  if (user) chownSync(folder, user.uid, user.gid);
}

function packageWithoutLinks(t: TestContext): string {
  const copy = join(temporaryFolder(t), 'package');
  cpSync(packagedPostgres(), copy, { recursive: true, filter: (file) => !lstatSync(file).isSymbolicLink() });
  return copy;
}

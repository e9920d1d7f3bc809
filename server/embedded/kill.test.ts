import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { z } from 'zod';
import { look } from './process.ts';
import {
  kill,
  later,
  musterScript,
  nextLine,
  postmasterOf,
  query,
  runScript,
  start,
  startElsewhere,
  temporaryFolder,
  until,
} from './testing.ts';

test('of many that find the lock of a dead Muster, one gets the folder', async (t) => {
  const parent = temporaryFolder(t);
  const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8');
  const folders = Array.from({ length: 200 }, (_, number) => join(parent, String(number)));
  for (const folder of folders) {
    mkdirSync(folder);
    writeFileSync(join(folder, 'server.lock'), `999999999 1 ${boot}`);
  }
  const script = `import { lockFolder } from '${import.meta.resolve('./lock.ts')}';
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
  // Sent to the whole process group, as a terminal does.
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

function outcomesFrom(line: string): string[] {
  return z.array(z.string()).parse(JSON.parse(line));
}

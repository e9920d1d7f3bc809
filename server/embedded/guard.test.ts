import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../testing/process.ts';
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

const ended = (pid: number) => until(async () => look(pid) === null);

for (const [how, code] of [
  ['is killed with -9', "process.kill(process.pid, 'SIGKILL')"],
  ['runs out of memory', 'process.abort()'],
  ['ends by an error that is not caught', "setTimeout(() => { throw new Error('bug'); })"],
  ['ends by a promise that is not caught', "void Promise.reject(new Error('bug'))"],
  ['ends at once', 'process.exit(7)'],
  ['loses its terminal', "process.kill(process.pid, 'SIGHUP')"],
]) {
  test(`PostgreSQL ends when the process that started it ${how}`, async (t) => {
    const data = temporaryFolder(t);
    const muster = runScript(t, `${musterScript(data)}\nprocess.stdin.once('data', () => { ${code}; });`);
    await nextLine(muster);
    const postmaster = postmasterOf(data);
    assert.notEqual(look(postmaster), null);
    muster.stdin?.write('now\n');
    await ended(postmaster);
  });
}

test('PostgreSQL that was started again is the one that ends', async (t) => {
  const data = temporaryFolder(t);
  const muster = await startElsewhere(t, data);
  const first = postmasterOf(data);
  process.kill(first, 'SIGKILL');
  await until(() =>
    query(muster, 'select 1').then(
      () => postmasterOf(data) !== first,
      () => false,
    ),
  );
  const second = postmasterOf(data);
  await kill(muster.process);
  await ended(second);
});

test('PostgreSQL that another Muster took over meanwhile stays', async (t) => {
  const data = temporaryFolder(t);
  await kill((await startElsewhere(t, data)).process);
  const left = postmasterOf(data);
  const database = await start(t, data);
  // Longer than the grace period.
  await sleep(4_000);
  assert.equal(postmasterOf(data), left);
  assert.deepEqual(await query(database, 'select 1 as one'), [{ one: 1 }]);
});

for (const [how, signal, code] of [
  ['a closed terminal', 'SIGHUP', 0],
  ['a bug', 'SIGUSR2', 1],
] as const) {
  test(`Muster itself stops PostgreSQL before it ends by ${how}`, async (t) => {
    const data = temporaryFolder(t);
    const main = join(import.meta.dirname, '../main.ts');
    const bug = `data:text/javascript,process.on('SIGUSR2', () => setTimeout(() => { throw new Error('a bug'); }))`;
    const muster = spawn(process.execPath, ['--import', bug, main], {
      env: { PATH: process.env['PATH'], MUSTER_DATA: data, PORT: String(await freePort()) },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    later(t, () => muster.kill('SIGKILL'));
    let output = '';
    muster.stdout.on('data', (text) => (output += text));
    await until(async () => output.includes('Muster is ready'));
    const postmaster = postmasterOf(data);
    muster.kill(signal);
    await once(muster, 'exit');
    assert.equal(muster.exitCode, code, output);
    assert.equal(look(postmaster), null);
    if (code === 1) assert.match(output, /Muster ends because of a bug/);
  });
}

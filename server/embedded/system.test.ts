import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { linux, macos, type System } from './system.ts';
import { later, postmasterOf, start, temporaryFolder, until } from './testing.ts';

/** The ps of Linux accepts the options used on macOS, so both variants are tested here. */
const without = spawnSync('ps', ['--version']).error ? 'needs ps' : false;
const systems: [string, System, { skip: string | false }][] = [
  ['Linux', linux, { skip: process.platform !== 'linux' && 'needs Linux' }],
  ['macOS', macos, { skip: without }],
];

const shell = (script: string, ...words: string[]) =>
  spawnSync('/bin/sh', ['-c', `tell() { ${script}; }; tell "$@"`, 'test', ...words], { encoding: 'utf8' });

for (const [name, system, { skip }] of systems) {
  test(`as on ${name}, a process is told from others by its name and when it began, also in the shell`, {
    skip,
  }, (t) => {
    const other = sleeper(t);
    const seen = system.look(other);
    assert.equal(seen?.name, 'sleep');
    assert.equal(shell(system.began, String(other)).stdout.trim(), seen?.startedAt);
  });

  test(`as on ${name}, there is no process that has ended, not even one that waits for its parent`, {
    skip,
  }, async (t) => {
    const zombie = spawn('/bin/sh', ['-c', 'sleep 0 & echo $!; exec sleep 60'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    later(t, () => zombie.kill('SIGKILL'));
    const [line] = await once(zombie.stdout, 'data');
    await until(async () => system.look(Number(line)) === null);
    assert.equal(system.look(2 ** 30), null);
    assert.equal(system.look(Number.NaN), null);
  });

  test(`as on ${name}, the shell knows the postmaster of a folder`, { skip }, async (t) => {
    const data = temporaryFolder(t);
    await start(t, data);
    const folder = join(data, 'postgres');
    assert.equal(shell(system.isPostmasterOf, String(postmasterOf(data)), folder).status, 0);
    assert.notEqual(shell(system.isPostmasterOf, String(sleeper(t)), folder).status, 0);
  });
}

test('as on macOS, a socket whose path is too long is refused in one sentence', () => {
  assert.throws(() => macos.pathOfOpen(3, '/a/long/path'), /too long for a socket .* MUSTER_DATA/);
});

function sleeper(t: TestContext): number {
  const child = spawn('sleep', ['60'], { stdio: 'ignore' });
  later(t, () => child.kill('SIGKILL'));
  assert.ok(child.pid);
  return child.pid;
}

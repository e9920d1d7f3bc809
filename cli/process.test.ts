import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { after, describe, it } from 'node:test';
import type { Event, User } from '../client/index.ts';
import { startTestApp } from '../server/testing/app.ts';

import { holdRows } from '../server/testing/held-row.ts';
import { waitUntil } from '../server/testing/wait-until.ts';
import { type Desk, freshDesk } from './testing/account.ts';
import { noSettings } from './testing/muster.ts';

const program = join(import.meta.dirname, '../bin/muster');
const app = await startTestApp();
const folder = mkdtempSync(join(tmpdir(), 'muster-cli-'));
after(() => rmSync(folder, { recursive: true, force: true }));

/** bin/muster as a process of its own, with these settings alone. */
function started({ env }: Pick<Desk, 'env'>, ...words: string[]) {
  const own = { PATH: process.env['PATH'], NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'], ...noSettings };
  const child = spawn(program, words, { env: { ...own, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  after(() => child.kill('SIGKILL'));
  const ended = Promise.all([once(child, 'exit'), text(child.stdout), text(child.stderr)]);
  return { child, ended: ended.then(([[code], out, err]) => ({ code, out, err })) };
}

describe('bin/muster', () => {
  it('is the command line, with its answer on standard output and its exit code', async () => {
    const desk = await freshDesk(app);
    const listed = await started(desk, 'users', 'list', '--json').ended;
    const users: User[] = JSON.parse(listed.out);
    assert.deepEqual([listed.code, listed.err, users[0]?.email], [0, '', desk.email]);
    const absent = await started(desk, 'users', 'get', 'x@y.test').ended;
    assert.deepEqual([absent.code, absent.out, absent.err], [1, '', 'muster: No user has the address x@y.test.\n']);
  });

  it('runs a program of the repository, and the server by the word serve', async () => {
    const script = join(folder, 'program.ts');
    writeFileSync(script, 'const words: string[] = process.argv.slice(2);\nconsole.log(words.join());\n');
    assert.equal(execFileSync(program, [script, 'a', '--help'], { encoding: 'utf8' }), 'a,--help\n');
    const bad = { env: { PORT: 'none', MUSTER_DATA: join(folder, 'data') } };
    for (const words of [['serve'], []]) {
      const { code, err, out } = await started(bad, ...words).ended;
      assert.deepEqual([code, /PORT/.test(err + out)], [1, true], words.join());
    }
  });

  it('ends quietly when its reader has enough', async () => {
    const desk = await freshDesk(app);
    await desk.done('groups add Sales');
    const line = `set -o pipefail; "$0" events --follow | head -n 1`;
    const child = spawn('bash', ['-c', line, program], {
      env: { ...process.env, ...desk.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const ended = Promise.all([once(child, 'exit'), text(child.stderr)]);
    await once(child.stdout, 'data');
    await waitUntil(async () => {
      await desk.muster(`groups add "${Math.random()}"`);
      return child.exitCode;
    }, 'it ends');
    assert.deepEqual(await ended, [[0, null], '']);
  });

  it('follows the events of the account as they happen', async () => {
    const desk = await freshDesk(app);
    const { child } = started(desk, 'events', '--follow', '--latest', '--types', 'group.*');
    let said = '';
    child.stdout.on('data', (piece) => (said += piece));
    await waitUntil(async () => {
      if (said === '') await desk.muster(`groups add "${Math.random()}"`);
      return said.includes('\n') || null;
    }, 'an event is printed');
    const event: Event = JSON.parse(said.split('\n')[0] ?? '');
    assert.equal(event.type, 'group.created');
  });
});

describe('Ctrl-C', () => {
  it('during an import leaves the change running, and says how to look at it', async () => {
    const desk = await freshDesk(app);
    const file = join(folder, 'many.csv');
    const people = Array.from({ length: 1_500 }, (_, i) => `p${i}@many.test`);
    writeFileSync(file, `email\n${people.join('\n')}\n`);
    // The new people are of a group that another program holds, so the import is under way until it lets go.
    const lock = 'select from groups where account_id = $1 for update';
    const held = await holdRows(app.sql, desk.accountId, lock, [desk.accountId]);
    const { child, ended } = started(desk, 'import', file, '--invite', 'later');
    const { id } = await waitUntil(async () => {
      const query = { state: 'applying' } as const;
      return (await desk.api.GET('/v1/changes', { params: { query } })).data.data[0];
    }, 'the import is being applied');
    child.kill('SIGINT');
    const { code, out, err } = await ended;
    assert.deepEqual([code, out], [130, ''], err);
    assert.match(err, new RegExp(`The change goes on in Muster\\. Look at it: muster changes show ${id}\n`));
    await held.release();
    assert.match(await desk.done(`changes wait ${id}`), /1,500 added/);
  });
});

describe('completion', () => {
  it('of bash finds commands, options and the values of options', async () => {
    const { env } = await freshDesk(app);
    const completed = (...words: string[]) => {
      const script = `muster() { ${program} "$@"; }
        source <(muster completion bash)
        COMP_WORDS=(muster ${words.map((word) => `'${word}'`).join(' ')}) COMP_CWORD=${words.length}
        _muster muster; printf '%s\\n' "\${COMPREPLY[@]}"`;
      return execFileSync('bash', ['-c', script], { encoding: 'utf8', env: { ...process.env, ...noSettings, ...env } });
    };
    assert.match(completed('ch'), /^changes *$/m);
    assert.match(completed('users', 're'), /^remove *\nrestore *$/m);
    assert.match(completed('users', 'edit', '--dep'), /^--department *$/m);
    assert.match(completed('import', 'x.csv', '--overflow', ''), /^refuse *\nfill *$/m);
  });

  it('has a script for zsh', () => {
    assert.match(execFileSync(program, ['completion', 'zsh'], { encoding: 'utf8' }), /^#compdef muster\n/);
  });
});

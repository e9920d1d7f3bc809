import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { after, describe, it } from 'node:test';
import type { Change, User } from '../client/index.ts';
import { startTestApp } from '../server/testing/app.ts';
import { freshDesk } from './testing/account.ts';
import { noSettings } from './testing/muster.ts';

const root = join(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'muster-guide-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const bin = join(folder, 'bin');
mkdirSync(bin);
symlinkSync(join(root, 'bin/muster'), join(bin, 'muster'));

const app = await startTestApp();
const desk = await freshDesk(app, ['users.read', 'users.edit', 'users.access', 'invitations.manage', 'groups.read']);
const others = Array.from({ length: 9 }, (_, i) => `p${i}@example.com`);
await desk.done(`users add ${others.join(' ')} --invite later`);

const guide = readFileSync(join(root, 'docs/guides/directory-in-git.md'), 'utf8');
const blocks = (language: string) =>
  [...guide.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\`$`, 'gms'))].map(([, block = '']) => block);

/** Runs lines in bash as a person does, or a step of GitHub. */
async function shell(lines: string, cwd: string): Promise<{ code: number; out: string; err: string }> {
  const child = spawn('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', lines], {
    cwd,
    env: {
      ...noSettings,
      ...desk.env,
      PATH: `${bin}:${dirname(process.execPath)}:${process.env['PATH']}`,
      NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'],
      GIT_CONFIG_GLOBAL: '/dev/null',
      ...Object.fromEntries(
        ['AUTHOR', 'COMMITTER'].flatMap((who) => [
          [`GIT_${who}_NAME`, 'Ann'],
          [`GIT_${who}_EMAIL`, 'ann@example.com'],
        ]),
      ),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [[code], out, err] = await Promise.all([once(child, 'exit'), text(child.stdout), text(child.stderr)]);
  return { code, out, err };
}

const directory = join(folder, 'directory');
const people = async () => (await desk.json<User[]>('users list')).map(({ email }) => email);

describe('the guide to a directory in git', () => {
  it('has commands that run in their order, from an export to a synced change', async () => {
    const { code, out, err } = await shell(blocks('sh').join('\n'), folder);
    assert.equal(code, 0, err);
    assert.match(out, /^people\.csv: 10 unchanged\nPlan \w+\npeople\.csv: 1 to create, 10 unchanged\n/);
    assert.match(out, /^create +12 +cy@example\.com +Cy Dahl +/m);
    assert.ok((await people()).includes('cy@example.com'));
  });

  it('has steps for CI that plan each pull request, and sync main', async () => {
    const steps = blocks('yaml').flatMap((block) => [...block.matchAll(/run: (.*)$/gm)].map(([, line = '']) => line));
    const [install, plan = '', sync = ''] = steps;
    assert.deepEqual([install, steps.length], ['npm install --global muster-cli', 3]);
    const edit = await shell(
      "sed -i -e '/p8@/d' -e 's/\"Dahl\"/\"Dale\"/' people.csv; git commit -qam 'P8 leaves'",
      directory,
    );
    assert.equal(edit.code, 0, edit.err);
    assert.equal((await shell('muster plan people.csv --prune', directory)).code, 10);
    const planned = await shell(plan, directory);
    assert.match(planned.out, /1 to update, 1 to remove, 9 unchanged\n.*^remove +p8@example\.com/ms);
    assert.equal(planned.code, 0, planned.err);
    assert.equal((await people()).includes('p8@example.com'), true);
    const synced = await shell(sync, directory);
    assert.equal(synced.code, 0, synced.err);
    assert.equal((await people()).includes('p8@example.com'), false);
    assert.equal((await desk.json<User>('users get cy@example.com')).lastName, 'Dale');
    assert.equal((await shell('muster plan people.csv --prune', directory)).code, 0);
    assert.deepEqual(await desk.json<Change[]>('changes list --state planned'), []);
  });
});

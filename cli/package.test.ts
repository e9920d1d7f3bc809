import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { after, describe, it } from 'node:test';
import type { User } from '../client/index.ts';
import { needed, npm, pack } from '../client/testing/npm.ts';
import { startTestApp } from '../server/testing/app.ts';
import { freshDesk } from './testing/account.ts';
import { noSettings } from './testing/muster.ts';

const folder = mkdtempSync(join(tmpdir(), 'muster-cli-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const app = await startTestApp();

const packed = pack('cli', folder);
// Nothing is fetched: npm takes the libraries from the repository.
const dependencies = { 'muster-cli': `file:${join(folder, packed.filename)}`, ...needed('cli') };
writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, dependencies }));
npm(['install', '--install-links', '--ignore-scripts'], folder);

describe('the package', () => {
  it('holds the command line and the client as compiled code, its licence and its README, and nothing else', () => {
    const names = packed.files.map(({ path }) => path);
    const expected = /^(LICENSE|README\.md|package\.json|dist\/(cli|client)\/([a-z-]+\/)?[a-z-]+\.js)$/;
    assert.deepEqual(
      names.filter((name) => !expected.test(name) || /test/.test(name)),
      [],
    );
    for (const name of ['LICENSE', 'README.md', 'dist/cli/main.js', 'dist/client/index.js'])
      assert.ok(names.includes(name), name);
  });

  it('does not bring the server', () => {
    for (const name of ['muster', 'fastify', 'pg', 'zod'])
      assert.ok(!existsSync(join(folder, 'node_modules', name)), name);
  });

  it('runs as muster against a server, from an empty folder', async () => {
    const { env, email } = await freshDesk(app);
    const words = [join(folder, 'node_modules/.bin/muster'), 'users', 'list', '--json'];
    const child = spawn(process.execPath, words, {
      cwd: tmpdir(),
      env: { ...noSettings, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const [[code], out, err] = await Promise.all([once(child, 'exit'), text(child.stdout), text(child.stderr)]);
    const users: User[] = JSON.parse(out);
    assert.deepEqual([code, err, users.map((user) => user.email)], [0, '', [email]]);
  });
});

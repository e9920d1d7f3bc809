import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

const root = join(import.meta.dirname, '..');
const read = (file: string) => readFileSync(join(root, file), 'utf8');
const found = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, name = '']) => name);

test('every path that the Dockerfile names exists', () => {
  const dockerfile = read('Dockerfile');
  const copied = found(dockerfile, /^COPY --from=build \/muster\/(\S+) /gm);
  const started = found(dockerfile, /^CMD \["([^"]+)"/gm);
  assert.equal(started.length, 1);
  assert.ok(copied.length >= 5);
  for (const path of [...copied, ...started]) assert.ok(existsSync(join(root, path)), path);
  // What is started needs no more than what is copied.
  const needed = ['server/main.ts', 'bin/muster', 'migrations', 'console/dist', 'node_modules', 'package.json'];
  for (const path of [...needed, 'cli/main.ts', 'client/index.ts'])
    assert.ok(
      copied.some((part) => path === part || path.startsWith(`${part}/`)),
      path,
    );
});

test('the containers are given settings that Muster has', () => {
  const settings = found(read('README.md'), /^\| (`.+?`) \|/gm).join();
  const [muster = ''] = read('compose.yaml').split('\n  postgres:');
  const given = found(muster, /^ {6}([A-Z_]+): /gm);
  assert.ok(given.length >= 4);
  // The driver of PostgreSQL reads the password by itself, which may hold any character then.
  for (const name of given) assert.ok(name === 'PGPASSWORD' || settings.includes(`\`${name}\``), name);
  for (const file of ['.gitignore', '.dockerignore']) assert.match(read(file), /^\/?\.env$/m);
});

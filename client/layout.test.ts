import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { client, files, imports, root, shown } from '../server/testing/layout/sources.ts';

const packageOf = (folder: string): Record<string, Record<string, string>> =>
  JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
const [own, whole] = [packageOf(client), packageOf(join(root, '..'))];

test('the client imports nothing from the server and the console, except in its tests', () => {
  const wrong = files(client, /\.ts$/)
    .filter((file) => !file.endsWith('.test.ts') && !file.includes('/testing/'))
    .flatMap(imports)
    .filter(({ to }) => !to.startsWith(`${client}/`));
  assert.deepEqual(wrong.map(shown), []);
});

test('the client has the version of Muster', () => {
  assert.equal(own['version'], whole['version']);
});

test('the repository tries the client with the versions of libraries that the client asks for', () => {
  const tried = { ...whole['dependencies'], ...whole['devDependencies'] };
  for (const [name, version] of Object.entries(own['dependencies'] ?? {})) assert.equal(tried[name], version, name);
});

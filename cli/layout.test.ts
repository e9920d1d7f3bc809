import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { cli, client, files, imports, root, shown } from '../server/testing/layout/sources.ts';
import { version } from './version.ts';

const packageOf = (folder: string): Record<string, Record<string, string>> =>
  JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
const [own, ofClient, whole] = [packageOf(cli), packageOf(client), packageOf(join(root, '..'))];
const sources = files(cli, /\.ts$/).filter((file) => !file.endsWith('.test.ts') && !file.includes('/testing/'));

test('the command line imports nothing but the client, except in its tests', () => {
  const wrong = sources
    .flatMap(imports)
    .filter(({ to }) => !to.startsWith(`${cli}/`) && to !== join(client, 'index.ts'));
  assert.deepEqual(wrong.map(shown), []);
});

test('the command line has the version of Muster, and says so', () => {
  assert.equal(own['version'], whole['version']);
  assert.equal(version, own['version']);
});

test('the package of the command line asks for what it and the client in it use, in the versions that the repository tries', () => {
  const tried = { ...whole['dependencies'], ...whole['devDependencies'] };
  for (const [name, asked] of Object.entries(own['dependencies'] ?? {})) assert.equal(tried[name], asked, name);
  const used = new Set(
    sources.flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(/from '((@[^/']+\/)?[^./'][^/']*)/g)].map(([, name = '']) => name),
    ),
  );
  const needed = [...used]
    .filter((name) => !name.startsWith('node:'))
    .concat(Object.keys(ofClient['dependencies'] ?? {}));
  assert.deepEqual([...new Set(needed)].sort(), Object.keys(own['dependencies'] ?? {}).sort());
});

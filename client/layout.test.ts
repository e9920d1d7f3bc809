import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
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

/** Files that may send requests without the client, and why. */
const bare: Record<string, string> = {
  'client/client.ts': 'it is the client',
  'client/layout.test.ts': 'has the words that it looks for',
  'client/package.test.ts': 'delivers webhooks to an example',
  'server/testing/client.ts': 'sends wrong requests',
  'server/exports/choices.test.ts': 'judges bytes as they are sent',
  'server/exports/export.test.ts': 'reads a part of an answer',
  'console/ui/server-away.ts': 'asks for /healthz, which is no part of the API',
  'console/import/upload.ts': 'shows how much of a file is sent, which fetch does not tell',
  'torture/disturb.ts': 'asks for /readyz, which is no part of the API',
  'bench/neighbour.ts': 'asks for /metrics, which is no part of the API',
  'bench/peers.ts': 'speaks to another product',
};

test('requests to the API are made by the client', () => {
  const top = join(root, '..');
  const wrong = ['client', 'cli', 'server', 'console', 'torture', 'bench', 'workshop']
    .flatMap((folder) => files(join(top, folder), /\.tsx?$/))
    .filter((file) =>
      /\b(await|return|=) fetch\(|^\s+fetch\([`'"]|evaluate\([`'"]fetch\(|new XMLHttpRequest/m.test(
        readFileSync(file, 'utf8'),
      ),
    )
    .map((file) => relative(top, file));
  assert.deepEqual(wrong.sort(), Object.keys(bare).sort());
});

import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

const root = join(import.meta.dirname, '../..');
const filesWith = (mark: string, files: string) =>
  globSync(files, { cwd: root }).filter((file) => readFileSync(join(root, file), 'utf8').includes(mark));

test('the built console holds no tool for those who work on it', () => {
  const mark = 'tsqd-';
  assert.notDeepEqual(
    filesWith(mark, 'node_modules/@tanstack/query-devtools/build/*.js'),
    [],
    'the tool is known by its mark',
  );
  assert.deepEqual(filesWith(mark, 'console/dist/assets/*.js'), []);
});

test('the built console does not verify webhooks, which only programs get', () => {
  const mark = 'No matching signature found';
  assert.notDeepEqual(
    filesWith(mark, 'node_modules/standardwebhooks/dist/*.js'),
    [],
    'the verifier is known by its mark',
  );
  assert.deepEqual(filesWith(mark, 'console/dist/assets/*.js'), []);
});

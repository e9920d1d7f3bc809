import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { test } from 'node:test';

const root = join(import.meta.dirname, '..');
const tests = globSync('{server,console,client,cli,workshop}/**/*.test.ts', { cwd: root });

/** Packages that reach a database, another process, the network or a browser, when a test or its helper imports them. */
const outside = /from '(playwright-core|pg|node:child_process|node:net)'/;
const outsideHelpers =
  /\/(testing\/(app|database|process)|embedded\/testing|contracts\/fixtures\/world|e2e\/[a-z-]+)\.ts$/;

function reachesOutside(file: string): boolean {
  const text = readFileSync(file, 'utf8').replace(/import type [^;]*;/g, '');
  if (outside.test(text) || file.includes('/e2e/')) return true;
  return [...text.matchAll(/ from '(\.[^']+)'/g)]
    .map((match) => resolve(dirname(file), match[1] ?? ''))
    .some((to) => outsideHelpers.test(to) || (/\/(testing|fixtures)\//.test(to) && reachesOutside(to)));
}

/** Tests of the layout have their own name, and need only the sources. */
const isUnit = (file: string) => /(\.unit|\/layout[a-z-]*)\.test\.ts$/.test(file);

test('a test is named *.unit.test.ts exactly if it needs no database, no process and no browser, so that bin/ci --fast runs it', () => {
  assert.deepEqual(
    tests.filter((file) => reachesOutside(join(root, file)) === isUnit(file)),
    [],
  );
});

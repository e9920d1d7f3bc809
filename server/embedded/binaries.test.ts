import assert from 'node:assert/strict';
import { chmodSync, cpSync, lstatSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { packagedPostgres, runnablePostgres } from './binaries.ts';
import { temporaryFolder } from './testing.ts';
import { postgresUser } from './user.ts';

test('library links that npm did not make are made', (t) => {
  const copy = packageWithoutLinks(t);
  chmodSync(join(copy, '..'), 0o755);
  assert.equal(runnablePostgres(copy, postgresUser('/none'), []), join(copy, 'native'));
});

test('PostgreSQL in a folder that its user cannot enter is copied once', {
  skip: process.getuid?.() !== 0 && 'needs root',
}, (t) => {
  const home = packageWithoutLinks(t);
  const copies = join(temporaryFolder(t), 'copies');
  chmodSync(join(copies, '..'), 0o755);
  const user = postgresUser('/none');
  const first = runnablePostgres(home, user, [copies]);
  assert.ok(first.startsWith(copies), first);
  const made = statSync(first).birthtimeMs;
  assert.equal(runnablePostgres(home, user, [copies]), first);
  assert.equal(statSync(first).birthtimeMs, made);
  chmodSync(copies, 0o777);
  assert.throws(
    () => runnablePostgres(home, user, [copies]),
    /does not run in .*EACCES.*, and not as a copy in .*DATABASE_URL/,
  );
});

function packageWithoutLinks(t: TestContext): string {
  const copy = join(temporaryFolder(t), 'package');
  cpSync(packagedPostgres(), copy, { recursive: true, filter: (file) => !lstatSync(file).isSymbolicLink() });
  return copy;
}

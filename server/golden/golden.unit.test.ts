import assert from 'node:assert/strict';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { statements } from './statements.ts';
import { writtenOut } from './write-out.ts';

const folder = join(import.meta.dirname, 'generated');
const id = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const example = { accountId: id(1), ownerId: id(2), people: [id(3), id(4)] as const, groupId: id(5), changeId: id(6) };

/** WRITE_GOLDEN=yes (npm run golden) rewrites the files. Their diff shows what changes for the database. */
const write = process.env['WRITE_GOLDEN'] === 'yes';

test('the statements of the engine are those in their golden files', () => {
  const made = new Map(
    Object.entries(statements({ ...example, people: [...example.people] })).map(([name, statement]) => [
      `${name}.sql`,
      writtenOut(statement),
    ]),
  );
  if (write) {
    for (const file of readdirSync(folder)) rmSync(join(folder, file));
    for (const [file, text] of made) writeFileSync(join(folder, file), text);
  }
  assert.deepEqual(readdirSync(folder).sort(), [...made.keys()].sort());
  for (const [file, text] of made)
    assert.equal(readFileSync(join(folder, file), 'utf8'), text, `${file} differs: npm run golden shows how`);
});

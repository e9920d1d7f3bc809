import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Change } from '../changes/engine/change.ts';
import type { Row } from '../changes/show/row.ts';
import { startTestApp } from '../testing/app.ts';
import type { Client } from '../testing/client.ts';
import { freshAccount } from '../testing/fresh-account.ts';
import { planFile, rowsOf } from '../testing/imports.ts';

/*
 * Each file of ./corpus is one as people bring it. Beside it, in <file>.expected, stands what its Admin wants of it, in the words of
 * told() below. Groups that do not exist are created, unless the expectation says "with: …".
 */
const corpus = join(import.meta.dirname, 'corpus');
const app = await startTestApp();
const { owner } = await freshAccount(app);

for (const name of readdirSync(corpus)
  .filter((file) => !file.endsWith('.expected'))
  .sort()) {
  test(`${name} gives what its Admin wants`, async () => {
    const expected = linesOf(readFileSync(join(corpus, `${name}.expected`), 'utf8'));
    const asked = expected.find((line) => line.startsWith('with: ')) ?? 'with: unknownGroups=create';
    const change = await planFile(
      owner,
      readFileSync(join(corpus, name)),
      Object.fromEntries(new URLSearchParams(asked.slice('with: '.length))),
    );
    const found = [asked, ...told(change, await rowsOf(owner, change))];
    assert.deepEqual(
      {
        wanted: expected.filter((line) => !found.includes(line)),
        found: found.filter((line) => line !== asked && !expected.includes(line)),
      },
      { wanted: [], found: [] },
    );
    await discard(owner, change);
  });
}

function linesOf(text: string): string[] {
  return text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
}

/** An account may have few plans at a time. */
async function discard(by: Client, { id }: Change): Promise<void> {
  assert.equal((await by.post(`/v1/changes/${id}/cancel`)).status, 200);
}

/** A plan in the lines of an expectation. */
function told({ file }: Change, rows: Row[]): string[] {
  assert.ok(file?.findings);
  const { notPeople, leftOut, switchedOff, newGroups, unknownGroups, unknownTypes } = file.findings;
  const refused = rows.filter(({ outcome }) => outcome === 'refused');
  const lines = [
    `header: ${file.headerLine === null ? 'none' : `line ${file.headerLine}`}`,
    ...rows.filter(({ outcome }) => outcome === 'create').map(person),
    refused.length && `refused: ${refused.map(({ line, code }) => `${line} ${code}`).join(', ')}`,
    leftOut && `left out: ${counted(switchedOff)}`,
    notPeople.count && `no people: ${notPeople.first.map(({ line }) => line).join(' ')}`,
    newGroups.length && `new groups: ${counted(newGroups)}`,
    newGroups.length === 0 && unknownGroups.length && `unknown groups: ${counted(unknownGroups)}`,
    unknownTypes.length && `unknown types: ${counted(unknownTypes)}`,
    file.sheets.length > 1 && `sheets: ${file.sheets.join(', ')}`,
  ];
  return lines.filter((line) => typeof line === 'string');
}

/** line: address | first name | last name | what else the file says */
function person({ line, email, fields }: Row): string {
  const values = new Map(fields.map(({ field, after }) => [field, after ?? '']));
  const others = [...values].filter(([field]) => field !== 'firstName' && field !== 'lastName');
  const name = [values.get('firstName') ?? '', values.get('lastName') ?? ''];
  return [`${line}: ${email}`, ...name, ...others.map(([field, value]) => `${field}=${value}`)]
    .join(' | ')
    .replaceAll(/\| +(?=\|)/g, '| ')
    .trimEnd();
}

function counted(names: { name: string; count: number }[]): string {
  return names
    .map(({ name, count }) => `${name} ${count}`)
    .sort()
    .join(', ');
}

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, delimiter, join } from 'node:path';
import { after, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { parse } from 'csv-parse/sync';
import { startTestApp } from '../testing/app.ts';
import type { Client } from '../testing/client.ts';
import { freshAccount } from '../testing/fresh-account.ts';
import { applied, counts, planFile } from '../testing/imports.ts';

const separators = [',', ';', '\t', '|'];
const formula = /^[=+\-@%\t\r＝＋－＠]/;

/** What a person may type: a formula after each separator, after a quote, after apostrophes, and several at once. */
const texts = [...separators.filter((separator) => separator !== '\t'), '"', '""', '";"', ';|,']
  .flatMap((before) => ['=', '+', '-', '@', '%', '＝', "'=", "''="].map((start) => `Ann${before}${start}1+1${before}b`))
  .concat('=1+1;=1+1', '"=1+1"', ';=1+1', '|=1+1', 'Ann; b', 'a|b', "O'Neil;'x", ' =1');

const app = await startTestApp();
const { owner } = await freshAccount(app);
await owner.post('/v1/groups', { name: 'Sales|=1+1;b' });
const people = texts.map((text, i) => ({
  email: `p${i}|=1@x.test`,
  firstName: text,
  lastName: text,
  department: text,
}));
await owner.patch('/v1/profile', { firstName: 'Ann;=1+1;b' });
const { body: change } = await owner.post<{ changeId: string }>('/v1/users', { users: people });
const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
const rows = texts.map((text, i) => [`q${i}@x.test`, text, `x${text}`, 'Sales|=1+1;b', text].map(quoted).join(','));
const imported = await planFile(owner, `email,first name,last name,group,note;=1\n${rows.join('\n')}\n`);
const several = await planFile(
  owner,
  `email;first name;note\n${texts.map((t, i) => `r${i}@x.test;${quoted(t)};`).join('\n')}\n`,
);
await applied(owner, imported);

/** Every CSV file that Muster sends. */
const files = {
  'the export': '/v1/users.csv',
  'an export of some columns': '/v1/users.csv?columns=lastSignInAt,group,firstName&sort=name',
  'the rows of an import': `/v1/changes/${imported.id}/rows.csv`,
  'the rows of an import with semicolons': `/v1/changes/${several.id}/rows.csv`,
  'the rows of another change': `/v1/changes/${change.changeId}/rows.csv`,
};

async function fileAt(by: Client, path: string): Promise<string> {
  const { status, body, headers } = await by.get<string>(path);
  assert.equal(status, 200);
  assert.match(headers.get('content-type') ?? '', /^text\/csv/);
  return body;
}

for (const [name, path] of Object.entries(files)) {
  test(`${name}: no cell begins as a formula, whichever separator a program splits at`, async () => {
    const text = await fileAt(owner, path);
    assert.ok(text.includes('=1+1'));
    for (const separator of separators) {
      const lenient = { bom: true, delimiter: separator, relax_quotes: true, relax_column_count: true };
      const read: string[][] = parse(text, lenient);
      assert.deepEqual(
        read.flat().filter((cell) => formula.test(cell)),
        [],
        JSON.stringify(separator),
      );
    }
    // A program that ignores quotes and knows all separators.
    assert.deepEqual(
      text.split(/[,;|\t\r\n"\ufeff]/).filter((cell) => formula.test(cell)),
      [],
    );
  });

  test(`${name}: a cell that a separator could split stands in quotes`, async () => {
    const text = await fileAt(owner, path);
    const bare = text.replaceAll(/"(?:[^"]|"")*"/g, '');
    const own = path.includes(several.id) ? ';' : ',';
    assert.deepEqual(
      separators.filter((separator) => separator !== own && bare.includes(separator)),
      [],
    );
  });
}

test('an export of such names that is imported again changes nothing', async () => {
  const again = await planFile(owner, await fileAt(owner, '/v1/users.csv'));
  assert.deepEqual(counts(again), [0, 0, 1 + 2 * texts.length, 0]);
});

test('empty stays empty in an export, without quotes', async () => {
  const { owner: alone } = await freshAccount(app);
  await alone.patch('/v1/profile', { firstName: 'Zoë', lastName: '' });
  const text = await fileAt(alone, '/v1/users.csv?columns=firstName,lastName,department,lastSignInAt,type');
  assert.match(text, /\n"Zoë",,,[^,]*,basic\n$/);
});

/** LibreOffice is tried too where it is installed. csv-parse is always tried, above. */
const office = (process.env['PATH'] ?? '')
  .split(delimiter)
  .map((folder) => join(folder, 'soffice'))
  .find(existsSync);

test('LibreOffice, where it is installed, finds no formula in any file, told to split at any separator', async () => {
  if (office === undefined) return;
  const folder = await mkdtemp(join(tmpdir(), 'muster-office-'));
  after(() => rm(folder, { recursive: true, force: true }));
  const inputs = [join(folder, 'control.csv')];
  await writeFile(join(folder, 'control.csv'), separators.map((separator) => `a${separator}=1+1`).join('\n'));
  for (const [i, path] of Object.values(files).entries()) {
    inputs.push(join(folder, `${i}.csv`));
    await writeFile(join(folder, `${i}.csv`), await fileAt(owner, path));
  }
  for (const separator of separators) {
    const found = await formulasFound(office, folder, separator, inputs);
    // The control shows that formulas are detected.
    assert.deepEqual(found, [1, ...Object.keys(files).map(() => 0)], JSON.stringify(separator));
  }
});

/** The number of formulas that LibreOffice finds in each file, read as UTF-8 with this separator and formula evaluation. */
async function formulasFound(program: string, folder: string, separator: string, inputs: string[]): Promise<number[]> {
  const reading = `CSV:${separator.charCodeAt(0)},34,76,1,,0,false,true,false,false,false,0,true`;
  const profile = `-env:UserInstallation=${pathToFileURL(join(folder, 'profile'))}`;
  const output = join(folder, 'out');
  const conversion = ['--headless', '--convert-to', 'fods', `--infilter=${reading}`, '--outdir', output, ...inputs];
  await promisify(execFile)(program, [profile, ...conversion]);
  const texts = inputs.map((path) => readFile(join(output, basename(path).replace(/csv$/, 'fods')), 'utf8'));
  return (await Promise.all(texts)).map((text) => text.match(/table:formula=/g)?.length ?? 0);
}

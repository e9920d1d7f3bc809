import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { columnFields, ENCODINGS, SEPARATORS } from '../csv/text/dialect.ts';
import { wordsOf } from '../csv/words/header-words.ts';
import { clearableFields } from '../imports/lines/choices.ts';
import { startTestApp } from '../testing/app.ts';
import { bulkTextFields, fileColumns, filterableFields } from '../users/rules/fields.ts';
import { operationsOf } from './fixtures/operations.ts';

const root = join(import.meta.dirname, '../..');
const file = join(root, 'openapi.json');
const typesFile = join(root, 'client/generated/schema.ts');
const fieldsFile = join(root, 'console/api/generated/fields.ts');
const pastedColumns = ['email', 'firstName', 'lastName', 'department', 'name', 'familyFirst'] as const;
const wordsFile = join(root, 'console/api/generated/header-words.ts');
const app = await startTestApp();
const { body: served } = await app.browser().get('/openapi.json');
if (process.env['WRITE_OPENAPI']) {
  writeFileSync(file, `${JSON.stringify(served, null, 2)}\n`);
  writeFileSync(typesFile, typesMade());
  writeFileSync(fieldsFile, fieldsMade());
  writeFileSync(wordsFile, wordsMade());
}
const operations = await operationsOf(app);

function typesMade(): string {
  const generator = join(root, 'node_modules/openapi-typescript/bin/cli.js');
  // A field with a default may be left out, and every shape is a named type.
  const options = ['--default-non-nullable=false', '--root-types', '--root-types-no-schema-prefix'];
  return execFileSync(process.execPath, [generator, file, ...options], { encoding: 'utf8' });
}

test('openapi.json in the repository says what the routes say: npm run openapi writes it anew', () => {
  assert.deepEqual(JSON.parse(readFileSync(file, 'utf8')), served);
});

test('what the client and the console know of the server is made from openapi.json: npm run openapi makes it anew', () => {
  assert.ok(
    readFileSync(typesFile, 'utf8') === typesMade(),
    'client/generated/schema.ts is not what openapi.json says',
  );
});

/** The table of fields as far as screens need it: text fields, columns of files, and filters. */
function fieldsMade(): string {
  const list = (name: string, words: readonly string[]) =>
    `export const ${name} = [\n${words.map((word) => `  ${word === '\t' ? "'\\t'" : `'${word}'`},\n`).join('')}] as const;\n`;
  const isPlain = (field: string) => field !== 'department';
  return [
    '/** Made from server/users/rules/fields.ts by npm run openapi. */\n',
    '/** Texts of a user that no rule asks for: a screen shows them all alike. */',
    list('plainFields', filterableFields.filter(isPlain)),
    'export type PlainField = (typeof plainFields)[number];\n',
    '/** Those of them that may be set for many people at once. */',
    list('bulkPlainFields', bulkTextFields.filter(isPlain)),
    '/** Columns of a file that an import may fill. */',
    list('fileColumns', fileColumns),
    '/** What a column of a file may mean. */',
    list('columnFields', columnFields),
    '/** Fields of present people that an empty cell can empty. */',
    list('clearableFields', clearableFields),
    'export type ClearableField = (typeof clearableFields)[number];\n',
    '/** How a text file may be read. */',
    list('separators', SEPARATORS),
    list('encodings', ENCODINGS),
  ].join('\n');
}

test('what the console knows of the fields of a user is made from their table', () => {
  assert.equal(readFileSync(fieldsFile, 'utf8'), fieldsMade());
});

/** The header words for pasted rows. */
function wordsMade(): string {
  const columns = pastedColumns.map((column) => {
    const lines = [...wordsOf(column)].map((word) => `    '${word}',\n`).join('');
    return `  ${column}: [\n${lines}  ],\n`;
  });
  return [
    '/** Made from server/csv/words/ by npm run openapi. */\n',
    '/** What people call the columns of pasted rows: without case, accents, spaces and punctuation. */',
    `export const headerWords: Record<HeaderField, readonly string[]> = {\n${columns.join('')}};\n`,
    `export type HeaderField = ${pastedColumns.map((column) => `'${column}'`).join(' | ')};\n`,
  ].join('\n');
}

test('what the console knows of header words is made from their table', () => {
  assert.equal(readFileSync(wordsFile, 'utf8'), wordsMade());
});

test('a body that may be missing is not called required', () => {
  const free = operations.filter(({ requestBody }) => requestBody && !requestBody.required).map(({ name }) => name);
  assert.deepEqual(free.sort(), [
    'POST /v1/api-keys/{id}/rotate',
    'POST /v1/changes/{id}/apply',
    'POST /v1/changes/{id}/cancel',
    'POST /v1/changes/{id}/undo',
    'POST /v1/invitations/{token}/request',
    'POST /v1/proofs/{token}',
    'POST /v1/users/{id}/erase',
    'POST /v1/users/{id}/invitation-link',
    'POST /v1/users/{id}/restore',
    'POST /v1/webhooks/{id}/deliveries/{deliveryId}/redeliver',
    'POST /v1/webhooks/{id}/rotate',
    'POST /v1/webhooks/{id}/test',
  ]);
});

test('every operation says in one line what it does', () => {
  assert.ok(operations.length > 50, 'the description holds the routes');
  assert.deepEqual(
    operations.filter(({ summary = '' }) => summary.trim() === '' || summary.length > 100).map(({ name }) => name),
    [],
  );
});

test('every operation says what a success is, and that errors are application/problem+json', () => {
  const wrong = operations.filter(({ responses }) => {
    const codes = Object.keys(responses);
    const errors = Object.entries(responses).filter(([code]) => !code.startsWith('2'));
    return (
      !codes.some((code) => code.startsWith('2')) ||
      errors.length === 0 ||
      errors.some(([, { content = {} }]) => Object.keys(content).join() !== 'application/problem+json')
    );
  });
  assert.deepEqual(
    wrong.map(({ name }) => name),
    [],
  );
});

test('every parameter of a path is described', () => {
  for (const { name, path, parameters } of operations) {
    const described = parameters.filter((parameter) => parameter.in === 'path').map((parameter) => parameter.name);
    const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, parameter]) => parameter ?? '');
    assert.deepEqual(described.sort(), named.sort(), name);
  }
});

test('the mailbox is described where it exists, and only there; nothing else depends on the settings', async () => {
  const mailing = await startTestApp({ SMTP_URL: 'smtp://127.0.0.1:9', MAIL_FROM: 'muster@example.com' });
  const there = (await operationsOf(mailing)).map(({ name }) => name);
  const here = operations.map(({ name }) => name);
  assert.ok(here.includes('GET /v1/mailbox'));
  assert.deepEqual(
    there,
    here.filter((name) => name !== 'GET /v1/mailbox'),
  );
});

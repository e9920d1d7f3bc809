import assert from 'node:assert/strict';
import { once } from 'node:events';
import { request } from 'node:http';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import type { Change } from '../changes/engine/change.ts';
import type { ProblemAnswer } from '../testing/answers.ts';
import { startTestApp } from '../testing/app.ts';
import type { Client } from '../testing/client.ts';
import { freshAccount } from '../testing/fresh-account.ts';
import { applied, counts, planFile, refusals, refusedFile, rowsOf, sendFile, settled } from '../testing/imports.ts';
import { insideAccount } from '../testing/inside.ts';
import { processorMs } from '../testing/measures/processor-time.ts';

const app = await startTestApp();

const utf16be = (text: string) => Buffer.from(text, 'utf16le').swap16();
const windows1252 = (text: string) => Buffer.from(text.replaceAll('€', '\x80'), 'latin1');

/** The same two people, in the forms of files that people really send. */
const files: [what: string, file: string | Uint8Array][] = [
  ['header in English', 'Email,First Name,Last Name\njörg@example.com,Jörg,Weiß\nb@example.com,Bo,Li\n'],
  [
    'header in German, semicolons, byte order mark',
    '\ufeffE-Mail;Vorname;Nachname\r\njörg@example.com;Jörg;Weiß\r\nb@example.com;Bo;Li\r\n',
  ],
  ['header in French, other order', 'Nom;Prénom;Adresse e-mail\nWeiß;Jörg;jörg@example.com\nLi;Bo;b@example.com\n'],
  [
    'header in Spanish, tabs',
    'Apellidos\tNombre\tCorreo electrónico\nWeiß\tJörg\tjörg@example.com\nLi\tBo\tb@example.com\n',
  ],
  ['no header', 'jörg@example.com,Jörg,Weiß\nb@example.com,Bo,Li\n'],
  ['CR alone', 'email,first name,last name\rjörg@example.com,Jörg,Weiß\rb@example.com,Bo,Li\r'],
  ['no line break at the end', 'email,first name,last name\njörg@example.com,Jörg,Weiß\nb@example.com,Bo,Li'],
  ['empty lines', '\n\nemail,first name,last name\n\njörg@example.com,Jörg,Weiß\n,,\n\nb@example.com,Bo,Li\n\n\n'],
  [
    'missing and surplus cells',
    'email,first name,last name,department\njörg@example.com,Jörg,Weiß\nb@example.com,Bo,Li,,,\n',
  ],
  [
    'UTF-16, little end first',
    Buffer.from('\ufeffemail\tfirst name\tlast name\njörg@example.com\tJörg\tWeiß\nb@example.com\tBo\tLi\n', 'utf16le'),
  ],
  [
    'UTF-16, big end first',
    utf16be('\ufeffemail\tfirst name\tlast name\njörg@example.com\tJörg\tWeiß\nb@example.com\tBo\tLi\n'),
  ],
  ['Windows-1252', windows1252('email;first name;last name\njörg@example.com;Jörg;Weiß\nb@example.com;Bo;Li\n')],
  ['quoted cells', '"email","first name","last name"\n"jörg@example.com","Jörg","Weiß"\n"b@example.com","Bo","Li"\n'],
];

test('the same people are understood in every encoding, separator, language and order', async () => {
  const { owner } = await freshAccount(app);
  for (const [what, file] of files) {
    const change = await planFile(owner, file);
    assert.deepEqual(counts(change), [2, 0, 0, 0], what);
    const found = (await rowsOf(owner, change)).map(({ email, name }) => [email, name]);
    assert.deepEqual(
      found,
      [
        ['jörg@example.com', 'Jörg Weiß'],
        ['b@example.com', 'Bo Li'],
      ],
      what,
    );
  }
});

const png = Buffer.from('89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489', 'hex');
const xlsx = Buffer.concat([
  Buffer.from('PK\x03\x04\x14\x00\x06\x00', 'latin1'),
  Buffer.from('[Content_Types].xml xl/workbook.xml'),
]);

test('what is no list of people is refused in one sentence, and leaves nothing behind', async () => {
  const { owner, accountId } = await freshAccount(app);
  for (const [what, file, code] of [
    ['nothing', '', 'csv_empty'],
    ['blank lines', '\n \n\n', 'csv_empty'],
    ['a header only', 'email,first name\n', 'csv_header_only'],
    ['no address', 'email,first name\nnobody,Nobody\n', 'csv_no_address'],
    ['a picture', png, 'csv_binary'],
    ['a workbook', xlsx, 'csv_binary'],
    ['a zip bomb', gzipSync(Buffer.alloc(10_000_000)), 'csv_binary'],
    ['a long list without an address', 'name,department\nAda,Maths\n'.repeat(200_000), 'csv_no_address'],
  ] as const) {
    const { code: found, status, detail } = await refusedFile(owner, file);
    assert.deepEqual([found, status], [code, 422], what);
    assert.match(detail, /^[A-Z“].*\.$/);
  }
  assert.deepEqual((await owner.get<{ data: unknown[] }>('/v1/changes')).body.data, []);
  const kept = await insideAccount(app.sql, accountId, (client) => client.query('select from import_files'));
  assert.equal(kept.rowCount, 0);
});

test('another content type, or a file without ?source=csv, is told what is taken', async () => {
  const { owner } = await freshAccount(app);
  for (const [path, type, body] of [
    ['/v1/changes?source=csv', 'application/vnd.ms-excel', 'x'],
    ['/v1/changes?source=csv', 'application/json', '{}'],
    ['/v1/changes', 'text/csv', 'email\na@example.com\n'],
  ] as const) {
    const answer = await owner.send<ProblemAnswer>('POST', path, body, { headers: { 'content-type': type } });
    assert.deepEqual(
      [answer.status, answer.body.code],
      [
        type === 'application/json' ? 400 : 415,
        type === 'application/json' ? 'invalid_request' : 'unsupported_media_type',
      ],
      type,
    );
  }
});

/** Sends the beginning of a huge body, as a browser does: it continues until it is answered. */
async function sendHuge(owner: Client, begin: Buffer, headers: Record<string, string>) {
  const cookie = [...owner.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const sent = request(`${app.url}/v1/changes?source=csv`, {
    method: 'POST',
    headers: { cookie, 'content-type': 'text/csv', ...headers },
  });
  sent.on('error', () => {});
  const answered = once(sent, 'response');
  sent.write(begin);
  const block = Buffer.alloc(64 * 1024, 'a');
  const more = setInterval(() => sent.write(block), 1);
  const [response] = await answered;
  clearInterval(more);
  let text = '';
  for await (const chunk of response) text += chunk;
  sent.destroy();
  return { status: response.statusCode, body: JSON.parse(text) };
}

test('a gigabyte, or a picture of any size, is refused with less than a second of work and without being held', async () => {
  const { owner } = await freshAccount(app);
  const before = process.memoryUsage().rss;
  for (const [begin, headers, code] of [
    [Buffer.from('email\n'), { 'content-length': String(1024 ** 3) }, 'csv_too_large'],
    [Buffer.concat([png, Buffer.alloc(300_000, 1)]), { 'transfer-encoding': 'chunked' }, 'csv_binary'],
    [Buffer.concat([png, Buffer.alloc(300_000, 1)]), { 'content-length': String(200 * 1024 ** 2) }, 'csv_binary'],
  ] as const) {
    const began = processorMs();
    const { status, body } = await sendHuge(owner, begin, headers);
    assert.deepEqual([status, body.code], [422, code]);
    assert.ok(processorMs() - began < 1000);
  }
  assert.ok(process.memoryUsage().rss - before < 50 * 1024 ** 2);
});

test('an upload that breaks off leaves nothing behind', async () => {
  const { owner } = await freshAccount(app);
  const cookie = [...owner.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const sent = request(`${app.url}/v1/changes?source=csv`, {
    method: 'POST',
    headers: { cookie, 'content-type': 'text/csv', 'content-length': '1000000' },
  });
  const broken = once(sent, 'error');
  sent.write('email\na@example.com\n');
  sent.flushHeaders();
  await new Promise((resolve) => setImmediate(resolve));
  sent.destroy(new Error('gone'));
  await broken;
  assert.deepEqual((await owner.get<{ data: unknown[] }>('/v1/changes')).body.data, []);
});

test('an unclosed quote costs its own line only', async () => {
  const { owner } = await freshAccount(app);
  const change = await planFile(owner, 'email,first name\na@example.com,"Ann\nb@example.com,Bo\nc@example.com,"C"\n');
  assert.deepEqual(await refusals(owner, change), [[2, 'csv_unclosed_quote']]);
  assert.deepEqual(counts(change), [2, 0, 0, 1]);
  const cut = await planFile(owner, 'email,first name\na@example.com,Ann\nb@example.com,"B');
  assert.deepEqual(await refusals(owner, cut), [[3, 'csv_truncated']]);
});

test('columns can be chosen at once or afterwards, and the same file is planned anew', async () => {
  const { owner } = await freshAccount(app);
  const file = 'contact,private,department,group\na@example.com,a.private@example.org,Sales,\n';
  const first = await planFile(owner, file, {
    mapping: JSON.stringify({ 0: null, 1: 'email', 2: 'department' }),
    fileName: 'people.csv',
  });
  assert.equal(first.file?.name, 'people.csv');
  assert.deepEqual(
    first.file?.columns.map(({ header, field }) => [header, field]),
    [
      ['contact', null],
      ['private', 'email'],
      ['department', 'department'],
      ['group', 'group'],
    ],
  );
  assert.deepEqual(
    (await rowsOf(owner, first)).map(({ email }) => email),
    ['a.private@example.org'],
  );
  const remapped = await owner.post<Change>(`/v1/changes/${first.id}/remap`, {
    mapping: { 0: 'email', 1: null, 2: 'group', 3: null },
  });
  assert.equal(remapped.status, 200);
  assert.deepEqual(await refusals(owner, remapped.body), [[2, 'group_unknown']]);
  assert.deepEqual(
    (await rowsOf(owner, first)).map(({ email }) => email),
    ['a@example.com'],
  );
  const other = await owner.post<Change>(`/v1/changes/${first.id}/remap`, {
    mapping: { 0: 'email', 2: null },
    header: false,
  });
  assert.deepEqual(
    other.body.plan?.refusals.map(({ code, count }) => [code, count]),
    [['email_invalid', 1]],
  );
  assert.deepEqual(counts(other.body), [1, 0, 0, 1]);
  assert.deepEqual(counts(await applied(owner, first)), [1, 0, 0, 1]);
  const late = await owner.post<ProblemAnswer>(`/v1/changes/${first.id}/remap`, { mapping: { 0: 'email' } });
  assert.deepEqual([late.status, late.body.code], [409, 'change_not_planned']);
});

test('a mapping without the address, with a field twice or of a column that is not there is refused, and the plan stays', async () => {
  const { owner } = await freshAccount(app);
  const file = 'email,name\na@example.com,Ada\n';
  const change = await planFile(owner, file);
  for (const mapping of [{ 0: null }, { 0: 'email', 1: 'email' }, { 7: 'department' }]) {
    const { status, body } = await owner.post<ProblemAnswer>(`/v1/changes/${change.id}/remap`, { mapping });
    assert.deepEqual([status, body.code], [422, 'csv_mapping']);
    assert.equal((await refusedFile(owner, file, { mapping: JSON.stringify(mapping) })).code, 'csv_mapping');
  }
  for (const mapping of ['{', '[]', '{"0":"role"}', '{"a":"email"}'])
    assert.equal((await refusedFile(owner, file, { mapping })).code, 'invalid_request');
  assert.deepEqual(counts(await settled(owner, change.id)), [1, 0, 0, 0]);
});

test('a file that is cut by another separator is read anew', async () => {
  const { owner } = await freshAccount(app);
  const change = await planFile(owner, 'email,a;b\nx@example.com,1;2\n');
  const { body } = await owner.post<Change>(`/v1/changes/${change.id}/remap`, { mapping: {}, separator: ';' });
  assert.equal(body.file?.separator ?? ';', ';');
  assert.equal((await sendFile(owner, 'email\na@example.com\n', { separator: ';' })).status, 400);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { fileColumns } from '../users/rules/fields.ts';
import { detect } from './detect.ts';
import { SAMPLE_BYTES_MAX } from './text/dialect.ts';

const isType = (text: string) => /^(basic|pro|corp|x)$/i.test(text);
const of = (content: string | Uint8Array, complete = true) => detect(Buffer.from(content), { complete, isType });
const fieldsOf = (content: string) => of(content).columns.map(({ field }) => field);
const refusal = (content: string | Uint8Array) => {
  try {
    of(content);
  } catch (error) {
    return error instanceof Error && 'code' in error ? `${error.code}: ${error.message}` : error;
  }
  return 'accepted';
};

test('headers in four languages name the fields, in any order and spelling', () => {
  const headers: [header: string, fields: string[]][] = [
    ['Email,First Name,Last Name,Department,User Group', ['email', 'firstName', 'lastName', 'department', 'group']],
    ['user_group,DEPARTMENT,last-name,e-mail,First name', ['group', 'department', 'lastName', 'email', 'firstName']],
    [
      'E-Mail-Adresse;Vorname;Nachname;Abteilung;Benutzergruppe',
      ['email', 'firstName', 'lastName', 'department', 'group'],
    ],
    [
      'Adresse e-mail;Prénom;Nom;Département;Groupe d’utilisateurs',
      ['email', 'firstName', 'lastName', 'department', 'group'],
    ],
    [
      'Correo electrónico;Nombre;Apellidos;Departamento;Grupo',
      ['email', 'firstName', 'lastName', 'department', 'group'],
    ],
    ['Type,Add-ons,E-Mail', ['type', 'addOns', 'email']],
    ['Lizenztyp;Zusatzfunktionen;Mail', ['type', 'addOns', 'email']],
  ];
  for (const [header, fields] of headers) {
    const separator = header.includes(';') ? ';' : ',';
    const row = fields.map((field) => (field === 'email' ? 'ann@example.com' : 'x')).join(separator);
    const dialect = of(`${header}\n${row}\n`);
    assert.deepEqual(
      dialect.columns.map(({ field }) => field),
      fields,
      header,
    );
    assert.equal(dialect.headerLine, 1);
    assert.equal(dialect.separator, separator);
  }
});

test('the exports of other systems are understood', () => {
  const google =
    'First Name [Required],Last Name [Required],Email Address [Required],Password [Required],Org Unit Path [Required],Department';
  assert.deepEqual(fieldsOf(`${google}\nAnn,Lee,ann@example.com,****,/,Sales\n`), [
    'firstName',
    'lastName',
    'email',
    null,
    null,
    'department',
  ]);
  const entra =
    'version:v1.0\nName [displayName] Required,User name [userPrincipalName] Required,First name [givenName],Last name [surname]';
  assert.deepEqual(fieldsOf(`${entra}\nAnn Lee,ann@example.com,Ann,Lee\n`), [null, 'email', 'firstName', 'lastName']);
  const microsoft = 'Alternate email address,Department,First name,Last name,Licenses,User principal name,User type';
  assert.deepEqual(fieldsOf(`${microsoft}\n,Sales,Ann,Lee,Office 365 E3,ann@example.com,Member\n`), [
    ...['otherEmail', 'department', 'firstName', 'lastName', null, 'email', null],
  ]);
  const okta = 'login,firstName,lastName,email,department';
  assert.deepEqual(fieldsOf(`${okta}\nann@example.com,Ann,Lee,ann@example.org,Sales\n`), [
    'otherEmail',
    'firstName',
    'lastName',
    'email',
    'department',
  ]);
  const slack = 'username,email,status,billing-active,has-2fa,has-sso,userid,fullname,displayname';
  assert.deepEqual(fieldsOf(`${slack}\nann,ann@example.com,Member,1,0,0,U1,Ann Lee,ann\n`), [
    null,
    'email',
    'status',
    ...[null, null, null, null, 'fullName', null],
  ]);
});

test('our own export maps fully, the role fills nothing, and the status says who is switched off', () => {
  const header = [...fileColumns, 'role', 'status', 'createdAt', 'lastSignInAt'].join();
  const row = 'ann@example.com,Ann,Lee,Sales,Team,pro,webinar,Clerk,+49 30 1,Berlin,E-7,4711,bob@example.com';
  assert.deepEqual(fieldsOf(`${header}\n${row},owner,active,2026-01-01,\n`), [
    ...fileColumns,
    ...[null, 'status', null, null],
  ]);
});

test('of two columns that claim one field the first has it, and a second address stands in where the first is empty', () => {
  assert.deepEqual(fieldsOf('email,e-mail,vorname,first name\na@example.com,b@example.com,A,B\n'), [
    'email',
    'otherEmail',
    'firstName',
    null,
  ]);
});

test('a bare name beside a first name is the last name, and alone it is the whole name', () => {
  assert.deepEqual(fieldsOf('Vorname;Name;E-Mail\nAnn;Lee;ann@example.com\n'), ['firstName', 'lastName', 'email']);
  assert.deepEqual(fieldsOf('Name;E-Mail\nAnn Lee;ann@example.com\n'), ['fullName', 'email']);
  assert.deepEqual(fieldsOf('Name;Vorname;Nachname;E-Mail\nAnn Lee;Ann;Lee;ann@example.com\n'), [
    null,
    'firstName',
    'lastName',
    'email',
  ]);
});

test('a file without header is read in the order of the article', () => {
  const { headerLine, columns } = of('ann@example.com,Ann,Lee,4711,Team\nbob@example.com,,,12,\n');
  assert.equal(headerLine, null);
  assert.deepEqual(
    columns.map(({ field, header }) => [field, header]),
    [
      ...[
        ['email', null],
        ['firstName', null],
        ['lastName', null],
        ['department', null],
        ['group', null],
      ],
    ],
  );
});

test('without header the addresses are found in whichever column they are', () => {
  assert.deepEqual(fieldsOf('Ann;Lee;ann@example.com;Sales\nBob;Kay;bob@example.com;IT\n'), [
    'firstName',
    'lastName',
    'email',
    'department',
  ]);
  assert.deepEqual(fieldsOf('1,ann@example.com,Ann,Lee\n2,bob@example.com,Bob,Kay\n'), [
    null,
    'email',
    'firstName',
    'lastName',
  ]);
  assert.deepEqual(fieldsOf('ann@example.com\nbob@example.com\n'), ['email']);
});

test('a first row with a bad address is a row, not a header', () => {
  for (const row of ['ann(at)example.com,Ann,Lee,Sales,Team', 'nobody,Ann,Lee,Sales,Group']) {
    const dialect = of(`${row}\nbob@example.com,Bob,Kay,IT,Staff\n`);
    assert.equal(dialect.headerLine, null, row);
  }
});

test('a header without a word for the address is known by the others, the address by its column', () => {
  assert.deepEqual(fieldsOf('Kontakt;Vorname;Nachname\nann@example.com;Ann;Lee\n'), ['email', 'firstName', 'lastName']);
});

test('the separator is found although cells hold other separators', () => {
  const cases: [content: string, separator: string][] = [
    ['ann@example.com;Lee, Ann;Sales, EU\nbob@example.com;Kay, Bob;IT, US\n', ';'],
    ['ann@example.com,"Lee; Ann",Sales;EU\nbob@example.com,"Kay; Bob",IT;US\n', ','],
    ['ann@example.com\tLee, Ann\tx;y\n', '\t'],
    ['"email";"first name"\n"ann@example.com";"Ann ""A"", B"\n', ';'],
    ['"ann@example.com","Ann;\tB"\n', ','],
    ['email\nann@example.com\n', ','],
  ];
  for (const [content, separator] of cases) assert.equal(of(content).separator, separator, content);
});

test('the separator Excel declares wins', () => {
  assert.deepEqual(fieldsOf('sep=;\r\nemail;first name\r\nann@example.com;a,b\r\n'), ['email', 'firstName']);
  assert.equal(of('"sep=,"\nann@example.com\n').separator, ',');
  const declared = of('\ufeffsep=\t\nann@example.com\tAnn\n');
  assert.deepEqual([declared.separator, declared.headerLine, declared.columns.length], ['\t', null, 2]);
});

test('the encoding is found with and without byte order mark', () => {
  const text = 'email,first name\njo@example.com,Jörg\n';
  const be = (content: string) => Buffer.from(content, 'utf16le').swap16();
  const cases: [bytes: Buffer, encoding: string, bom: boolean][] = [
    [Buffer.from(text), 'utf-8', false],
    [Buffer.from(`\ufeff${text}`), 'utf-8', true],
    [Buffer.from(text, 'utf16le'), 'utf-16le', false],
    [Buffer.from(`\ufeff${text}`, 'utf16le'), 'utf-16le', true],
    [be(text), 'utf-16be', false],
    [be(`\ufeff${text}`), 'utf-16be', true],
    [Buffer.from(text, 'latin1'), 'windows-1252', false],
  ];
  for (const [bytes, encoding, bom] of cases) {
    const found = of(bytes);
    assert.deepEqual([found.encoding, found.bom, found.columns[1]?.header], [encoding, bom, 'first name']);
  }
  assert.equal(of('ann@example.com\n').ascii, true);
});

test('a sample that ends inside a character or a row is no worse than a whole one', () => {
  const row = 'zoë@example.com;Zoë;Müller\n';
  const whole = Buffer.from(`Courriel;Prénom;Nom\n${row.repeat(20_000)}`);
  const expected = of(whole.subarray(0, SAMPLE_BYTES_MAX), false);
  assert.equal(expected.encoding, 'utf-8');
  for (let cut = SAMPLE_BYTES_MAX - 40; cut < SAMPLE_BYTES_MAX; cut++) {
    assert.deepEqual(of(whole.subarray(0, cut), false), expected);
  }
});

test('what is no list of people is refused in one sentence that says what it is', () => {
  assert.match(String(refusal('')), /^csv_empty/);
  assert.match(String(refusal('\ufeff \r\n\r\n')), /^csv_empty/);
  assert.match(String(refusal('email,first name,last name\r\n')), /^csv_header_only/);
  assert.match(String(refusal('email,first name\r\nann at example.com,Ann\r\n')), /^csv_no_address/);
  assert.match(String(refusal('Dear all,\nplease find attached\n')), /^csv_no_address/);
  assert.match(String(refusal(Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'latin1'))), /^csv_binary.*PNG/);
  assert.match(String(refusal('PK\x03\x04\x14\0letter.txt')), /^csv_binary.*zip/);
  assert.match(String(refusal(Buffer.from([0x1f, 0x8b, 8, 0]))), /^csv_binary.*gzip/);
  assert.match(String(refusal(Buffer.from('d0cf11e0a1b11ae1', 'hex'))), /^csv_binary.*Excel workbook/);
  assert.match(String(refusal(Buffer.concat([Buffer.from('ann@example.com'), Buffer.alloc(4_000)]))), /^csv_binary/);
  const noise = Buffer.from(Array.from({ length: 8_000 }, (_, i) => (i * i * 31 + i * 7) % 251));
  assert.match(String(refusal(noise)), /^csv_binary/);
});

test('a longer file is not refused for what its sample lacks', () => {
  assert.equal(of('email,first name\n', false).headerLine, 1);
  assert.equal(of(`${'nobody,Ann\n'.repeat(10_000)}`, false).headerLine, null);
});

test('no bytes at all bring detection down', () => {
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 300 }),
    fc.string({ unit: 'binary' }).map((text) => Buffer.from(text)),
  );
  fc.assert(
    fc.property(bytes, fc.boolean(), (sample, complete) => {
      try {
        const { columns } = detect(sample, { complete });
        const fields = columns.map(({ field }) => field).filter((field) => field !== null);
        assert.equal(new Set(fields).size, fields.length);
      } catch (error) {
        assert.match(String(error instanceof Error && 'code' in error ? error.code : error), /^csv_/);
      }
    }),
    { numRuns: 2_000 },
  );
});

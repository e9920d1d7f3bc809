import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { holdsAt } from './clean-address.ts';
import { flawOf } from './mistakes.ts';
import { type Entry, parseAddresses, readPaste, writeEntry } from './parse-addresses.ts';

/** An entry in short: "Ann Low a@x.test", with a slash between first and last name, and the department after a #. Bad ones begin with !. */
function short({ email, firstName, lastName, department }: Entry): string {
  const name = firstName || lastName ? `${firstName}/${lastName} ` : '';
  return `${flawOf(email) ? '!' : ''}${name}${email}${department ? ` #${department}` : ''}`;
}

const read = (text: string) => parseAddresses(text).map(short);
const annAndBo = ['Ann/Low ann@p.test', 'Bo/Meyer bo@p.test'];

/** What programs put on the clipboard, and who is in it. */
const clipboards: Record<string, [text: string, people: string[]][]> = {
  'Outlook: a list of people': [
    ['Low, Ann <ann@p.test>; Meyer, Bo <bo@p.test>', annAndBo],
    ['Low, Ann <ann@p.test>; Meyer, Bo <bo@p.test>;', annAndBo],
    ['Low, Ann<ann@p.test>;Meyer, Bo<bo@p.test>', annAndBo],
    ['Low, Ann (EXT) <ann@p.test>; Meyer, Bo [External] <bo@p.test>', annAndBo],
    ['Low, Ann <ann@p.test>', ['Ann/Low ann@p.test']],
    ['Low, Ann (EXT) <ann@p.test>', ['Ann/Low ann@p.test']],
    ['Low, Ann <ann@p.test>\r\nMeyer, Bo <bo@p.test>', annAndBo],
    ['Low, Ann <ann@p.test>, Meyer, Bo <bo@p.test>', annAndBo],
    ["'ann@p.test' <ann@p.test>; 'Meyer, Bo' <bo@p.test>", ['ann@p.test', 'Bo/Meyer bo@p.test']],
    ["'O'Brien, Ann' <ann@p.test>", ["Ann/O'Brien ann@p.test"]],
    ['ann@p.test<mailto:ann@p.test>; bo@p.test <mailto:bo@p.test>', ['ann@p.test', 'bo@p.test']],
    ['To: Low, Ann <ann@p.test>; Meyer, Bo <bo@p.test>', annAndBo],
    ['Low, Ann, Dr. <ann@p.test>; Bo Meyer, Jr. <bo@p.test>', annAndBo],
  ],
  'Gmail and Apple Mail': [
    ['Ann Low <ann@p.test>, Bo Meyer <bo@p.test>', annAndBo],
    ['"Low, Ann" <ann@p.test>, "Meyer, Bo" <bo@p.test>', annAndBo],
    ['“Low, Ann” <ann@p.test>, “Meyer, Bo” <bo@p.test>', annAndBo],
    ['Ann Low <ann@p.test>, bo@p.test, ', ['Ann/Low ann@p.test', 'bo@p.test']],
    ['Ann Low (ann@p.test)\nBo Meyer (bo@p.test)', annAndBo],
    ['ann@p.test (Ann Low), bo@p.test (Bo Meyer)', annAndBo],
    ['"Ann Low" ann@p.test', ['Ann/Low ann@p.test']],
  ],
  'Excel, Google Sheets and tables of Word': [
    ['Ann\tLow\tann@p.test\tHR\r\nBo\tMeyer\tbo@p.test\tIT\r\n', ['Ann/Low ann@p.test #HR', 'Bo/Meyer bo@p.test #IT']],
    ['ann@p.test\tAnn\tLow\tHR\nbo@p.test\tBo\tMeyer\tIT', ['Ann/Low ann@p.test #HR', 'Bo/Meyer bo@p.test #IT']],
    ['Bo\tMeyer\tbo@p.test', ['Bo/Meyer bo@p.test']],
    ['Ann Low\tann@p.test\nBo Meyer\tbo@p.test', annAndBo],
    ['Low, Ann\tann@p.test\nMeyer, Bo\tbo@p.test', annAndBo],
    ['Ann Low\tann@p.test\tHR', ['Ann/Low ann@p.test #HR']],
    ['1\tAnn\tLow\tann@p.test\t+49 30 1234567\n2\tBo\tMeyer\tbo@p.test\t', annAndBo],
    ['ann@p.test\r\nbo@p.test\r\n', ['ann@p.test', 'bo@p.test']],
    ['ann@p.test\tbo@p.test', ['ann@p.test', 'bo@p.test']],
    ['Low, Ann <ann@p.test>\tHR\n', ['Ann/Low ann@p.test #HR']],
    ['"Ann\nMarie"\tLow\tann@p.test\nBo\tMeyer\tbo@p.test', ['Ann Marie/Low ann@p.test', 'Bo/Meyer bo@p.test']],
    ['Ann\tLow\tann@p.test\nCarl\tRay\t', ['Ann/Low ann@p.test', '!Carl Ray']],
    ['Ann\t\tann@p.test', ['Ann/ ann@p.test']],
    ['\tLow\tann@p.test\nBo\tMeyer\tbo@p.test', ['/Low ann@p.test', 'Bo/Meyer bo@p.test']],
    ['Ann,Low,ann@p.test,HR\nBo,Meyer,bo@p.test,IT', ['Ann/Low ann@p.test #HR', 'Bo/Meyer bo@p.test #IT']],
    ['Name;E-Mail\n"Low; Ann";ann@p.test\nBo Meyer;bo@p.test', ['Ann/Low ann@p.test', 'Bo/Meyer bo@p.test']],
    ['| Name | Email |\n| Ann Low | ann@p.test |\n| Bo Meyer | bo@p.test |', annAndBo],
  ],
  'rows with a header, in any order and language': [
    ['First name\tLast name\tE-mail\tDepartment\nAnn\tLow\tann@p.test\tHR', ['Ann/Low ann@p.test #HR']],
    ['Department\tE-mail\tLast name\tFirst name\nHR\tann@p.test\tLow\tAnn', ['Ann/Low ann@p.test #HR']],
    ['Nachname\tVorname\tE-Mail-Adresse\tAbteilung\nLow\tAnn\tann@p.test\tHR', ['Ann/Low ann@p.test #HR']],
    ['Name\tVorname\tMail\nLow\tAnn\tann@p.test', ['Ann/Low ann@p.test']],
    ['Nom\tPrénom\tAdresse e-mail\tService\nLow\tAnn\tann@p.test\tHR', ['Ann/Low ann@p.test #HR']],
    ['Apellidos\tNombre\tCorreo electrónico\nLow\tAnn\tann@p.test', ['Ann/Low ann@p.test']],
    ['Name\tEmail\tPhone\nLow, Ann\tann@p.test\t555 1234', ['Ann/Low ann@p.test']],
    ['Team Berlin\nFirst name\tE-mail\nAnn\tann@p.test', ['!Team Berlin', 'Ann/ ann@p.test']],
    ['E-mail (work)\tFirst name [Required]\nann@p.test\tAnn', ['Ann/ ann@p.test']],
    ['First name\tEmail\tManager email\nAnn\tann@p.test\tboss@p.test', ['Ann/ ann@p.test']],
    ['First name\tEmail\nann@p.test\tann.low@p.test', ['ann@p.test', 'ann.low@p.test']],
    ['Фамилия\tИмя\tОтдел\tПочта\nLow\tAnn\tHR\tann@p.test', ['Ann/Low ann@p.test #HR']],
    ['姓\t名\tメールアドレス\nLow\tAnn\tann@p.test', ['Ann/Low ann@p.test']],
    ['Nazwisko\tImię\tAdres e-mail\nLow\tAnn\tann@p.test', ['Ann/Low ann@p.test']],
    ['Soyadı\tAdı\tE-posta\nLow\tAnn\tann@p.test', ['Ann/Low ann@p.test']],
    ['Nachname Vorname\tE-Mail\nLow Ann\tann@p.test', ['Ann/Low ann@p.test']],
    ['First name\tZugang\nAnn\tann@p.test', ['Ann/ ann@p.test']],
  ],
  'lists of word processors and chats': [
    ['•\tann@p.test\n•\tbo@p.test', ['ann@p.test', 'bo@p.test']],
    ['• Ann Low <ann@p.test>\n• Bo Meyer <bo@p.test>', annAndBo],
    ['1.\tAnn Low ann@p.test\n2.\tBo Meyer bo@p.test', annAndBo],
    ['1) Ann Low, ann@p.test\n2) Bo Meyer, bo@p.test', annAndBo],
    ['a) Ann Low: ann@p.test\nb) Bo Meyer: bo@p.test', annAndBo],
    ['- Ann Low - ann@p.test\n– Bo Meyer – bo@p.test', annAndBo],
    ['o\tann@p.test\n\uf0b7\tbo@p.test', ['ann@p.test', 'bo@p.test']],
    ['[x] ann@p.test\n[ ] bo@p.test', ['ann@p.test', 'bo@p.test']],
    ['•ann@p.test\n•bo@p.test', ['ann@p.test', 'bo@p.test']],
    ['Ann Low\nann@p.test\nBo Meyer\nbo@p.test', annAndBo],
    ['<mailto:ann@p.test|ann@p.test>, <mailto:bo@p.test|Bo>', ['ann@p.test', 'bo@p.test']],
    ['[Ann Low](mailto:ann@p.test) and [bo@p.test](mailto:bo@p.test)', ['Ann/Low ann@p.test', 'bo@p.test']],
    ['Hi all,\nann@p.test', ['!Hi all', 'ann@p.test']],
    ['@Ann Low', ['!Low/ @Ann']],
  ],
  'several on a line': [
    ['Ann Low ann@p.test Bo Meyer bo@p.test', annAndBo],
    ['ann@p.test Ann Low bo@p.test Bo Meyer', annAndBo],
    ['<ann@p.test> <bo@p.test>', ['ann@p.test', 'bo@p.test']],
    ['<ann@p.test><bo@p.test>', ['ann@p.test', 'bo@p.test']],
    ['ann@p.test and bo@p.test', ['ann@p.test', 'bo@p.test']],
    ['Ann Low <ann@p.test> and Bo Meyer <bo@p.test>', annAndBo],
    ['Ann Low <ann@p.test>, and Bo Meyer <bo@p.test>', annAndBo],
    ['Ann Low <ann@p.test> und Bo Meyer <bo@p.test>', annAndBo],
    ['ann@p.test & bo@p.test / cy@p.test', ['ann@p.test', 'bo@p.test', 'cy@p.test']],
    ['ann@p.test/bo@p.test', ['ann@p.test', 'bo@p.test']],
    ['ann@p.test|bo@p.test', ['ann@p.test', 'bo@p.test']],
    ['(ann@p.test, bo@p.test)', ['ann@p.test', 'bo@p.test']],
    [
      'Bo <bo@p.test>, cy@p.test; dora@p.test nonsense ada@p.test',
      ['Bo/ bo@p.test', 'cy@p.test', 'dora@p.test', '!nonsense', 'ada@p.test'],
    ],
    ['Old Ann ann@old.test <ann@p.test>', ['Old/Ann ann@old.test', 'ann@p.test']],
  ],
  'marks around an address': [
    ['mailto:ann@p.test?subject=Hello%20there', ['ann@p.test']],
    ['<mailto:ann@p.test?cc=bo@p.test&subject=x>', ['ann@p.test', 'bo@p.test']],
    ['mailto:ann@p.test,bo@p.test', ['ann@p.test', 'bo@p.test']],
    ['mailto:ann%2Bx@p.test', ['ann+x@p.test']],
    ['SMTP:ann@p.test; sip:bo@p.test', ['ann@p.test', 'bo@p.test']],
    ['\'ann@p.test\', "bo@p.test"', ['ann@p.test', 'bo@p.test']],
    ['ann@p.test. bo@p.test!', ['ann@p.test', 'bo@p.test']],
    ['„ann@p.test“ «bo@p.test»', ['ann@p.test', 'bo@p.test']],
    ['Please write to ann@p.test.', ['Please write/to ann@p.test']],
    ['ann @ p.test', ['ann@p.test']],
    ['\ufeffann@p.test\u200b', ['ann@p.test']],
    ['ann\u200b@\u200dp.test', ['ann@p.test']],
    ['Ann\u00a0Low\u00a0<ann@p.test>', ['Ann/Low ann@p.test']],
    ['E-mail: ann@p.test', ['ann@p.test']],
    ['Name: Ann Low, Email: ann@p.test', ['Ann/Low ann@p.test']],
    ["o'brien+x@p.test", ["o'brien+x@p.test"]],
  ],
  names: [
    ['Ludwig van Beethoven <l@p.test>', ['Ludwig/van Beethoven l@p.test']],
    ['Ana María de la Cruz <a@p.test>', ['Ana María/de la Cruz a@p.test']],
    ['DUPONT Jean <j@p.test>', ['Jean/DUPONT j@p.test']],
    ['JP Smith <j@p.test>', ['JP/Smith j@p.test']],
    ['山田 太郎 <t@p.test>', ['太郎/山田 t@p.test']],
    ['Ann <ann@p.test>', ['Ann/ ann@p.test']],
    ['(Ann Low) <ann@p.test>', ['Ann/Low ann@p.test']],
    ['Low, Ann | Acme <ann@p.test>; x@p.test', ['Ann Acme/Low ann@p.test', 'x@p.test']],
  ],
};

for (const [kind, cases] of Object.entries(clipboards))
  test(`pasted from ${kind}: each person is read with name and address`, () => {
    for (const [text, people] of cases) assert.deepEqual(read(text), people, JSON.stringify(text));
  });

test('nothing that holds an @ disappears or becomes a name, whatever stands around it', () => {
  const word = fc.constantFrom(
    'Ann',
    'Low',
    'and',
    ',',
    ';',
    '\t',
    '\n',
    '<',
    '>',
    '(',
    ')',
    '"',
    "'",
    '•',
    '-',
    ':',
    '|',
    '/',
    '&',
    '@',
    '@ann',
    'ann@',
    'Bo@x',
  );
  const address = fc.nat({ max: 9 }).map((n) => `p${n}@x${n}.test`);
  const glue = fc.constantFrom('', ' ', '  ');
  const piece = fc.tuple(fc.oneof(word, address), glue).map((parts) => parts.join(''));
  fc.assert(
    fc.property(
      fc.array(piece, { maxLength: 14 }).map((pieces) => pieces.join('')),
      (text) => {
        const entries = parseAddresses(text);
        for (const { firstName, lastName, department = '' } of entries)
          assert.ok(![firstName, lastName, department].some(holdsAt), `a name holds an @: ${text}`);
        const kept = entries.map(({ email }) => email).join(' ');
        for (const [found] of text.matchAll(/p\d@x\d\.test/g))
          assert.ok(kept.includes(found), `${found} of ${JSON.stringify(text)} is in ${kept}`);
      },
    ),
    { numRuns: 2_000 },
  );
});

test('a list of 51 people from Outlook is 51 entries, none of them bad', () => {
  const people = Array.from({ length: 51 }, (_, n) => `Last${n}, First${n} <p${n}@p.test>`);
  const entries = parseAddresses(people.join('; '));
  assert.equal(entries.length, 51);
  assert.ok(entries.every(({ email, firstName, lastName }) => !flawOf(email) && firstName && lastName));
});

test('columns that were not used are named', () => {
  const { unused } = readPaste('Name\tEmail\tPhone\tManager email\tNotes\nAnn Low\tann@p.test\t555\tboss@p.test\t');
  assert.deepEqual(unused, ['Phone', 'Manager email']);
});

test('a first and a last name written out with their address is read back as it was', () => {
  const name = fc.constantFrom(
    'Ann',
    'Ann Marie',
    'Low',
    'de la Cruz',
    'van Beethoven',
    'DUPONT',
    '太郎',
    '山田',
    "O'Brien",
  );
  fc.assert(
    fc.property(name, name, (firstName, lastName) => {
      const entry = { email: 'ann@p.test', firstName, lastName };
      assert.deepEqual(parseAddresses(writeEntry(entry)), [entry]);
    }),
  );
});

test('a long text of one mark, as a mistake of the clipboard, is read within moments', () => {
  const marks = ['a', '<', '"', "'a ", '(', '[', 'a@', ' ,', 'ab\t', '\u200b', 'a ', ';', '@ ', '„'];
  for (const mark of marks) {
    const started = performance.now();
    parseAddresses(mark.repeat(20_000));
    assert.ok(performance.now() - started < 3_000, JSON.stringify(mark));
  }
});

import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { detect } from './detect.ts';
import { readRows } from './read.ts';
import type { Dialect, Row } from './text/dialect.ts';
import { defuse } from './text/formula.ts';
import { BOM, csvLine, resultHeader, resultLine } from './write.ts';

/** All rows of a file's text. */
async function rowsOf(file: string, dialect: Dialect): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const batch of readRows(bytesOf(file), dialect)) rows.push(...batch);
  return rows;
}

const bytesOf = (text: string) => Readable.from([Buffer.from(text)]);

test('a line is quoted where it must be and ends with CRLF', () => {
  assert.equal(
    csvLine(['a', 'b,c', 'd"e', 'f\ng', null, -5, '', ' h', 'i|j']),
    'a,"b,c","d""e","f\ng",,-5,," h","i|j"\r\n',
  );
});

test('text that a spreadsheet would run is defused, a number is not', () => {
  assert.equal(csvLine(['=1+1', '-5', -5]), "'=1+1,'-5,-5\r\n");
});

test('another CSV reader reads the same cells', () => {
  const cell = fc.string({ unit: 'binary', maxLength: 12 }).filter((text) => defuse(text) === text);
  fc.assert(
    fc.property(fc.array(cell, { minLength: 2, maxLength: 6 }), fc.constantFrom(',', ';', '\t'), (cells, separator) => {
      assert.deepEqual(parse(csvLine(cells, separator), { delimiter: separator, record_delimiter: '\r\n' }), [cells]);
    }),
  );
});

test('a file we wrote comes back with identical text, whatever the text', async () => {
  const header = ['email', 'firstName', 'lastName', 'department', 'group'];
  const nasty = fc.string({
    unit: fc.constantFrom("'", '=', '＋', '"', ',', ';', '|', '\r', '\n', '\t', ' ', 'a', '\ufeff', '\ufffd'),
  });
  const any = fc
    .oneof(nasty, fc.string({ unit: 'binary' }))
    .filter((text) => !text.includes('\0') && text.isWellFormed());
  const row = fc.tuple(any, any, any, any).map((cells) => ['ann@example.com', ...cells]);
  await fc.assert(
    fc.asyncProperty(
      fc.array(row, { minLength: 1, maxLength: 8 }),
      fc.constantFrom(',', ';', '\t'),
      async (rows, separator) => {
        const file = BOM + [header, ...rows].map((cells) => csvLine(cells, separator)).join('');
        const dialect = detect(Buffer.from(file), { complete: true });
        assert.equal(dialect.separator, separator);
        const read = await rowsOf(file, dialect);
        assert.deepEqual(
          read.map(({ problem }) => problem),
          rows.map(() => null),
        );
        assert.deepEqual(
          read.map(({ cells }) => cells),
          rows,
        );
      },
    ),
    { numRuns: 500 },
  );
});

test('the result file is the same file with status and reason, and can be read again', async () => {
  const file = 'E-Mail;Vorname;Ort\nann@example.com;=Ann;Bern\nbob@example.com\nc@example.com;C;Rom;Paris\n';
  const dialect = detect(Buffer.from(file), { complete: true });
  const rows = await rowsOf(file, dialect);
  const lines = rows.map((row) =>
    resultLine(row, dialect, row.problem ? 'refused' : 'create', row.problem?.code ?? ''),
  );
  const result = resultHeader(dialect) + lines.join('');
  assert.equal(
    result,
    'E-Mail;Vorname;Ort;status;reason\r\n' +
      "ann@example.com;'=Ann;Bern;create;\r\n" +
      'bob@example.com;;;create;\r\n' +
      'c@example.com;C;"Rom;Paris";refused;csv_too_many_cells\r\n',
  );
  const again = detect(Buffer.from(BOM + result), { complete: true });
  assert.deepEqual(
    again.columns.map(({ field }) => field),
    ['email', 'firstName', null, 'status', null],
  );
});

test('the result file of a file without header names its columns by field or number', () => {
  const dialect = detect(Buffer.from('ann@example.com,Ann,Lee,Sales,Team,x\n'), { complete: true });
  assert.equal(resultHeader(dialect), 'email,firstName,lastName,department,group,column 6,status,reason\r\n');
});

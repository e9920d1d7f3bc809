import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { ROW_LENGTH_MAX, type Row } from './dialect.ts';
import { Tokenizer } from './tokenizer.ts';

/** Rows of text that arrives in these pieces. */
function rowsOf(...pieces: string[]): Row[] {
  const tokenizer = new Tokenizer(',');
  return [...pieces.flatMap((piece) => [...tokenizer.push(piece, false)]), ...tokenizer.push('', true)];
}

const cellsOf = (text: string) => rowsOf(text).map((row) => row.cells);
const brief = (rows: Row[]) => rows.map(({ line, problem, cells }) => [line, problem?.code ?? cells.join('|')]);

test('cells are split at separators, rows at CRLF, LF and CR alike', () => {
  assert.deepEqual(brief(rowsOf('a,b\r\nc,d\ne,f\rg,h')), [
    [1, 'a|b'],
    [2, 'c|d'],
    [3, 'e|f'],
    [4, 'g|h'],
  ]);
});

test('a quoted cell may hold separators, doubled quotes and line breaks, and lines are counted through it', () => {
  assert.deepEqual(brief(rowsOf('"a,""b""","c\r\nd\ne"\r\nf,g')), [
    [1, 'a,"b"|c\r\nd\ne'],
    [4, 'f|g'],
  ]);
});

test('spaces around a quoted cell do not count, spaces around others stay', () => {
  assert.deepEqual(cellsOf('a, "b, c" , d \n'), [['a', 'b, c', ' d ']]);
});

test('a quote within an unquoted cell is text', () => {
  assert.deepEqual(cellsOf('5" disk,Jim "JJ" Lee'), [['5" disk', 'Jim "JJ" Lee']]);
});

test('an unclosed quote costs its own line only, whatever quotes follow', () => {
  const later = ['c,d', '"c","d"', 'c,"d ""x"" e"', '"","c"', 'c,"""d"""'];
  for (const next of later) {
    const [first, ...others] = rowsOf(`x,y\na,"b,c\n${next}\nlast,row`).slice(1);
    assert.equal(first?.problem?.code, 'csv_unclosed_quote', next);
    assert.equal(first.line, 2);
    assert.deepEqual(first.cells, ['a', '"b', 'c']);
    assert.deepEqual(
      brief(others),
      [
        [3, cellsOf(next)[0]?.join('|')],
        [4, 'last|row'],
      ],
      next,
    );
  }
});

test('a quote in a quoted cell that is not doubled costs its own line only', () => {
  assert.deepEqual(brief(rowsOf('"a "b" c",d\ne,f')), [
    [1, 'csv_unclosed_quote'],
    [2, 'e|f'],
  ]);
});

test('a quote that closes within 64 kB is a long cell, one that closes later was never closed', () => {
  const lines = (length: number) => 'x\n'.repeat(length / 2);
  const near = rowsOf(`a,"${lines(ROW_LENGTH_MAX - 16)}"\nb,c`);
  assert.deepEqual(brief(near.slice(1)), [[ROW_LENGTH_MAX / 2 - 8 + 2, 'b|c']]);
  assert.equal(near[0]?.problem, null);
  const far = rowsOf(`a,"${lines(ROW_LENGTH_MAX)}"\nb,c`);
  assert.equal(far[0]?.problem?.code, 'csv_unclosed_quote');
  assert.deepEqual(brief(far.slice(1, 3)), [
    [2, 'x'],
    [3, 'x'],
  ]);
});

test('a line of any length is refused once, holds no memory and costs no other line', () => {
  const tokenizer = new Tokenizer(',');
  const rows: Row[] = [...tokenizer.push('a,b\n', false)];
  const before = process.memoryUsage().rss;
  for (let i = 0; i < 1_000; i++) rows.push(...tokenizer.push('x'.repeat(256 * 1024), false));
  const grown = process.memoryUsage().rss - before;
  rows.push(...tokenizer.push('\nc,d', true));
  assert.deepEqual(brief(rows), [
    [1, 'a|b'],
    [2, 'csv_cell_too_long'],
    [3, 'c|d'],
  ]);
  assert.ok(grown < 128 * 1024 * 1024, `${grown} bytes`);
});

test('a text that ends within quotes says so at its last line, and the lines before are kept', () => {
  assert.deepEqual(brief(rowsOf('a,b\nc,"d')), [
    [1, 'a|b'],
    [2, 'csv_truncated'],
  ]);
  assert.deepEqual(brief(rowsOf('a,"b\nc,d')), [
    [1, 'csv_unclosed_quote'],
    [2, 'c|d'],
  ]);
  assert.deepEqual(brief(rowsOf('"a "b" c"')), [[1, 'csv_unclosed_quote']]);
});

test('a NUL or half a character refuses its own row, and what is left of the row can be stored', () => {
  const rows = rowsOf('a,b\nc\0,d\ne\udc00,f\ng,😀\ufffd');
  assert.deepEqual(brief(rows), [
    [1, 'a|b'],
    [2, 'csv_nul'],
    [3, 'text_invalid'],
    [4, 'g|😀\ufffd'],
  ]);
  assert.deepEqual(rows[1]?.cells, ['c', 'd']);
  assert.deepEqual(rows[2]?.cells, ['e\ufffd', 'f']);
});

/** Text in which quotes, separators and breaks are frequent. */
const messy = fc.string({
  unit: fc.constantFrom('"', '"', ',', '\n', '\r', ' ', 'a', 'ü', '\0', '\udc00', '😀'),
  maxLength: 60,
});

test('how the text was cut into blocks makes no difference', () => {
  fc.assert(
    fc.property(messy, fc.array(fc.nat(60), { maxLength: 8 }), (text, cuts) => {
      const places = [0, ...cuts.sort((a, b) => a - b), text.length];
      const pieces = places.slice(1).map((end, i) => text.slice(places[i], end));
      assert.deepEqual(rowsOf(...pieces), rowsOf(text));
    }),
    { numRuns: 2_000 },
  );
});

test('every line is in some row: none vanishes and none is counted twice', () => {
  fc.assert(
    fc.property(messy, (text) => {
      const rows = rowsOf(text);
      const lines = text.split(/\r\n|\r|\n/);
      for (const [i, row] of rows.entries()) {
        const spans = (rows[i + 1]?.line ?? lines.length + (/[\r\n]$/.test(text) ? 0 : 1)) - row.line;
        assert.ok(spans >= 1);
        if (row.problem?.code === 'csv_unclosed_quote') assert.equal(spans, 1);
      }
      assert.equal(rows[0]?.line ?? 1, 1);
    }),
    { numRuns: 2_000 },
  );
});

test('well-formed CSV is read as csv-parse reads it', () => {
  const cell = fc.string({ unit: fc.constantFrom('"', ',', '\n', '\r', ';', 'a', 'é', '😀'), maxLength: 8 });
  const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
  const rows = fc.array(fc.array(cell, { minLength: 2, maxLength: 5 }), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(rows, fc.constantFrom('\r\n', '\n'), (cells, lineBreak) => {
      const text = cells.map((row) => row.map(quoted).join(',')).join(lineBreak);
      const expected = parse(text, { relax_column_count: true, record_delimiter: lineBreak });
      assert.deepEqual(cellsOf(text), expected);
      assert.deepEqual(cellsOf(text), cells);
    }),
    { numRuns: 1_000 },
  );
});

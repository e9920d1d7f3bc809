import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { defuse, defuseLines, undefuse } from './formula.ts';

/** Text in which the relevant characters are frequent. */
const risky = fc.string({
  unit: fc.constantFrom("'", '=', '+', '-', '@', '|', '%', '\t', '\r', '\n', '＝', '＋', '－', '＠', 'a'),
});

/** The same with characters that may begin a cell. */
const mixed = fc.string({
  unit: fc.constantFrom("'", '=', '＝', '-', 'ü', '，', ',', ';', '|', '\t', '"', '\n', '\r', 'a', '😀'),
});

test('a cell that a spreadsheet would run begins with an apostrophe afterwards', () => {
  for (const start of ['=', '+', '-', '@', '|', '%', '\t', '\r', '\n', '＝', '＋', '－', '＠']) {
    assert.equal(defuse(`${start}cmd`), `'${start}cmd`);
    assert.equal(defuse(start), `'${start}`);
  }
});

test('no defused text begins with a formula character', () => {
  fc.assert(fc.property(risky, (text) => !/^[=+\-@|%\t\r\n＝＋－＠]/.test(defuse(text))));
});

test('every text comes back as it was', () => {
  fc.assert(
    fc.property(fc.oneof(risky, mixed, fc.string({ unit: 'binary' })), (text) => undefuse(defuse(text)) === text),
  );
});

test('text that looks defused already comes back with its own apostrophes', () => {
  assert.equal(defuse("'=1"), "''=1");
  assert.equal(undefuse("''=1"), "'=1");
});

test('ordinary names with apostrophes and minus signs stay as they are', () => {
  for (const name of ["O'Neil", "'quoted", "'", "''", "'t Hooft", 'Anna-Lena', 'ann+lee@example.com', '']) {
    assert.equal(defuse(name), name);
    assert.equal(undefuse(name), name);
  }
});

test('a cell another program wrote with a bare formula is read as it stands', () => {
  assert.equal(undefuse('=1+1'), '=1+1');
});

test('wherever another separator or a quote would begin a cell, no formula begins there either', () => {
  assert.equal(defuse('Ann;=1+1;b'), "Ann;'=1+1;b");
  assert.equal(defuse('a,=1|+2\t-3"@4\n%5'), "a,'=1|'+2\t'-3\"'@4\n'%5");
  fc.assert(
    fc.property(mixed, (text) => {
      const pieces = defuse(text).split(/(?<=[,;|\t\r\n"])/);
      assert.deepEqual(
        pieces.filter((piece) => /^[=+\-@|%\t\r\n＝＋－＠]/.test(piece)),
        [],
      );
    }),
  );
});

test('lines of a file get the same apostrophes as the texts in them', () => {
  // Stored text has no line break.
  const text = mixed.map((value) => value.replaceAll(/[\r\n]/g, ''));
  const quoted = (value: string) => `"${value.replaceAll('"', '""')}"`;
  fc.assert(
    fc.property(fc.array(fc.tuple(text, text), { minLength: 1 }), (rows) => {
      const file = (of: (value: string) => string) => rows.map(([a, b]) => `${of(a)},,${of(b)}\n`).join('');
      const lines = defuseLines(Buffer.from(file(quoted)), ',').toString();
      // A quote within quotes is doubled, and the apostrophe comes after both.
      assert.equal(
        lines,
        file((value) => quoted(defuse(value))),
      );
    }),
  );
});

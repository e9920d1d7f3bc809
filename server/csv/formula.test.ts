import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { defuse, defusedSql, undefuse } from './formula.ts';

/** Text in which the characters that matter here are frequent. */
const risky = fc.string({
  unit: fc.constantFrom("'", '=', '+', '-', '@', '|', '%', '\t', '\r', '\n', '＝', '＋', '－', '＠', 'a'),
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
  fc.assert(fc.property(fc.oneof(risky, fc.string({ unit: 'binary' })), (text) => undefuse(defuse(text)) === text));
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

test('the SQL names every formula character and repeats nothing but its argument', () => {
  const sql = defusedSql('u.first_name');
  for (const start of ['=', '+', '-', '@', '|', '%', '\t', '\r', '\n', '＝', '＋', '－', '＠']) {
    assert.match(sql, new RegExp(`\\b${start.charCodeAt(0)}\\b`));
  }
  assert.equal(sql.replaceAll('(u.first_name)', '').includes('first_name'), false);
});

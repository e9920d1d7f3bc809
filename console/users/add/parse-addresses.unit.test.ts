import assert from 'node:assert/strict';
import { test } from 'node:test';
import { flawOf, mistakesOf } from './mistakes.ts';
import { parseAddresses, writeEntry } from './parse-addresses.ts';

const emails = (text: string) => parseAddresses(text).map(({ email }) => email);

test('addresses are found whatever stands between them', () => {
  const expected = ['a@x.org', 'b@x.org', 'c@x.org'];
  for (const between of [',', ';', '\n', '\r\n', '\t', ' ', ', ', ' ;\n'])
    assert.deepEqual(emails(expected.join(between)), expected, JSON.stringify(between));
});

test('a name before an address in angle brackets is first and last name', () => {
  const [entry] = parseAddresses('Ada Maria King <ada@x.org>');
  assert.deepEqual(entry, { email: 'ada@x.org', firstName: 'Ada Maria', lastName: 'King' });
});

test('a name in quotes may hold a comma, and is then last name first', () => {
  const found = parseAddresses('"King, Ada" <ada@x.org>, bob@x.org');
  assert.deepEqual(found[0], { email: 'ada@x.org', firstName: 'Ada', lastName: 'King' });
  assert.equal(found[1]?.email, 'bob@x.org');
});

test('a quote that is never closed spoils its own line only', () => {
  assert.deepEqual(emails('"Ada <ada@x.org>\nbob@x.org').at(-1), 'bob@x.org');
});

test('a name without brackets and a mailto: are understood', () => {
  assert.deepEqual(parseAddresses('Ada King mailto:ada@x.org'), [
    { email: 'ada@x.org', firstName: 'Ada', lastName: 'King' },
  ]);
});

test('what is no address is kept as it was typed, so that it can be mended', () => {
  assert.deepEqual(emails('a@x.org, ada king, b@x'), ['a@x.org', 'ada king', 'b@x']);
});

test('an incomplete address and one that stands twice are marked, the first of two is not', () => {
  const entries = parseAddresses('a@x.org, A@X.org, ada@, @x.org, a b@x, ok@sub.x.org');
  assert.deepEqual(mistakesOf(entries), [null, 'twice', 'noDomain', 'noName', 'noDot', null]);
});

test('an address in another script is no mistake', () => {
  assert.equal(flawOf('jörg@münchen.example'), null);
  assert.equal(flawOf('用户@例子.测试'), null);
});

test('an entry written out is read back as it was', () => {
  const entry = { email: 'ada@x.org', firstName: 'Ada Maria', lastName: 'King' };
  assert.deepEqual(parseAddresses(writeEntry(entry)), [entry]);
});

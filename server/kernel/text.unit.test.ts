import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { z } from 'zod';
import { processorMs } from '../testing/measures/processor-time.ts';
import { flawOfLine, line, lineNeeded, withoutUnseen } from './text.ts';

const said = (result: z.ZodSafeParseResult<string>) => result.error?.issues.map(({ message }) => message);

describe('a line that people type', () => {
  it('keeps what joins letters and pictures', () => {
    for (const text of [
      'می\u200cخواهم',
      'क्\u200dष',
      'ന്\u200d',
      '👨‍👩‍👧',
      '❤️',
      '🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}',
      'שלום\u200f (1)',
      'zero\u200Bwidth',
      'Z\u0351\u036Balgo',
    ]) {
      assert.equal(lineNeeded(100).parse(text), text);
      assert.equal(flawOfLine(text), null);
    }
  });

  it('is refused where there is nothing to see in it, and may be empty where that is allowed', () => {
    for (const text of [
      '\u200b',
      '\u200d\u200c',
      '\u3164',
      '\u2800',
      '\u00ad \u2060',
      '\u{e0041}',
      '\ufe0f',
      '\u115f\u1160',
      '\u061c',
    ])
      for (const schema of [line(100), lineNeeded(100)])
        assert.deepEqual(said(schema.safeParse(text)), ['holds nothing that can be seen'], JSON.stringify(text));
    for (const blank of ['', '  ', '\u00a0\t\u3000\n']) {
      assert.equal(line(100).parse(blank), '');
      assert.deepEqual(said(lineNeeded(100).safeParse(blank)), ['is needed']);
    }
  });

  it('is refused where it turns text around or goes over lines, and the sentence says by what', () => {
    for (const letter of '\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069')
      for (const text of [`a${letter}b`, `${letter}ab`, `ab${letter}`])
        assert.match(said(lineNeeded(100).safeParse(text))?.[0] ?? '', /turns text around: [A-Z -]+ \(U\+20[26].\)$/);
    for (const letter of '\u0000\u0007\n\r\t\u0085\u2028\u2029\u009f')
      assert.equal(said(lineNeeded(100).safeParse(`a${letter}b`))?.length, 1, JSON.stringify(letter));
  });

  it('is as long as its characters are many, however wide they are', () => {
    assert.equal(line(3).parse('😀😀😀'), '😀😀😀');
    assert.deepEqual(said(line(3).safeParse('😀😀😀😀')), ['is longer than 3 characters']);
  });

  it('takes no time to judge', () => {
    const before = processorMs();
    for (const text of [' '.repeat(100_000), `${'\u200b'.repeat(100_000)}\n`, `${'a '.repeat(50_000)}\n`]) {
      line(100).safeParse(text);
      flawOfLine(text);
    }
    assert.ok(processorMs() - before < 1_000);
  });

  it('knows every character that Unicode calls a format or ignorable', () => {
    for (let code = 0; code < 0x110000; code++) {
      const letter = code >= 0xd800 && code < 0xe000 ? 'a' : String.fromCodePoint(code);
      if (/[\p{Cf}\p{Default_Ignorable_Code_Point}\p{Z}]/u.test(letter))
        assert.notEqual(flawOfLine(`\u2800${letter}`), null, code.toString(16));
    }
  });
});

it('what nothing shows tells no two names apart, but flags stay what they are', () => {
  assert.equal(withoutUnseen('Sa\u200bles\u200d\u2060'), 'Sales');
  const england = '🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}';
  assert.equal(withoutUnseen(england), england);
  assert.equal(withoutUnseen('Sales\u{e0041}'), 'Sales');
});

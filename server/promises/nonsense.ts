import fc from 'fast-check';
import { z } from 'zod';
import type { JsonSchema } from './operations.ts';

/** Texts that have broken other systems: each is kept exactly as it is, or refused. */
export const naughty: Record<string, string> = {
  'right to left': 'שלום עולם مرحبا',
  'a turned-around extension': 'invoice\u202Efdp.exe',
  'zero width': 'zero\u200Bwidth\u200D\uFEFFjoined',
  emoji: '👩‍👩‍👧‍👦🏳️‍🌈🇪🇺',
  'combining marks': 'Z\u0351\u036B\u0343a\u0363\u0348l\u034Bgo',
  'not composed': 'e\u0301 A\u030A',
  composed: 'é Å',
  'letters that look alike': 'раураl аdmin',
  'full width': 'ＡＢＣ＠ｅｘａｍｐｌｅ',
  quotes: `'"\`´‘’“”«»`,
  sql: `Robert'); DROP TABLE users;--`,
  'sql numbers': `1 OR 1=1 $1 %s \\x00`,
  template: `{{7*7}} $\{7*7} <%= 7*7 %> #{7*7}`,
  script: `<script>alert(1)</script><img src=x onerror=alert(1)>`,
  entity: '&lt;b&gt; &#0; &amp;amp;',
  path: '../../../etc/passwd%00',
  formula: '=cmd|"/c calc"!A1',
  'mail header': 'Ann %0d%0aBcc: all@example.com',
  json: '{"role":"owner"}',
  prototype: '__proto__',
  'new line': 'two\nlines',
  'carriage return': 'Bcc\r\nBcc: x@example.com',
  'line separator': 'one\u2028two',
  nul: 'a\0b',
  escape: '\u001b[31mred',
  'half a character': 'a\uD83Db',
  'not a character': 'a\uFFFE\uFFFFb',
  'very long': 'x'.repeat(10_000),
  turkish: 'İstanbul ıI ß ẞ ſ',
  astral: '𝒳𝒴𝒵 𐐷',
  nothing: 'null',
  number: '1e999',
};

const text = fc.oneof(
  fc.constantFrom(...Object.values(naughty)),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.string({ unit: 'binary', maxLength: 40 }),
);
const number = fc.oneof(fc.integer(), fc.double(), fc.constantFrom(-1, 0, 2 ** 31, 2 ** 53, 1e308));
const whatever = fc.oneof({ weight: 2, arbitrary: text }, number, fc.jsonValue({ maxDepth: 2 }), fc.constant(null));

const parts = z.looseObject({
  type: z.union([z.string(), z.array(z.string())]).optional(),
  format: z.string().optional(),
  enum: z.array(z.unknown()).optional(),
  const: z.unknown().optional(),
  anyOf: z.array(z.record(z.string(), z.unknown())).optional(),
  items: z.record(z.string(), z.unknown()).optional(),
  properties: z.record(z.string(), z.record(z.string(), z.unknown())).optional(),
});

/** Mostly what a schema describes, so that a request comes far, with anything at all in places. */
export function nearly(schema: JsonSchema, depth = 0): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 6, arbitrary: valid(schema, depth) }, { weight: 1, arbitrary: whatever });
}

function valid(schema: JsonSchema, depth: number): fc.Arbitrary<unknown> {
  const { type, format, items, properties = {}, anyOf, ...rest } = parts.parse(schema);
  if (rest.enum) return fc.constantFrom(...rest.enum);
  if (rest.const !== undefined) return fc.constant(rest.const);
  if (anyOf) return fc.oneof(...anyOf.map((one) => valid(one, depth + 1)));
  switch (Array.isArray(type) ? type[0] : type) {
    case 'object':
      return fc.record(
        Object.fromEntries(Object.entries(properties).map(([name, one]) => [name, nearly(one, depth + 1)])),
        { requiredKeys: [] },
      );
    case 'array':
      return fc.array(nearly(items ?? {}, depth + 1), { maxLength: 4 });
    case 'string':
      return format === 'uuid' ? fc.uuid() : text;
    case 'integer':
    case 'number':
      return number;
    case 'boolean':
      return fc.boolean();
    default:
      return whatever;
  }
}

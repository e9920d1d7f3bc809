import fc from 'fast-check';
import { z } from 'zod';
import type { JsonSchema } from './operations.ts';

const schemaOf = z.looseObject({
  type: z.union([z.string(), z.array(z.string())]).optional(),
  enum: z.array(z.unknown()).optional(),
  const: z.unknown().optional(),
  anyOf: z.array(z.record(z.string(), z.unknown())).optional(),
  format: z.string().optional(),
  pattern: z.string().optional(),
  minLength: z.int().default(0),
  maxLength: z.int().optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  items: z.record(z.string(), z.unknown()).optional(),
  minItems: z.int().default(0),
  maxItems: z.int().optional(),
  uniqueItems: z.boolean().default(false),
  properties: z.record(z.string(), z.record(z.string(), z.unknown())).default({}),
  required: z.array(z.string()).default([]),
  minProperties: z.int().default(0),
  propertyNames: z.record(z.string(), z.unknown()).optional(),
  additionalProperties: z.union([z.boolean(), z.record(z.string(), z.unknown())]).optional(),
});
type Parsed = z.infer<typeof schemaOf>;

/** Letters at the edges of what schemas say: wide ones, invisible ones, controls, and what names are refused for. */
const letter = fc.oneof(
  { weight: 4, arbitrary: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }) },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }) },
  fc.constantFrom(...'\0\n\t \u007f\u00a0\u2028\u200b\u202e\u2066\u3164\u2800😀é=+@.,;:"/%#?'),
);

/** Anything that JSON Schema would call valid, and nothing else: values as wild as the schema allows. */
export function validBy(schema: JsonSchema): fc.Arbitrary<unknown> {
  const parsed = schemaOf.parse(schema);
  if (parsed.enum) return fc.constantFrom(...parsed.enum);
  if (parsed.const !== undefined) return fc.constant(parsed.const);
  if (parsed.anyOf) return fc.oneof(...parsed.anyOf.map(validBy));
  switch (parsed.type) {
    case 'object':
      return objects(parsed);
    case 'array':
      return arrays(parsed);
    case 'string':
      return strings(parsed);
    case 'integer':
    case 'number':
      return fc.integer({ min: parsed.minimum ?? -(2 ** 31), max: parsed.maximum ?? 2 ** 31 });
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    default:
      throw new Error(`the schema says nothing: ${JSON.stringify(schema)}`);
  }
}

function arrays({ items = {}, minItems, maxItems = 3, uniqueItems }: Parsed): fc.Arbitrary<unknown[]> {
  const size = { minLength: minItems, maxLength: Math.min(maxItems, 3) };
  return uniqueItems ? fc.uniqueArray(validBy(items), size) : fc.array(validBy(items), size);
}

function objects({
  properties,
  required,
  minProperties,
  propertyNames,
  additionalProperties,
}: Parsed): fc.Arbitrary<object> {
  const fields = Object.fromEntries(Object.entries(properties).map(([name, one]) => [name, validBy(one)]));
  const named = fc.record(fields, { requiredKeys: required });
  const more =
    typeof additionalProperties === 'object' && propertyNames
      ? fc.dictionary(strings(schemaOf.parse(propertyNames)), validBy(additionalProperties), { maxKeys: 3 })
      : fc.constant({});
  return fc
    .tuple(named, more)
    .map(([a, b]) => ({ ...a, ...b }))
    .filter((made) => Object.keys(made).length >= minProperties);
}

/** Lengths count characters as JSON Schema does, so the longest text is made of letters that JavaScript counts twice. */
function strings({ format, pattern, minLength, maxLength = 3000 }: Parsed): fc.Arbitrary<string> {
  if (format === 'uuid') return fc.uuid();
  const ofLetters = fc
    .array(letter, { minLength, maxLength: Math.min(maxLength, 40) })
    .map((letters) => letters.join(''));
  const longest = fc.constantFrom('😀'.repeat(maxLength), 'x'.repeat(maxLength), ` ${'é'.repeat(maxLength - 1)}`);
  const texts = fc.oneof({ weight: 6, arbitrary: ofLetters }, longest).filter((text) => [...text].length <= maxLength);
  if (pattern === undefined) return texts;
  const rule = new RegExp(pattern, 'u');
  const fits = (text: string) => rule.test(text) && [...text].length >= minLength;
  // What no text meets by chance is made from the pattern; the library knows no classes of Unicode.
  return fc.sample(texts, { numRuns: 200, seed: 1 }).filter(fits).length > 10
    ? texts.filter(fits)
    : fc.stringMatching(rule);
}

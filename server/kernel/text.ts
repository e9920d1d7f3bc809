import type { z } from 'zod';
import { upTo } from './schema.ts';

/** Invisible characters: all of Unicode's formats and default ignorables. */
const unseen = /[\p{Cf}\p{Default_Ignorable_Code_Point}]/u;

type Range = readonly [first: number, last?: number];
/** The same by number, with the characters drawn as blanks and white space. Schemas list them because many regex engines lack \p{…}. */
const nothingToSee: Range[] = [
  ...([[0x20], [0xa0], [0xad], [0x34f], [0x600, 0x605], [0x61c], [0x6dd], [0x70f], [0x890, 0x891], [0x8e2]] as const),
  ...([[0x115f, 0x1160], [0x1680], [0x17b4, 0x17b5], [0x180b, 0x180f], [0x2000, 0x200f], [0x202f], [0x205f]] as const),
  ...([[0x2060, 0x2065], [0x206a, 0x206f], [0x2800], [0x3000], [0x3164], [0xfe00, 0xfe0f], [0xfeff]] as const),
  ...([[0xffa0], [0xfff0, 0xfffb], [0x110bd], [0x110cd], [0x13430, 0x1343f], [0x1bca0, 0x1bca3]] as const),
  ...([[0x1d159], [0x1d173, 0x1d17a], [0xe0000, 0xe0fff]] as const),
];
/**
 * Refused in a line: controls, line ends, and embeddings, overrides and isolates of text direction. Plain direction marks stay: Hebrew and
 * Arabic need them.
 */
const refused: Range[] = [
  [0, 0x1f],
  [0x7f, 0x9f],
  [0x2028, 0x2029],
  [0x202a, 0x202e],
  [0x2066, 0x2069],
];

const written = (code: number) =>
  code > 0xffff ? String.fromCodePoint(code) : `\\u${code.toString(16).padStart(4, '0')}`;
const inClass = (ranges: Range[]) =>
  ranges.map(([first, last]) => written(first) + (last ? `-${written(last)}` : '')).join('');
/** A text with a character that can be seen. */
export const somethingToSee = new RegExp(`^[^\\0]*[^${inClass(refused)}${inClass(nothingToSee)}][^\\0]*$`, 'u');
const something = `[${inClass(nothingToSee)}]*[^${inClass(refused)}${inClass(nothingToSee)}][^${inClass(refused)}]*`;
/**
 * White space around a line is trimmed, so any kind is allowed there. This pattern allows it before; the schema's pattern adds it after.
 */
const shown = new RegExp(`^\\s*${something}$`, 'u');
const shownOrEmpty = new RegExp(`^\\s*(?:${something})?$`, 'u');

const described = ({ source }: RegExp) => ({ pattern: source.replace(/\$$/, '\\s*$') });

// One schema per length. Its pattern is long, so openapi.json has it once, under its name.
const lines = new Map<string, z.ZodString>();

/** The name of a person, group, account, view or file; may be empty. Joiners stay: Persian, Indic scripts and emoji need them. */
export function line(max: number): z.ZodString {
  return lineOnce(`Line${max}`, () =>
    upTo(max)
      .trim()
      .regex(shownOrEmpty, { error: ({ input }) => flawOf(String(input)) })
      .meta({ ...described(shownOrEmpty), description: 'A line of text; may be empty.' }),
  );
}

/** The same, but not empty. */
export function lineNeeded(max: number): z.ZodString {
  return lineOnce(`NeededLine${max}`, () =>
    upTo(max)
      .trim()
      .regex(shown, { error: ({ input }) => (input === '' ? 'is needed' : flawOf(String(input))) })
      .meta({ ...described(shown), description: 'A line of text with something to see in it.' }),
  );
}

function lineOnce(id: string, make: () => z.ZodString): z.ZodString {
  const made = lines.get(id) ?? make().meta({ id });
  lines.set(id, made);
  return made;
}

/** Why the text is not a valid line, worded to follow its name; null for a valid or an empty one. */
export function flawOfLine(text: string): string | null {
  return text.isWellFormed() && shownOrEmpty.test(text) ? null : flawOf(text);
}

function flawOf(text: string): string {
  for (const letter of text) {
    if (!letter.isWellFormed() || letter === '\0') return 'holds characters that cannot be kept (such as NUL)';
    if (/[\u202a-\u202e\u2066-\u2069]/.test(letter))
      return `holds a character that turns text around: ${nameOfCharacter(letter)}`;
    if (/[\p{Cc}\u2028\u2029]/u.test(letter))
      return `holds a line break or another control character: ${numberOf(letter)}`;
  }
  return 'holds nothing that can be seen';
}

/** The first invisible character. */
export function unseenIn(text: string): string | null {
  return unseen.exec(text)?.[0] ?? null;
}

/** The text to compare with others: without invisible characters. Flags keep their tags, which tell them apart. */
export function withoutUnseen(text: string): string {
  return unseen.test(text) ? text.replace(tagsAndUnseen, (_, flag: string | undefined) => flag ?? '') : text;
}
const tagsAndUnseen = /(\u{1f3f4}[\u{e0020}-\u{e007f}]+)|[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;

/** "ZERO WIDTH SPACE (U+200B)", or the number alone. */
export function nameOfCharacter(letter: string): string {
  const number = numberOf(letter);
  const name = names[number];
  return name === undefined ? number : `${name} (${number})`;
}

export function numberOf(letter: string): string {
  return `U+${(letter.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}

/** Unicode names of those that people meet. */
const names: Record<string, string> = {
  'U+00AD': 'SOFT HYPHEN',
  'U+034F': 'COMBINING GRAPHEME JOINER',
  'U+061C': 'ARABIC LETTER MARK',
  'U+115F': 'HANGUL CHOSEONG FILLER',
  'U+1160': 'HANGUL JUNGSEONG FILLER',
  'U+180E': 'MONGOLIAN VOWEL SEPARATOR',
  'U+200B': 'ZERO WIDTH SPACE',
  'U+200C': 'ZERO WIDTH NON-JOINER',
  'U+200D': 'ZERO WIDTH JOINER',
  'U+200E': 'LEFT-TO-RIGHT MARK',
  'U+200F': 'RIGHT-TO-LEFT MARK',
  'U+202A': 'LEFT-TO-RIGHT EMBEDDING',
  'U+202B': 'RIGHT-TO-LEFT EMBEDDING',
  'U+202C': 'POP DIRECTIONAL FORMATTING',
  'U+202D': 'LEFT-TO-RIGHT OVERRIDE',
  'U+202E': 'RIGHT-TO-LEFT OVERRIDE',
  'U+2060': 'WORD JOINER',
  'U+2061': 'FUNCTION APPLICATION',
  'U+2062': 'INVISIBLE TIMES',
  'U+2063': 'INVISIBLE SEPARATOR',
  'U+2064': 'INVISIBLE PLUS',
  'U+2066': 'LEFT-TO-RIGHT ISOLATE',
  'U+2067': 'RIGHT-TO-LEFT ISOLATE',
  'U+2068': 'FIRST STRONG ISOLATE',
  'U+2069': 'POP DIRECTIONAL ISOLATE',
  'U+3164': 'HANGUL FILLER',
  'U+FE0E': 'VARIATION SELECTOR-15',
  'U+FE0F': 'VARIATION SELECTOR-16',
  'U+FEFF': 'ZERO WIDTH NO-BREAK SPACE',
  'U+FFA0': 'HALFWIDTH HANGUL FILLER',
};

import { readLine } from './read-line.ts';
import { type Name, readName } from './read-name.ts';
import { readTable } from './read-table.ts';

/** A person of a typed or pasted text. What cannot be an address stands in `email` as it was typed, to be mended. */
export interface Entry extends Name {
  email: string;
  /** Only if a column of a table says so. */
  department?: string;
}

export interface Paste {
  entries: Entry[];
  /** Headers of columns that were not used. */
  unused: string[];
}

/** Several people, as in a mail's To line, the rows of a sheet, or a plain list. */
export function readPaste(text: string): Paste {
  const lines = plainLines(text);
  return readTable(lines.join('\n')) ?? { entries: readPairs(lines) ?? readLines(lines), unused: [] };
}

export function parseAddresses(text: string): Entry[] {
  return readPaste(text).entries;
}

/** Bullets of lists, as mail and word processors write them: "• ", "1. ", "a) ", "[x] ", "o⇥". */
const BULLET =
  /^[^\S\t]*(?:(?:[-–—*•·◦▪▫‣⁃●○■□►➢✓✔\u{f000}-\u{f0ff}]|\(?\d{1,4}[.)]|\(?[a-z]\)|\[[ x]?\])(?:\s+|$)|[•◦▪‣●■➢✓✔]|o\t)/iu;

function plainLines(text: string): string[] {
  return text
    .replace(/\r\n?|[\v\f\u2028\u2029]/g, '\n')
    .replace(/^\ufeff/, '')
    .replace(/[\u00a0\u202f]/g, ' ')
    .split('\n')
    .map((line) => line.replace(BULLET, ''));
}

/** A name in one line and its address in the next, again and again, as cards of people are copied. */
function readPairs(lines: string[]): Entry[] | null {
  const filled = lines.map((line) => line.trim()).filter((line) => line !== '');
  const isPaired = filled.every((line, at) =>
    at % 2 === 0 ? !/[@＠,;]/.test(line) : /^[^\s@,;]+@[^\s@,;]+$/.test(line),
  );
  if (!isPaired || filled.length < 4 || filled.length % 2 === 1) return null;
  const pairs = filled.flatMap((line, at) => (at % 2 === 0 ? [`${line} <${filled[at + 1]}>`] : []));
  return pairs.flatMap((pair) => readLine(pair, true));
}

/** If there are semicolons, they end people, and commas belong to names. */
function readLines(lines: string[]): Entry[] {
  const pieces = lines.map(atSemicolons);
  const commasAreNames = pieces.some((line) => line.length > 1);
  return pieces.flat().flatMap((piece) => readLine(piece, commasAreNames));
}

/** Splits at semicolons, but not inside "…" or <…>. A quote that is never closed is no quote. */
function atSemicolons(line: string): string[] {
  const pieces = line.match(/(?:"[^"]{0,200}"|<[^<>]{0,2000}>|[^;])+/g) ?? [];
  return line.trimEnd().endsWith(';') && pieces.length > 0 ? [...pieces, ''] : pieces;
}

/** The entry as a text that is read back as the same entry. */
export function writeEntry({ email, firstName, lastName }: Entry): string {
  const plain = `${firstName} ${lastName}`.trim();
  if (plain === '') return email;
  const read = readName(plain);
  const isPlain = read.firstName === firstName && read.lastName === lastName;
  return isPlain ? `${plain} <${email}>` : `"${lastName}, ${firstName}" <${email}>`;
}

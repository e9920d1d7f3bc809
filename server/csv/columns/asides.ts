import type { ColumnField, Dialect, Row } from '../text/dialect.ts';
import { meaningsOf, plain } from '../words/header-words.ts';

/** Lines that programs write for each other: Excel's separator line, Entra's version, the type that PowerShell exports. */
const PREAMBLE = /^(sep=.?|version:v[\d.]+|#type .*)$/i;
/** Words that begin a line of sums. */
const SUMS = new Set(
  'total totals sum summe gesamt anzahl count subtotal totaal totale suma razem итого всего 合計 合计 总计 합계'
    .split(' ')
    .map(plain),
);

/** A lone text in the column of addresses: a heading begins with a capital or a mark, and a wrong address has a digit or a dot. */
const HEADING = /^[^\p{Ll}\d][^\d.]*:?$/u;

/** What templates write under their headers. */
const NEEDED =
  /^\(?(required|mandatory|optional|pflicht|obligatoire|facultati[fv]|obligatorio|opcional|verplicht|optioneel|obbligatorio|facoltativo)/i;

type Filled = { text: string; index: number };

/** Is a lone text a heading or a note? A name alone is a person without an address. */
function isHeading({ text, index }: Filled, field: ColumnField | null | undefined): boolean {
  if (field === 'firstName' || field === 'lastName') return isNote(text);
  if (field === 'fullName') return isNote(text) || (index === 0 && !looksLikeName(text));
  return field !== 'email' || HEADING.test(text);
}

/** A list below may have a header of its own. */
function isHeader(filled: Filled[]): boolean {
  const meanings = filled.map(({ text }) => meaningsOf(text));
  return (
    meanings.some(([meaning]) => meaning === 'email') &&
    meanings.filter((meaning) => meaning.length > 0).length * 2 >= filled.length
  );
}

/** No name has digits, a colon or so many words. */
const isNote = (text: string): boolean => /[\d:©=]|^[^\p{L}]/u.test(text) || text.split(/\s+/).length > 5;

/** Several words with capitals, or letters that have none. */
function looksLikeName(text: string): boolean {
  const words = text.split(/[\s,]+/);
  return (words.length > 1 && words.every((word) => /^\p{Lu}/u.test(word))) || /^\p{Lo}/u.test(text);
}

export function isPreamble(cells: string[]): boolean {
  const text = cells.join(',').replace(/[,;\t|]+$/, '');
  return PREAMBLE.test(text.trim());
}

/** Excel's line that names the separator says nothing to people. */
export function isSeparatorLine(cells: string[]): boolean {
  return /^\s*"?sep=/i.test(cells[0] ?? '') && /^"?sep=.?"?[,;\t|]*$/i.test(cells.join(',').trim());
}

/** Has the row no text at all, like the lines that a spreadsheet leaves after its last row? */
export function isBlank(row: Pick<Row, 'cells' | 'problem'>): boolean {
  return row.problem === null && row.cells.every((cell) => cell.trim() === '');
}

/** May the text contain an address? A reason to read on, not a check of the address. */
export function holdsAddress(text: string): boolean {
  return /[^\s@]@[^\s@]/.test(text);
}

/**
 * Returns what tells the lines of a file that are about no person: all before the header, the header once more, headings of groups, sums,
 * comments and notes. A line with an @ is always about a person after the header.
 */
export function asideFinder({ columns, headerLine }: Dialect): (row: Pick<Row, 'line' | 'cells'>) => boolean {
  const header = headerLine === null ? null : columns.map((column) => plain(column.header ?? '')).join('\n');
  // Under the sums stand notes.
  let sumsSeen = false;
  return ({ line, cells }) => {
    if (headerLine !== null && line < headerLine) return true;
    if (cells.some((cell) => cell.includes('@'))) return false;
    if (isPreamble(cells)) return true;
    const filled = cells.flatMap((cell, index) => (cell.trim() === '' ? [] : [{ text: cell.trim(), index }]));
    const [first] = filled;
    if (!first || /^(#|\/\/|--)/.test(first.text)) return true;
    if (
      first.text
        .split(/[\s:]+/)
        .slice(0, 2)
        .some((word) => SUMS.has(plain(word))) &&
      !cells.some(holdsAddress)
    ) {
      sumsSeen = true;
      return true;
    }
    if (filled.length === 1 && columns.length !== 2 && (sumsSeen || isHeading(first, columns[first.index]?.field)))
      return true;
    if (header === null) return false;
    return isHeader(filled) || filled.every(({ text }) => NEEDED.test(text)) || cells.map(plain).join('\n') === header;
  };
}

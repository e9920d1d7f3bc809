import { bounds } from '../kernel/limits.ts';
import { Problem } from '../kernel/problem.ts';
import { addressesIn, isAddress } from './cells/address-cell.ts';
import { holdsAddress, isBlank, isPreamble } from './columns/asides.ts';
import { headerColumns, type IsType, positionColumns } from './columns/assign-columns.ts';
import { usualWidth } from './columns/cells-of.ts';
import { findHeader, type Line } from './columns/find-header.ts';

import { refuseControlCharacters, refuseKnownFormats } from './text/binary.ts';
import { type Dialect, type Encoding, SAMPLE_BYTES_MAX, SEPARATORS, type Separator } from './text/dialect.ts';
import { decoder, detectEncoding } from './text/encoding.ts';
import { Tokenizer, unwrapped } from './text/tokenizer.ts';
import { rowsOfSheet, sheetsOf } from './text/workbook.ts';
import { meaningsOf } from './words/header-words.ts';

/** Enough to detect the format. More would only take time. */
const ROWS_SEEN_MAX = 1_000;

/** What a person specified about a file. Detection does not question it. */
export type Given = {
  encoding?: Encoding | undefined;
  separator?: Separator | undefined;
  /** The line of the header; null: there is none. */
  headerLine?: number | null | undefined;
  sheet?: number | undefined;
  /** Tells the user types that exist; any text if left out. */
  isType?: IsType | undefined;
};

/**
 * Detects how to read a text file from its first bytes (at most SAMPLE_BYTES_MAX of them). `complete` says that they are the whole file.
 *
 * Throws Problem: csv_binary, csv_empty, csv_too_many_columns, and for a complete file csv_header_only and csv_no_address. For a longer
 * file `readRows` finds the latter two.
 */
export function detect(sample: Uint8Array, { complete, ...given }: { complete: boolean } & Given): Dialect {
  const whole = complete && sample.length <= SAMPLE_BYTES_MAX;
  const bytes = Buffer.from(sample.subarray(0, SAMPLE_BYTES_MAX));
  refuseKnownFormats(bytes);
  const detected = detectEncoding(bytes);
  const encoding = given.encoding ? { ...detected, encoding: given.encoding, ascii: false } : detected;
  const text = decoder(encoding)(bytes, whole).replace(/^\ufeff/, '');
  refuseControlCharacters(text);
  if (text.trim() === '') throw new Problem('csv_empty');
  const shape = shapeOf(text, whole, given.separator ?? declaredSeparator(text));
  const laidOut = layoutOf(linesOf(text, shape, whole), given, whole);
  return { format: 'text', ...encoding, ...shape, sheets: [], sheet: 0, ...laidOut };
}

/** The same for a workbook, which is read as a whole: the sheet that was chosen, or the first one that holds an address. */
export async function detectWorkbook(bytes: Buffer, given: Given): Promise<Dialect> {
  const sheets = await sheetsOf(bytes);
  const sheet = given.sheet ?? (await sheetOfPeople(bytes, sheets.length));
  if (sheet >= sheets.length) throw new Problem('csv_mapping');
  const { lines, whole } = await linesOfSheet(bytes, sheet);
  if (lines.length === 0) throw new Problem('csv_empty');
  return {
    ...{ format: 'xlsx', encoding: 'utf-8', bom: false, ascii: false, separator: ',', wrapped: false },
    ...{ sheets, sheet },
    ...layoutOf(lines, given, whole),
  };
}

/** Sheets in which addresses are looked for. */
const SHEETS_SEEN_MAX = 10;

/** A cover, or notes on how to fill the workbook in, may come before the people. */
async function sheetOfPeople(bytes: Buffer, count: number): Promise<number> {
  if (count === 1) return 0;
  for (let sheet = 0; sheet < Math.min(count, SHEETS_SEEN_MAX); sheet++) {
    const { lines } = await linesOfSheet(bytes, sheet);
    if (lines.some(({ cells }) => cells.some(isAddress))) return sheet;
  }
  return 0;
}

/** The first lines of a sheet that are not blank, and whether they are all. */
async function linesOfSheet(bytes: Buffer, sheet: number): Promise<{ lines: Line[]; whole: boolean }> {
  const lines: Line[] = [];
  for await (const row of rowsOfSheet(bytes, sheet)) {
    if (isBlank(row)) continue;
    lines.push(row);
    if (lines.length === ROWS_SEEN_MAX) return { lines, whole: false };
  }
  return { lines, whole: true };
}

/** Where the header is, and what each column holds. */
function layoutOf(lines: Line[], given: Given, whole: boolean): Pick<Dialect, 'headerLine' | 'columns' | 'spread'> {
  const people = lines.filter(({ cells }) => !isPreamble(cells));
  const found = given.headerLine === undefined ? findHeader(people) : headerAt(people, given.headerLine);
  const rows = people.flatMap(({ line, cells }) => (found === null || line > found.line ? [cells] : []));
  const header = found && { ...found, cells: splitLike(rows, found.cells) };
  const widest = header?.cells ?? rows[0] ?? [];
  // Checked first: a line has room for tens of thousands of cells.
  if (widest.length > bounds.fileColumnsMax) throw new Problem('csv_too_many_columns', { max: bounds.fileColumnsMax });
  if (whole && header !== null && rows.length === 0) throw new Problem('csv_header_only');
  if (whole && !rows.some((cells) => cells.some(holdsAddress))) throw new Problem('csv_no_address');
  if (header === null && isSpread(rows))
    return { headerLine: null, columns: [{ index: 0, header: null, field: 'email' }], spread: true };
  return {
    headerLine: header?.line ?? null,
    columns: header ? headerColumns(header.cells, rows, given.isType ?? (() => true)) : positionColumns(rows),
  };
}

/** Are all cells of uneven lines, or of a single one, addresses? Two addresses in every line are those of one person. */
function isSpread(rows: string[][]): boolean {
  const filled = rows.map((cells) => cells.filter((cell) => cell.trim() !== ''));
  const uneven = rows.length === 1 || new Set(filled.map(({ length }) => length)).size > 1;
  return (
    uneven && filled.some(({ length }) => length > 1) && filled.flat().every((cell) => addressesIn(cell).length === 1)
  );
}

/** The cells of a header that another program has put above the lines, with its own separator. */
function splitLike(rows: string[][], header: string[]): string[] {
  const [only = ''] = header;
  const width = usualWidth(rows);
  if (header.length > 1 || width < 2) return header;
  return SEPARATORS.map((separator) => only.split(separator)).find(({ length }) => length === width) ?? header;
}

function headerAt(lines: Line[], wanted: number | null): Line | null {
  return wanted === null ? null : (lines.find(({ line }) => line >= wanted) ?? null);
}

/** The separator that Excel's `sep=;` on the first line declares. */
function declaredSeparator(text: string): Separator | undefined {
  const declared = /^"?sep=(.)"?[,;\t|]*(?:[\r\n]|$)/i.exec(text)?.[1];
  return SEPARATORS.find((separator) => separator === declared);
}

type Shape = Pick<Dialect, 'separator' | 'wrapped'>;

/** The shape in which the file looks most like a list of people; commas if several are equal. */
function shapeOf(text: string, whole: boolean, separator: Separator | undefined): Shape {
  const separators = separator === undefined ? SEPARATORS : [separator];
  const shapes = separators.flatMap((known): Shape[] => [
    { separator: known, wrapped: false },
    ...(/^\s*"/.test(text) ? [{ separator: known, wrapped: true }] : []),
  ]);
  const [best] = shapes
    .map((shape) => ({
      shape,
      score: likelihood(
        linesOf(text, shape, whole).map(({ cells }) => cells),
        shape,
      ),
    }))
    .sort((a, b) => b.score - a.score);
  return best?.shape ?? { separator: ',', wrapped: false };
}

/** Addresses alone in their cell count most, then known headers, then rows of equal width. Few files are quoted line by line. */
function likelihood(records: string[][], { wrapped }: Shape): number {
  const rows = records.length || 1;
  const width = usualWidth(records);
  // A cell with a quotation mark alone is a part of a quoted one.
  const isWhole = (cell: string) => cell.split('"').length % 2 === 1;
  const withAddress = records.filter((cells) => cells.some((cell) => isAddress(cell) && isWhole(cell))).length;
  const withNamed = records.filter((cells) => cells.some((cell) => addressesIn(cell).length === 1)).length;
  const even = width > 1 ? records.filter((cells) => cells.length === width).length : 0;
  const headers = Math.max(
    0,
    ...records
      .slice(0, 20)
      .map((cells) => cells.slice(0, bounds.fileColumnsMax).filter((cell) => meaningsOf(cell).length > 0).length),
  );
  return (10 * withAddress + 3 * withNamed) / rows + Math.min(headers, 5) + even / rows - (wrapped ? 1 : 0);
}

/** The first lines that are not blank. */
function linesOf(text: string, { separator, wrapped }: Shape, whole: boolean): Line[] {
  const lines: Line[] = [];
  for (const row of new Tokenizer(separator).push(text, whole)) {
    if (isBlank(row)) continue;
    lines.push({ line: row.line, cells: wrapped ? unwrapped(row.cells, separator) : row.cells });
    if (lines.length === ROWS_SEEN_MAX) break;
  }
  return lines;
}

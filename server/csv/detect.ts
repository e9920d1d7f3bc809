import { bounds } from '../kernel/limits.ts';
import { Problem } from '../kernel/problem.ts';
import { refuseControlCharacters, refuseKnownFormats } from './binary.ts';
import { headerColumns, isAddress, isHeader, positionColumns, usualWidth } from './columns.ts';
import { type Dialect, SAMPLE_BYTES_MAX, SEPARATORS, type Separator } from './dialect.ts';
import { decoder, detectEncoding } from './encoding.ts';
import { fieldOfHeader } from './header-words.ts';
import { holdsAddress, isBlank } from './read.ts';
import { Tokenizer } from './tokenizer.ts';

/** Lines that some systems write before the header: Excel's separator line, Entra's version. */
const PREAMBLE = /^(sep=.?|version:v[\d.]+)$/i;
/** Enough to detect the format. More would only take time. */
const ROWS_SEEN_MAX = 1_000;

/** What a person specified about a file. Detection does not question it. */
export type Given = { separator?: Separator | undefined; header?: boolean | undefined };

/**
 * Detects how to read a file from its first bytes (at most SAMPLE_BYTES_MAX of them). `complete` says that they are the whole file.
 *
 * Throws Problem: csv_binary, csv_empty, csv_too_many_columns, and for a complete file csv_header_only and csv_no_address. For a longer
 * file `readRows` finds the latter two.
 */
export function detect(sample: Uint8Array, { complete, ...given }: { complete: boolean } & Given): Dialect {
  const whole = complete && sample.length <= SAMPLE_BYTES_MAX;
  const bytes = Buffer.from(sample.subarray(0, SAMPLE_BYTES_MAX));
  refuseKnownFormats(bytes);
  const encoding = detectEncoding(bytes);
  const text = decoder(encoding)(bytes, whole).replace(/^\ufeff/, '');
  refuseControlCharacters(text);
  if (text.trim() === '') throw new Problem('csv_empty');

  const separator = given.separator ?? declaredSeparator(text) ?? likeliestSeparator(text, whole);
  const records = recordsOf(text, separator, whole);
  const preamble = records.findIndex((cells) => !PREAMBLE.test(cells.join('').trim()));
  const [first = [], ...others] = records.slice(Math.max(preamble, 0));
  // Checked first: a line has room for tens of thousands of cells.
  if (first.length > bounds.fileColumnsMax) throw new Problem('csv_too_many_columns', { max: bounds.fileColumnsMax });
  const header = given.header ?? isHeader(first);
  if (whole && header && others.length === 0) throw new Problem('csv_header_only');
  if (whole && !holdsAddress(text)) throw new Problem('csv_no_address');
  return {
    ...encoding,
    separator,
    header,
    skip: Math.max(preamble, 0) + (header ? 1 : 0),
    columns: header ? headerColumns(first, others) : positionColumns([first, ...others]),
  };
}

/** The separator that Excel's `sep=;` on the first line declares. */
function declaredSeparator(text: string): Separator | null {
  const declared = /^"?sep=(.)"?[,;\t]*(?:[\r\n]|$)/i.exec(text)?.[1];
  return SEPARATORS.find((separator) => separator === declared) ?? null;
}

/** The separator with which the file looks most like a list of people; a comma if several are equal. */
function likeliestSeparator(text: string, whole: boolean): Separator {
  const [best] = SEPARATORS.map((separator) => ({
    separator,
    score: likelihood(recordsOf(text, separator, whole)),
  })).sort((a, b) => b.score - a.score);
  return best?.separator ?? ',';
}

/** Addresses alone in their cell count most, then known headers, then rows of equal width. */
function likelihood(records: string[][]): number {
  const rows = records.length || 1;
  const width = usualWidth(records);
  const withAddress = records.filter((cells) => cells.some(isAddress)).length;
  const even = width > 1 ? records.filter((cells) => cells.length === width).length : 0;
  const headers = records
    .slice(0, 2)
    .flatMap((cells) => cells.slice(0, bounds.fileColumnsMax))
    .filter((cell) => fieldOfHeader(cell) !== undefined).length;
  return (10 * withAddress) / rows + Math.min(headers, 5) + even / rows;
}

/** The cells of the first records that are not blank. */
function recordsOf(text: string, separator: Separator, whole: boolean): string[][] {
  const records: string[][] = [];
  for (const row of new Tokenizer(separator).push(text, whole)) {
    if (isBlank(row)) continue;
    records.push(row.cells);
    if (records.length === ROWS_SEEN_MAX) break;
  }
  return records;
}

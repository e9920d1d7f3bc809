import { Problem } from '../kernel/problem.ts';
import { asideFinder, holdsAddress, isBlank, isSeparatorLine } from './columns/asides.ts';
import { type Dialect, FILE_BYTES_MAX, ROWS_MAX, type Row } from './text/dialect.ts';
import { decoder } from './text/encoding.ts';
import { undefuse } from './text/formula.ts';
import { rowProblem, Tokenizer, unwrapped } from './text/tokenizer.ts';
import { rowsOfSheet, WORKBOOK_BYTES_MAX } from './text/workbook.ts';

const BATCH_ROWS = 500;
const BLOCK_BYTES = 64 * 1024;

/**
 * Reads a file's rows, without the header, in batches of up to 500. Memory stays flat however large a text file. Skips rows without text,
 * marks those that are about no person, and undoes what an export defused.
 *
 * Throws Problem: csv_too_large as soon as the file has more than `maxBytes` or ROWS_MAX rows. At the end: csv_no_address if no row had an
 * address, csv_header_only or csv_empty if there was no row. Rows yielded before a throw must be discarded.
 */
export async function* readRows(
  source: AsyncIterable<Uint8Array>,
  dialect: Dialect,
  { maxBytes = FILE_BYTES_MAX }: { maxBytes?: number } = {},
): AsyncGenerator<Row[]> {
  const finished = finisher(dialect);
  let count = 0;
  let addressSeen = false;
  let batch: Row[] = [];
  for await (const rows of rowsOf(source, dialect, maxBytes)) {
    for (const row of rows) {
      if (isBlank(row) || row.line === dialect.headerLine || isSeparatorLine(row.cells)) continue;
      if (++count > ROWS_MAX) throw new Problem('csv_too_large', { limit: `${ROWS_MAX.toLocaleString('en')} rows` });
      addressSeen ||= row.cells.some(holdsAddress);
      batch.push(finished(row));
      if (batch.length < BATCH_ROWS) continue;
      yield batch;
      batch = [];
    }
  }
  if (count === 0) throw new Problem(dialect.headerLine === null ? 'csv_empty' : 'csv_header_only');
  if (!addressSeen) throw new Problem('csv_no_address');
  if (batch.length > 0) yield batch;
}

/** Returns what makes a row of the file ready: it marks those about no person, and refuses those with too many cells. */
function finisher(dialect: Dialect): (row: Row) => Row {
  const isAside = asideFinder(dialect);
  const { length } = dialect.columns;
  return (row) => {
    if (row.problem) return row;
    if (isAside(row)) return { ...row, aside: true };
    if (row.cells.slice(length).some((cell) => cell.trim() !== ''))
      return { ...row, problem: rowProblem('csv_too_many_cells') };
    row.cells.length = Math.min(row.cells.length, length);
    for (const [index, cell] of row.cells.entries()) {
      if (cell.includes("'") || cell.startsWith('="')) row.cells[index] = unguarded(cell);
    }
    return row;
  };
}

/** The text that an export has kept from being a formula, and the digits that people and programs keep from becoming a number. */
function unguarded(cell: string): string {
  const digits = /^="([^"]*)"$/.exec(cell)?.[1] ?? /^'(\d[\d ./-]*)$/.exec(cell)?.[1];
  return digits ?? undefuse(cell);
}

/** The rows of each block of the file. One by one they would cost a turn of the event loop each. */
async function* rowsOf(
  source: AsyncIterable<Uint8Array>,
  dialect: Dialect,
  maxBytes: number,
): AsyncGenerator<Iterable<Row>> {
  if (dialect.format === 'xlsx') {
    for await (const row of rowsOfSheet(await wholeOf(source), dialect.sheet)) yield [row];
    return;
  }
  const tokenizer = new Tokenizer(dialect.separator);
  const asRows = shaper(dialect);
  for await (const { text, last } of texts(source, dialect, maxBytes)) yield asRows(tokenizer.push(text, last));
}

/** Returns what makes rows of lines that are quoted as a whole, or that hold several people each. */
function shaper({ separator, wrapped, spread }: Dialect): (lines: Iterable<Row>) => Iterable<Row> {
  let count = 0;
  return function* (lines) {
    for (const row of lines) {
      if (!spread) yield wrapped ? { ...row, cells: unwrapped(row.cells, separator) } : row;
      else for (const cell of row.cells) if (cell.trim() !== '') yield { ...row, line: ++count, cells: [cell] };
    }
  };
}

/** A workbook lists its parts at its end, so it is held as a whole. */
export async function wholeOf(source: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of source) {
    bytes += chunk.length;
    if (bytes > WORKBOOK_BYTES_MAX) throw new Problem('csv_too_large', { limit: megabytes(WORKBOOK_BYTES_MAX) });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

async function* texts(source: AsyncIterable<Uint8Array>, dialect: Dialect, maxBytes: number) {
  const decode = decoder(dialect);
  let start = true;
  for await (const { bytes, last } of blocks(source, maxBytes)) {
    const text = decode(bytes, last);
    yield { text: start && text.startsWith('\ufeff') ? text.slice(1) : text, last };
    start &&= text === '';
  }
}

/** Yields blocks of a fixed size: memory stays flat, and the encoding is decided on enough bytes. */
async function* blocks(source: AsyncIterable<Uint8Array>, maxBytes: number) {
  let waiting: Uint8Array[] = [];
  let waitingBytes = 0;
  let bytesTotal = 0;
  for await (const chunk of source) {
    bytesTotal += chunk.length;
    if (bytesTotal > maxBytes) throw new Problem('csv_too_large', { limit: megabytes(maxBytes) });
    for (let from = 0; from < chunk.length; from += BLOCK_BYTES) {
      const piece = chunk.subarray(from, from + BLOCK_BYTES);
      waiting.push(piece);
      waitingBytes += piece.length;
      if (waitingBytes < BLOCK_BYTES) continue;
      yield { bytes: Buffer.concat(waiting), last: false };
      waiting = [];
      waitingBytes = 0;
    }
  }
  yield { bytes: Buffer.concat(waiting), last: true };
}

function megabytes(bytes: number): string {
  return `${Math.floor(bytes / 1024 / 1024)} MB`;
}

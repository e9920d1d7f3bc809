import { Problem } from '../kernel/problem.ts';
import { type Dialect, FILE_BYTES_MAX, ROWS_MAX, type Row } from './dialect.ts';
import { decoder } from './encoding.ts';
import { undefuse } from './formula.ts';
import { rowProblem, Tokenizer } from './tokenizer.ts';

const BATCH_ROWS = 500;
const BLOCK_BYTES = 64 * 1024;

/**
 * Reads a file's rows, without the header, in batches of up to 500. Memory stays flat however large the file. Skips rows without text, and
 * undoes what an export defused.
 *
 * Throws Problem: csv_too_large as soon as the file has more than `maxBytes` or ROWS_MAX rows. At the end: csv_no_address if no row had an
 * address, csv_header_only or csv_empty if there was no row. Rows yielded before a throw must be discarded.
 */
export async function* readRows(
  source: AsyncIterable<Uint8Array>,
  dialect: Dialect,
  { maxBytes = FILE_BYTES_MAX }: { maxBytes?: number } = {},
): AsyncGenerator<Row[]> {
  const tokenizer = new Tokenizer(dialect.separator);
  let skip = dialect.skip;
  let count = 0;
  let addressSeen = false;
  let batch: Row[] = [];
  for await (const { text, last } of texts(source, dialect, maxBytes)) {
    for (const row of tokenizer.push(text, last)) {
      if (isBlank(row) || skip-- > 0) continue;
      if (++count > ROWS_MAX) throw new Problem('csv_too_large', { limit: `${ROWS_MAX.toLocaleString('en')} rows` });
      addressSeen ||= row.cells.some(holdsAddress);
      batch.push(finished(row, dialect));
      if (batch.length < BATCH_ROWS) continue;
      yield batch;
      batch = [];
    }
  }
  if (count === 0) throw new Problem(dialect.header ? 'csv_header_only' : 'csv_empty');
  if (!addressSeen) throw new Problem('csv_no_address');
  if (batch.length > 0) yield batch;
}

/** Has the row no text at all, like the lines that a spreadsheet leaves after its last row? */
export function isBlank(row: Row): boolean {
  return row.problem === null && row.cells.every((cell) => cell.trim() === '');
}

/** May the text contain an address? A reason to read on, not a check of the address. */
export function holdsAddress(text: string): boolean {
  return /[^\s@]@[^\s@]/.test(text);
}

function finished(row: Row, { columns }: Dialect): Row {
  if (row.problem) return row;
  if (row.cells.slice(columns.length).some((cell) => cell.trim() !== '')) {
    return { ...row, problem: rowProblem('csv_too_many_cells') };
  }
  row.cells.length = Math.min(row.cells.length, columns.length);
  for (const [index, cell] of row.cells.entries()) {
    if (cell.includes("'")) row.cells[index] = undefuse(cell);
  }
  return row;
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

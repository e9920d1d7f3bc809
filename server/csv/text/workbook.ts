import { readXlsx, streamXlsxRows } from 'hucre/xlsx';
import { Problem } from '../../kernel/problem.ts';
import type { Row } from './dialect.ts';
import { inspected } from './tokenizer.ts';

/** The largest workbook, as it is sent. Excel files are compressed, so it has about a million rows. */
export const WORKBOOK_BYTES_MAX = 64 * 1024 * 1024;
/** The largest workbook and its largest part besides the sheets, uncompressed. */
const UNPACKED_MAX = 1024 * 1024 * 1024;
const PART_MAX = 160 * 1024 * 1024;
/** Sheets compress to about a tenth. Far more than that, of a large part, is made to harm. */
const RATIO_MAX = 150;
const SMALL_PART = 8 * 1024 * 1024;

const SHEETS_MAX = 200;
const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;

export function isWorkbook(sample: Buffer): boolean {
  return (
    sample.subarray(0, 4).toString('latin1') === 'PK\x03\x04' &&
    sample.includes('[Content_Types].xml') &&
    !sample.includes('word/document')
  );
}

/**
 * The names of a workbook's sheets, in order.
 * @throws csv_binary (422) if the file is no workbook, or unpacks to more than a workbook of people can
 */
export async function sheetsOf(bytes: Buffer): Promise<string[]> {
  refuseBombs(bytes);
  const names: string[] = [];
  await readable(
    readXlsx(bytes, {
      sheets: ({ name }) => {
        names.push(name);
        return false;
      },
    }),
  );
  if (names.length === 0) throw new Problem('csv_empty');
  return names.slice(0, SHEETS_MAX);
}

/**
 * The rows of one sheet. Formulas are not run: their stored results are read. Dates become 2026-11-28, numbers their digits.
 * @throws csv_binary (422)
 */
export async function* rowsOfSheet(bytes: Buffer, sheet: number): AsyncGenerator<Row> {
  refuseBombs(bytes);
  const rows = streamXlsxRows(bytes, { sheet });
  for (;;) {
    const next = await readable(rows.next());
    if (next.done) return;
    const { index, values } = next.value;
    yield inspected(index + 1, values.map(textOf));
  }
}

function textOf(value: string | number | boolean | Date | null): string {
  if (value === null) return '';
  if (value instanceof Date) {
    const iso = Number.isFinite(value.getTime()) ? value.toISOString() : '';
    return iso.endsWith('T00:00:00.000Z') ? iso.slice(0, 10) : iso.replace('T', ' ').slice(0, 16);
  }
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE';
  return typeof value === 'number' && Number.isInteger(value) ? BigInt(value).toString() : String(value);
}

async function readable<T>(reading: Promise<T>): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof Problem) throw error;
    throw new Problem(
      'csv_binary',
      {
        what: 'this Excel workbook cannot be read; it may be damaged or protected by a password. Save it anew, or as CSV',
      },
      { cause: error },
    );
  }
}

/** The reader inflates no part beyond the size that the directory of the archive declares, so these sizes are what counts. */
function refuseBombs(bytes: Buffer): void {
  let total = 0;
  for (const { name, packed, unpacked } of entriesOf(bytes)) {
    total += unpacked;
    const isSheet = name.startsWith('xl/worksheets/');
    const tooDense = unpacked > SMALL_PART && unpacked > packed * RATIO_MAX;
    if (tooDense || total > UNPACKED_MAX || (!isSheet && unpacked > PART_MAX))
      throw new Problem('csv_binary', {
        what: 'it unpacks to far more than a list of people. Save the list as CSV and send that file',
      });
  }
}

/** The directory of a zip archive (APPNOTE 6.3, 4.3.12 and 4.3.16), without Zip64, which no workbook of this size needs. */
function entriesOf(bytes: Buffer): { name: string; packed: number; unpacked: number }[] {
  const damaged = () => new Problem('csv_binary', { what: 'this Excel workbook is damaged. Save it anew, or as CSV' });
  const end = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  if (end < 0 || end + 22 > bytes.length || bytes.readUInt32LE(end) !== END_OF_DIRECTORY) throw damaged();
  const count = bytes.readUInt16LE(end + 10);
  let at = bytes.readUInt32LE(end + 16);
  return Array.from({ length: count }, () => {
    if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== DIRECTORY_ENTRY) throw damaged();
    const [packed, unpacked] = [bytes.readUInt32LE(at + 20), bytes.readUInt32LE(at + 24)];
    const nameLength = bytes.readUInt16LE(at + 28);
    const name = bytes.toString('latin1', at + 46, at + 46 + nameLength);
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
    return { name, packed, unpacked };
  });
}

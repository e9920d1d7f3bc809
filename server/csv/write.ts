import type { Dialect, Row, Separator } from './text/dialect.ts';
import { defuse, defuseLines } from './text/formula.ts';

/** Comes first in every file that Muster writes: without it Excel reads UTF-8 as Windows-1252. */
export const BOM = '\ufeff';

/**
 * One line of a CSV file (RFC 4180, ended by CRLF). Defuses text that a spreadsheet would run as a formula. Writes numbers as they are, and
 * null as an empty cell.
 */
export function csvLine(cells: readonly (string | number | null)[], separator: Separator = ','): string {
  return `${cells.map(csvCell).join(separator)}\r\n`;
}

function csvCell(cell: string | number | null): string {
  if (typeof cell !== 'string') return cell === null ? '' : String(cell);
  const text = defuse(cell);
  // Also quotes spaces at the ends and other separators, because some readers trim or guess.
  return /[",;|\t\r\n]|^ | $/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** The same for rows that PostgreSQL writes: blocks of whole lines, without anything that a spreadsheet would run. */
export async function* defusedBlocks(blocks: AsyncIterable<Buffer>, separator: Separator): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const block of blocks) {
    const bytes = rest.length === 0 ? block : Buffer.concat([rest, block]);
    const end = bytes.lastIndexOf('\n') + 1;
    rest = bytes.subarray(end);
    if (end > 0) yield defuseLines(bytes.subarray(0, end), separator);
  }
  yield defuseLines(rest, separator);
}

/** The first line of the file that returns an import's rows with their outcome. Write BOM before it. */
export function resultHeader({ columns, separator }: Dialect): string {
  const names = columns.map(({ header, field, index }) => header ?? field ?? `column ${index + 1}`);
  return csvLine([...names, 'status', 'reason'], separator);
}

/** One row of that file. Cells beyond the columns are joined into the last one, where they mostly came from. */
export function resultLine(row: Row, { columns, separator }: Dialect, status: string, reason: string): string {
  const cells = columns.map(({ index }) => row.cells[index] ?? '');
  const last = columns.length - 1;
  if (row.cells.length > columns.length) cells[last] = row.cells.slice(last).join(separator);
  return csvLine([...cells, status, reason], separator);
}

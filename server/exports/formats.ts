import { setImmediate } from 'node:timers/promises';
import { writeXlsxStream } from 'hucre/xlsx';
import type { RawBuilder } from 'kysely';
import { defuse, undefuse } from '../csv/text/formula.ts';
import { BOM, defusedBlocks } from '../csv/write.ts';
import { copyAsCsv, copyAsText } from '../database/database.ts';
import { type ExportColumn, headerOf, isFilled, isTime, standardColumns } from './export-columns.ts';
import type { Choices, Separator } from './export-query.ts';
import { timeAsNumber, timeAsText } from './times.ts';

/** A kind of file: what the database gives for it, and how that becomes the file. */
export interface Format {
  mediaType: string;
  extension: string;
  columns: readonly ExportColumn[];
  written: (time: RawBuilder<unknown>) => RawBuilder<unknown>;
  copyOptions: string;
  file: (blocks: AsyncIterable<Buffer>) => AsyncGenerator<Buffer>;
}

export function csvFormat(choices: Choices & { separator: Separator }): Format {
  const { columns = standardColumns, headers, separator } = choices;
  return {
    mediaType: 'text/csv; charset=utf-8',
    extension: 'csv',
    columns,
    written: timeAsText(choices),
    copyOptions: copyAsCsv(separator, columns.filter(isFilled)),
    async *file(blocks) {
      yield Buffer.from(`${BOM}${columns.map((column) => headerOf(column, headers)).join(separator)}\n`);
      yield* defusedBlocks(blocks, separator);
    },
  };
}

export const workbookType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** A workbook with one sheet, a further one after a million people. */
export function workbookFormat(choices: Choices): Format {
  const { columns = standardColumns, headers } = choices;
  const { written, numberFormat } = timeAsNumber(choices);
  return {
    mediaType: workbookType,
    extension: 'xlsx',
    columns,
    written,
    copyOptions: copyAsText,
    async *file(blocks) {
      const sheet = writeXlsxStream(rowsOf(blocks, columns.map(isTime)), {
        name: 'Users',
        columns: columns.map((column) => ({
          header: headerOf(column, headers),
          width: isTime(column) ? 18 : isFilled(column) ? 24 : 14,
          ...(isTime(column) && { numFmt: numberFormat }),
        })),
        freezePane: { rows: 1 },
      });
      for await (const bytes of sheet) yield Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    },
  };
}

/** The rows of COPY's text format: cells are separated by tabs, and a tab or line break in a text is escaped. */
async function* rowsOf(
  blocks: AsyncIterable<Buffer>,
  areTimes: readonly boolean[],
): AsyncGenerator<(string | Date | null)[]> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const block of blocks) {
    const lines = (rest + decoder.decode(block, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) yield line.split('\t').map((cell, i) => cellOf(cell, areTimes[i] === true));
    // Blocks that have arrived already would keep other requests waiting.
    await setImmediate();
  }
}

function cellOf(cell: string, isTime: boolean): string | Date | null {
  if (cell === '\\N') return null;
  if (isTime) return new Date(Number(cell) * 1000);
  const text = cell.replace(/\\(.)/g, (_, letter: string) => escapes[letter] ?? letter);
  // A text cell never runs, so only text that an import would take for defused is defused. A phone number stays as it is.
  const safe = undefuse(text) === text ? text : defuse(text);
  // _x0041_ would be read as the letter A (ST_Xstring in ECMA-376).
  return safe.replace(/_(?=x[0-9a-f]{4}_)/gi, '_x005F_');
}

const escapes: Record<string, string> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };

import { type Io, say, write } from '../io.ts';
import { type Column, Table } from './table.ts';

export const jsonOption = ['--json', 'print one JSON document, for programs'] as const;
export const dryRunOption = ['--dry-run', 'print what would happen, and do nothing'] as const;
export const yesOption = ['-y, --yes', 'do not ask'] as const;

type Shown = { json?: true | undefined };
const blockRows = 500;

export const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/** One thing: its fields below each other, or JSON. */
export async function showOne<T>(
  io: Io,
  value: T,
  columns: readonly Column<T>[],
  { json: asJson }: Shown,
): Promise<void> {
  if (asJson) return write(io, json(value));
  const table = new Table<Column<T>>(
    [
      ['', ([header]) => header.charAt(0) + header.slice(1).toLowerCase()],
      ['', ([, cell]) => cell(value)],
    ],
    io.stdout.columns,
  );
  // The empty headers are no line.
  await write(io, table.block(columns).replace(/^\n/, ''));
}

/** A secret that is shown this once. It stands alone on standard output, so that it can be piped. */
export async function showSecret(
  io: Io,
  { made, secret, name }: { made: unknown; secret: string; name: string },
  { json: asJson }: Shown,
): Promise<void> {
  if (asJson) return write(io, json(made));
  say(io, `${name}. Its secret is shown this once:`);
  await write(io, `${secret}\n`);
}

/** A list of any length: a table, or an array in JSON. Answers how many there were. */
export async function showList<T>(
  io: Io,
  rows: AsyncIterable<T> | Iterable<T>,
  columns: readonly Column<T>[],
  { json: asJson, none = 'Nothing found.' }: Shown & { none?: string },
): Promise<number> {
  if (asJson) return writeArray(io, rows);
  const table = new Table(columns, io.stdout.columns);
  let [block, count]: [T[], number] = [[], 0];
  for await (const row of rows) {
    count++;
    if (block.push(row) < blockRows) continue;
    await write(io, table.block(block));
    block = [];
  }
  if (count === 0) say(io, none);
  else if (block.length > 0) await write(io, table.block(block));
  return count;
}

/** An array that is written as it comes. */
export async function writeArray<T>(io: Io, rows: AsyncIterable<T> | Iterable<T>): Promise<number> {
  let count = 0;
  await write(io, '[');
  for await (const row of rows) await write(io, `${count++ === 0 ? '' : ','}\n${JSON.stringify(row)}`);
  await write(io, count === 0 ? ']\n' : '\n]\n');
  return count;
}

/** Says something that is no answer for programs. */
export async function tell(io: Io, sentence: string, { json: asJson }: Shown): Promise<void> {
  if (asJson) say(io, sentence);
  else await write(io, `${sentence}\n`);
}

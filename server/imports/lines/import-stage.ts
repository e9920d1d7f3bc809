import { sql } from 'kysely';
import { readRows } from '../../csv/read.ts';
import type { Dialect, Row } from '../../csv/text/dialect.ts';
import { one } from '../../database/database.ts';
import { beginning } from '../../kernel/beginning.ts';
import type { Ctx } from '../../kernel/context.ts';
import { columnOf, type FileField, fieldOf, fileFields, fromText, sqlTypeOf } from '../../users/rules/fields.ts';
import { type Findings, type Line, lineReader } from './import-line.ts';
import type { Known } from './names-in-cells.ts';

const SAMPLE_ROWS = 10;
/** Characters of one cell of the sample, and about the most of one row: cells of wide files are cut shorter. */
const SAMPLE_CELL_LENGTH = 200;
const SAMPLE_ROW_LENGTH = 10_000;

export type Staged = { rows: number; sample: string[][]; filled: FileField[]; findings: Findings };

/** The table of one transaction into which a file is read. */
export const stagedTable = sql`create temporary table staged_lines (
  line int not null, email_key text collate "C" not null, name_key text collate "C", code text collate "C", detail text,
  off boolean not null, status text collate "C", manager_key text collate "C", new_user_id uuid,
  ${sql.join(fileFields.map((field) => sql`${columnOf(field)} ${stagedType(field)}`))}) on commit drop`;

/**
 * Reads a file into the temporary table staged_lines of this transaction. It is written without WAL and without indexes, so lines are
 * sorted and judged before they are stored once.
 *
 * @throws csv_empty, csv_header_only, csv_no_address, csv_too_large (422) at the end of the file
 */
export async function stageLines(
  ctx: Ctx,
  pieces: AsyncIterable<Buffer>,
  dialect: Dialect,
  known: Known,
  onProgress: (rows: number) => Promise<void>,
): Promise<Staged> {
  await stagedTable.execute(ctx.db);
  const findings: Findings = { notPeople: [], notPeopleCount: 0, switchedOff: new Map() };
  const { now } = await one(ctx.db, sql<{ now: number }>`select extract(epoch from muster_now()) * 1000 as now`);
  const understand = lineReader(dialect, known, findings, Number(now));
  const staged: Staged = { rows: 0, sample: [], filled: [], findings };
  let read = 0;
  // The next batch is parsed while the database writes the last one.
  let writing: Promise<void> = Promise.resolve();
  try {
    for await (const rows of readRows(
      oneByOne(pieces, () => writing),
      dialect,
    )) {
      if (staged.sample.length === 0) staged.sample = sampleOf(rows, dialect);
      read += rows.length;
      const lines = rows.map(understand);
      for (const field of fileFields)
        if (!staged.filled.includes(field) && lines.some(({ values, code }) => code === null && values[field] !== null))
          staged.filled.push(field);
      await writing;
      writing = insertLines(ctx, lines);
      // The next await handles the error. Without this handler it would count as unhandled until then.
      writing.catch(() => {});
      await onProgress(read);
    }
  } finally {
    await writing;
  }
  await sql`analyze staged_lines`.execute(ctx.db);
  staged.rows = read - findings.notPeopleCount;
  return staged;
}

/** Pieces are read on the connection that writes the lines, so reading waits for writing. */
async function* oneByOne(pieces: AsyncIterable<Buffer>, done: () => Promise<void>): AsyncGenerator<Buffer> {
  const source = pieces[Symbol.asyncIterator]();
  for (;;) {
    await done();
    const next = await source.next();
    if (next.done) return;
    yield next.value;
  }
}

/** A manager is staged by the key of their address. */
const stagedColumn = (field: FileField) => (field === 'managerId' ? sql`manager_key` : columnOf(field));

/** Texts are compared by code points alone. */
function stagedType(field: FileField) {
  return fieldOf(field).form === 'text' ? sql`text collate "C"` : sqlTypeOf(field);
}

async function insertLines(ctx: Ctx, lines: Line[]): Promise<void> {
  const texts = (of: (line: Line) => string | null) => sql`${textArray(lines.map(of))}::text[]`;
  const names = sql.join([sql`line, email_key, name_key, code, detail, off, status`, ...fileFields.map(stagedColumn)]);
  const columns = [
    sql`${`{${lines.map(({ line }) => line).join(',')}}`}::int[]`,
    texts(({ emailKey }) => emailKey),
    texts(({ nameKey }) => nameKey),
    texts(({ code }) => code),
    texts(({ detail }) => detail),
    sql`${`{${lines.map(({ off }) => off).join(',')}}`}::boolean[]`,
    texts(({ status }) => status),
    ...fileFields.map((field) => texts(({ values }) => values[field])),
  ];
  // A list of add-ons is sent as one text, because unnest flattens arrays of arrays. Keys hold no comma.
  const typed = fileFields.map((field) =>
    field === 'managerId' ? stagedColumn(field) : fromText(field, columnOf(field)),
  );
  await sql`insert into staged_lines (${names}) select line, email_key, name_key, code, detail, off, status, ${sql.join(typed)}
    from unnest(${sql.join(columns)}) as t (${names})`.execute(ctx.db);
}

/** An array literal for PostgreSQL: what the driver would write, in a third of its time. null for a column of nulls. */
function textArray(values: (string | null)[]): string | null {
  if (values.every((value) => value === null)) return null;
  const texts = values.map((value) => (value === null ? 'NULL' : `"${/["\\]/.test(value) ? escaped(value) : value}"`));
  return `{${texts.join(',')}}`;
}

function escaped(text: string): string {
  return text.replace(/["\\]/g, '\\$&');
}

/** The first rows to show, as wide as the file has columns. Long cells are cut, so the sample stays small. */
function sampleOf(rows: Row[], { columns }: Pick<Dialect, 'columns'>): string[][] {
  const length = Math.min(SAMPLE_CELL_LENGTH, Math.floor(SAMPLE_ROW_LENGTH / columns.length));
  return rows
    .filter(({ aside }) => !aside)
    .slice(0, SAMPLE_ROWS)
    .map(({ cells }) => cells.slice(0, columns.length).map((cell) => beginning(cell, length)));
}

import { sql } from 'kysely';
import type { Dialect } from '../csv/dialect.ts';
import { readRows } from '../csv/read.ts';
import type { Ctx } from '../kernel/context.ts';
import { sampleOf } from './import-file.ts';
import { type Known, type Line, lineReader } from './import-line.ts';

export type Staged = { rows: number; sample: string[][] };

/**
 * Reads a file into the table staged_lines, which is this transaction's own and gone with it: written without a journal and
 * without indexes, so that what was understood is sorted and judged before it is kept once.
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
  await sql`create temporary table staged_lines (
    line int not null, email text collate "C" not null, email_key text collate "C" not null, first_name text collate "C",
    last_name text collate "C", name_key text collate "C", department text collate "C", group_id uuid, type text collate "C",
    add_ons text[], code text collate "C", detail text) on commit drop`.execute(ctx.db);
  const understand = lineReader(dialect, known);
  const staged: Staged = { rows: 0, sample: [] };
  // While the database takes one batch, the next is understood.
  let writing: Promise<void> = Promise.resolve();
  try {
    for await (const rows of readRows(
      oneByOne(pieces, () => writing),
      dialect,
    )) {
      if (staged.rows === 0) staged.sample = sampleOf(rows, dialect);
      staged.rows += rows.length;
      const lines = rows.map(understand);
      await writing;
      writing = insertLines(ctx, lines);
      // Heard of at the next await, and no stranger to the process until then.
      writing.catch(() => {});
      await onProgress(staged.rows);
    }
  } finally {
    await writing;
  }
  await sql`analyze staged_lines`.execute(ctx.db);
  return staged;
}

/** Pieces come over the same connection as lines go, which does one thing at a time. */
async function* oneByOne(pieces: AsyncIterable<Buffer>, done: () => Promise<void>): AsyncGenerator<Buffer> {
  const source = pieces[Symbol.asyncIterator]();
  for (;;) {
    await done();
    const next = await source.next();
    if (next.done) return;
    yield next.value;
  }
}

async function insertLines(ctx: Ctx, lines: Line[]): Promise<void> {
  const of = (column: Exclude<keyof Line, 'line' | 'addOns'>) => textArray(lines.map((line) => line[column]));
  // A list of add-ons travels as one text, because arrays of arrays are taken apart whole. Keys hold no comma.
  const addOns = textArray(lines.map((line) => line.addOns?.join(',') ?? null));
  await sql`insert into staged_lines
    select line, email, email_key, first_name, last_name, name_key, department, group_id, type, string_to_array(add_ons, ','), code, detail
    from unnest(${`{${lines.map((line) => line.line).join(',')}}`}::int[], ${of('email')}::text[], ${of('emailKey')}::text[],
      ${of('firstName')}::text[], ${of('lastName')}::text[], ${of('nameKey')}::text[], ${of('department')}::text[],
      ${of('groupId')}::uuid[], ${of('type')}::text[], ${addOns}::text[], ${of('code')}::text[], ${of('detail')}::text[])
      as t (line, email, email_key, first_name, last_name, name_key, department, group_id, type, add_ons, code, detail)`.execute(
    ctx.db,
  );
}

/** An array as PostgreSQL reads it: what the driver would write, in a third of its time, and nothing for a column of nulls. */
function textArray(values: (string | null)[]): string | null {
  if (values.every((value) => value === null)) return null;
  const texts = values.map((value) => (value === null ? 'NULL' : `"${/["\\]/.test(value) ? escaped(value) : value}"`));
  return `{${texts.join(',')}}`;
}

function escaped(text: string): string {
  return text.replace(/["\\]/g, '\\$&');
}

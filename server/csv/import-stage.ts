import { sql } from 'kysely';
import type { Ctx } from '../kernel/context.ts';
import type { Dialect } from './dialect.ts';
import { sampleOf } from './import-file.ts';
import { type Known, type Line, lineReader } from './import-line.ts';
import { readRows } from './read.ts';

/** Rows per statement: enough to be worth one, few enough that the server answers others meanwhile. */
const BATCH_LINES = 6_000;

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
  let batch: Line[] = [];
  for await (const rows of readRows(pieces, dialect)) {
    if (staged.rows === 0) staged.sample = sampleOf(rows);
    staged.rows += rows.length;
    for (const row of rows) batch.push(understand(row));
    if (batch.length < BATCH_LINES) continue;
    await insertLines(ctx, batch);
    await onProgress(staged.rows);
    batch = [];
  }
  if (batch.length > 0) await insertLines(ctx, batch);
  await sql`analyze staged_lines`.execute(ctx.db);
  return staged;
}

async function insertLines(ctx: Ctx, lines: Line[]): Promise<void> {
  // A list of add-ons travels as one text, because arrays of arrays are taken apart whole. Keys hold no comma.
  const addOns = lines.map((line) => line.addOns?.join(',') ?? null);
  await sql`insert into staged_lines
    select line, email, email_key, first_name, last_name, name_key, department, group_id, type, string_to_array(add_ons, ','), code, detail
    from unnest(${lines.map((line) => line.line)}::int[], ${lines.map((line) => line.email)}::text[],
      ${lines.map((line) => line.emailKey)}::text[], ${lines.map((line) => line.firstName)}::text[],
      ${lines.map((line) => line.lastName)}::text[], ${lines.map((line) => line.nameKey)}::text[],
      ${lines.map((line) => line.department)}::text[], ${lines.map((line) => line.groupId)}::uuid[],
      ${lines.map((line) => line.type)}::text[], ${addOns}::text[],
      ${lines.map((line) => line.code)}::text[], ${lines.map((line) => line.detail)}::text[])
      as t (line, email, email_key, first_name, last_name, name_key, department, group_id, type, add_ons, code, detail)`.execute(
    ctx.db,
  );
}

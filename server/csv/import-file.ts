import { sql } from 'kysely';
import { z } from 'zod';
import { fileSchema } from '../changes/change.ts';
import type { Ctx } from '../kernel/context.ts';
import { maybe, one } from '../kernel/database.ts';
import { type Dialect, FIELDS, SEPARATORS } from './dialect.ts';

/** Bytes per row of import_files: small enough to hold a few at a time, large enough to be few. */
export const PIECE_BYTES = 256 * 1024;
const SAMPLE_ROWS = 10;
const SAMPLE_CELL_LENGTH = 200;

/** What changes.file holds of an import: what callers see, and what else is needed to read the same file again. */
const storedFile = fileSchema.extend({
  encoding: z.enum(['utf-8', 'utf-16le', 'utf-16be', 'windows-1252']),
  separator: z.enum(SEPARATORS),
  columns: z.array(z.object({ index: z.number(), header: z.string().nullable(), field: z.enum(FIELDS).nullable() })),
  bom: z.boolean(),
  ascii: z.boolean(),
  skip: z.number(),
});
export type StoredFile = z.infer<typeof storedFile> & Dialect;

/** @throws when the change has no file, which is a mistake of ours: only imports are asked for theirs. */
export async function readStoredFile(ctx: Ctx, changeId: string): Promise<StoredFile> {
  const row = await one(
    ctx.db,
    sql<{ file: unknown }>`select file from changes where account_id = ${ctx.accountId} and id = ${changeId}`,
  );
  return storedFile.parse(row.file);
}

export async function keepStoredFile(ctx: Ctx, changeId: string, file: StoredFile): Promise<void> {
  await sql`update changes set file = ${JSON.stringify(file)}::jsonb
    where account_id = ${ctx.accountId} and id = ${changeId}`.execute(ctx.db);
}

/** Keeps an upload as it was sent, piece by piece. */
export async function storePieces(ctx: Ctx, changeId: string, pieces: AsyncIterable<Buffer>): Promise<void> {
  let seq = 0;
  for await (const piece of pieces) {
    await sql`insert into import_files (account_id, change_id, seq, bytes)
      values (${ctx.accountId}, ${changeId}, ${seq++}, ${piece})`.execute(ctx.db);
  }
}

/** The file again, as it was sent. Ends before its first byte when it was erased since. */
export async function* readPieces(ctx: Ctx, changeId: string): AsyncGenerator<Buffer> {
  for (let seq = 0; ; seq++) {
    const piece = await maybe(
      ctx.db,
      sql<{ bytes: Buffer }>`select bytes from import_files
        where account_id = ${ctx.accountId} and change_id = ${changeId} and seq = ${seq}`,
    );
    if (!piece) return;
    yield piece.bytes;
  }
}

/** The first rows as people are shown them; a cell may be long, and the sample stays small. */
export function sampleOf(rows: { cells: string[] }[]): string[][] {
  return rows
    .slice(0, SAMPLE_ROWS)
    .map(({ cells }) => cells.map((cell) => cell.slice(0, SAMPLE_CELL_LENGTH).toWellFormed()));
}

import { sql } from 'kysely';
import { z } from 'zod';
import { fileSchema } from '../changes/engine/change.ts';
import { columnFieldSchema, type Dialect, encodingSchema, separatorSchema } from '../csv/text/dialect.ts';
import { maybe, one } from '../database/database.ts';
import type { Ctx } from '../kernel/context.ts';
import { fileFields } from '../users/rules/fields.ts';
import { choicesSchema } from './lines/choices.ts';

/** Bytes per row of import_files: small enough to hold a few in memory, large enough that there are few. */
export const PIECE_BYTES = 256 * 1024;

/** The part of changes.file about an import: what callers see, and what is needed to read the same file again. */
const storedFile = fileSchema.extend({
  encoding: encodingSchema,
  separator: separatorSchema,
  columns: z.array(
    z.object({
      index: z.number(),
      header: z.string().nullable(),
      field: columnFieldSchema.nullable(),
      familyFirst: z.boolean().optional(),
      joined: z.array(z.number()).optional(),
      note: z.string().optional(),
    }),
  ),
  choices: choicesSchema,
  filled: z.array(z.enum(fileFields)),
  /** The groups that applying it creates. */
  newGroups: z.array(z.object({ id: z.string(), name: z.string() })),
  bom: z.boolean(),
  ascii: z.boolean(),
  wrapped: z.boolean(),
  spread: z.boolean().optional(),
});
export type StoredFile = z.infer<typeof storedFile> & Dialect;

/** @throws if the change has no file, which is a bug: only imports are asked for one. */
export async function readStoredFile(ctx: Ctx, changeId: string): Promise<StoredFile> {
  const row = await one(
    ctx.db,
    sql<{
      file: unknown;
    }>`select file || file_details as file from changes where account_id = ${ctx.accountId} and id = ${changeId}`,
  );
  return storedFile.parse(row.file);
}

export async function keepStoredFile(ctx: Ctx, changeId: string, file: StoredFile): Promise<void> {
  const { short, details } = partsOf(file);
  await sql`update changes set file = ${JSON.stringify(short)}::jsonb, file_details = ${JSON.stringify(details)}::jsonb, kept_lines = ${file.rows}
    where account_id = ${ctx.accountId} and id = ${changeId}`.execute(ctx.db);
}

/** The parts of a file that lists show, and those that only its details show. */
export function partsOf(file: StoredFile) {
  const { columns, sample, bom, ascii, wrapped, spread, sheets, choices, findings, filled, newGroups, ...short } = file;
  const details = { columns, sample, bom, ascii, wrapped, spread, sheets, choices, findings, filled, newGroups };
  return { short, details, bytes: short.bytes };
}

/** Stores an upload as it was sent, piece by piece. */
export async function storePieces(ctx: Ctx, changeId: string, pieces: AsyncIterable<Buffer>): Promise<void> {
  let seq = 0;
  for await (const piece of pieces) {
    await sql`insert into import_files (account_id, change_id, seq, bytes)
      values (${ctx.accountId}, ${changeId}, ${seq++}, ${piece})`.execute(ctx.db);
  }
}

/** The stored file, as it was sent. Yields nothing if it was erased. */
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

import { z } from 'zod';
import { bounds } from '../kernel/limits.ts';
import { Problem } from '../kernel/problem.ts';
import { upTo } from '../kernel/schema.ts';

/** Number() would also accept 0x10, 1e2 and blanks. */
const inDigits = (text: unknown) => (typeof text === 'string' && !/^\d{1,9}$/.test(text) ? Number.NaN : text);

/** How many entries a page has: at most 500. */
export const limitParameter = (usual: number) =>
  z.preprocess(inDigits, z.coerce.number().int().min(1).max(500)).default(usual);

/** Query parameters of every list. */
export const pageQuery = {
  limit: limitParameter(50).describe('How many, at most 500; 50 if left out. A page with long texts may hold fewer.'),
  cursor: upTo(2000).optional().describe('nextCursor of the page before.'),
};

/** The fields of every page of a list. */
export function pageFields<Item extends z.ZodType>(item: Item) {
  return { data: z.array(item), nextCursor: z.string().nullable().describe('null on the last page.') };
}

/** One page of a list, under the name that openapi.json gives it. */
export function pageOf<Item extends z.ZodType>(id: string, item: Item) {
  return z.object(pageFields(item)).meta({ id });
}

/** A cursor is the position of a page's last row in the order: opaque to callers, checked when it comes back. */
export function encodeCursor(position: (string | null)[]): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}

export function decodeCursor(cursor: string | undefined, parts: number): string[] | null {
  if (cursor === undefined) return null;
  try {
    const position: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    const strings = z
      .array(z.string().refine((part) => !part.includes('\0')))
      .length(parts)
      .safeParse(position);
    if (strings.success) return strings.data;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new Problem('invalid_cursor');
}

/** Is this a time that PostgreSQL can read, as it wrote it into a cursor? It refuses impossible days and the year 0. */
export function isMoment(text: string): boolean {
  const [, day, time] = /^(?!0000)(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)(?:\.\d{1,6})?(?:Z|\+00)$/.exec(text) ?? [];
  const at = Date.parse(`${day}T${time}Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(`${day}T${time}`);
}

/** Bytes of a page around its entries. */
const frameBytes = 16 * 1024;

/**
 * Rows were read one beyond the limit; the extra row shows that there is a next page. A page of long entries is shorter: it ends before it
 * exceeds the size of an answer.
 */
export function toPage<Row, Item>(
  rows: Row[],
  limit: number,
  item: (row: Row) => Item,
  position: (row: Row) => string[],
) {
  const data: Item[] = [];
  let room = bounds.answerBytesMax - frameBytes;
  for (const row of rows.slice(0, limit)) {
    const entry = item(row);
    room -= Buffer.byteLength(JSON.stringify(entry)) + 1;
    if (room < 0 && data.length > 0) break;
    data.push(entry);
  }
  const last = rows[data.length - 1];
  return { data, nextCursor: rows.length > data.length && last !== undefined ? encodeCursor(position(last)) : null };
}

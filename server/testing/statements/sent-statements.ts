import type pg from 'pg';
import { z } from 'zod';
import { isMixed, unnamedIn } from './statement-rules.ts';

/** A statement as the server sends it, or a copy. Queries of a test itself have another shape: the driver wraps them in an object. */
const statement = z.union([
  z.strictObject({ text: z.string(), values: z.array(z.unknown()).optional(), name: z.string().optional() }),
  z.object({ text: z.string().startsWith('copy (') }),
]);
const judged = new Map<string, string | null>();

/** Records what the server sends through these pools. The returned function lists statements that break a rule of database/tables.ts. */
export function readAlong(pools: pg.Pool[]): () => string[] {
  const sent = new Set<string>();
  for (const pool of pools)
    pool.on('connect', (client) => {
      const query = client.query;
      Reflect.set(client, 'query', (...given: unknown[]) => {
        const { data } = statement.safeParse(given[0]);
        if (data) sent.add(data.text);
        return Reflect.apply(query, client, given);
      });
    });
  return () => [...sent].flatMap((text) => faultIn(text) ?? []);
}

function faultIn(text: string): string | null {
  const known = judged.get(text);
  if (known !== undefined) return known;
  const unnamed = unnamedIn(text);
  const fault =
    unnamed.length > 0
      ? `does not name the account in ${unnamed.join(', ')}: ${text}`
      : isMixed(text)
        ? `names tables of the directory and of a cell: ${text}`
        : null;
  judged.set(text, fault);
  return fault;
}

import assert from 'node:assert/strict';
import type { TestApp } from '../app.ts';
import { waitUntil } from '../wait-until.ts';

type RowsRead = { read: number; written: number };

/** Rows of users and imported lines read so far, and rows of users written, by PostgreSQL's own counters. */
export async function rowsRead({ sql }: Pick<TestApp, 'sql'>): Promise<RowsRead> {
  const { rows } = await sql.query<RowsRead>(
    `select sum(coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0))::int as read, sum(n_tup_ins + n_tup_upd) filter (where relname = 'users')::int as written
    from pg_stat_user_tables where relname in ('users', 'import_lines')`,
  );
  assert.ok(rows[0]);
  return rows[0];
}

/** Rows read since, once this many were written: a server process reports both together, with a delay. */
export async function readSince(app: Pick<TestApp, 'sql'>, before: RowsRead, written: number): Promise<number> {
  const now = await waitUntil(async () => {
    const now = await rowsRead(app);
    return now.written >= before.written + written ? now : null;
  }, 'what was written to be counted');
  return now.read - before.read;
}

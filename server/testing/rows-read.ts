import assert from 'node:assert/strict';
import type { TestApp } from './app.ts';
import { waitUntil } from './wait-until.ts';

type RowsRead = { read: number; written: number };

/** Rows of users and of imported lines that were read, and of users that were written until now, by PostgreSQL's own counters. */
export async function rowsRead({ sql }: Pick<TestApp, 'sql'>): Promise<RowsRead> {
  const { rows } = await sql.query<RowsRead>(
    `select sum(coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0))::int as read, sum(n_tup_ins + n_tup_upd) filter (where relname = 'users')::int as written
    from pg_stat_user_tables where relname in ('users', 'import_lines')`,
  );
  assert.ok(rows[0]);
  return rows[0];
}

/** Rows that were read since, once so many were written: a process of the server reports both together, a while after. */
export async function readSince(app: Pick<TestApp, 'sql'>, before: RowsRead, written: number): Promise<number> {
  const now = await waitUntil(async () => {
    const now = await rowsRead(app);
    return now.written >= before.written + written ? now : null;
  }, 'what was written to be counted');
  return now.read - before.read;
}

import type pg from 'pg';
import { waitUntil } from './wait-until.ts';

/**
 * Holds row locks from outside the server until released, so that a test can stop a request in the middle instead of hoping that it is
 * slow. waited resolves once this many others wait for a lock. The mailing job does not count.
 */
export async function holdRows(
  pool: pg.Pool,
  accountId: string,
  lock: string,
  values: unknown[],
): Promise<{ waited: (others?: number) => Promise<number[]>; release: () => Promise<void> }> {
  const client = await pool.connect();
  await client.query('begin');
  await client.query("select set_config('muster.account_id', $1, true)", [accountId]);
  await client.query(lock, values);
  return {
    waited: (others = 1) =>
      waitUntil(async () => {
        const { rows } = await pool.query<{ pid: number }>(
          `select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'
            and query !~ '^(select note_mails|with place as materialized .select . from mail_queue)' order by query_start`,
        );
        return rows.length >= others ? rows.map(({ pid }) => pid) : null;
      }, `${others} that wait for a lock`),
    release: async () => {
      await client.query('rollback');
      client.release();
    },
  };
}

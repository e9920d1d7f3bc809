import type pg from 'pg';

/** Reads one account past its API, in its own transaction: row security shows even the owner of the tables one account only. */
export async function insideAccount<T>(
  pool: pg.Pool,
  accountId: string,
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query('begin isolation level repeatable read');
    await client.query("select set_config('muster.account_id', $1, true)", [accountId]);
    const result = await work(client);
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
}

export async function accountIds(pool: pg.Pool): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>('select accounts_existing() as id');
  return rows.map(({ id }) => id);
}

import { CompiledQuery, Kysely, PostgresDialect, type RawBuilder, sql } from 'kysely';
import pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import type { Actor, Ctx, Db } from './context.ts';
import { isId } from './ids.ts';
import { KeepingPool } from './kept.ts';
import type { Log } from './log.ts';
import { Problem } from './problem.ts';

// int8 counts stay below 2^53; dates are read as ISO text by the statements that need them.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);

/** How long a job or a transaction belongs to a server that gives no sign of life. */
export const leaseSeconds = 15;

export type Database = { pool: pg.Pool; keeping: KeepingPool; db: Db; end: () => Promise<void> };

export function openDatabase(config: pg.PoolConfig, log: Log): Database {
  const pool = new pg.Pool({ max: 12, connectionTimeoutMillis: 5_000, ...config });
  pool.on('error', (error) => log.warn({ error: error.message }, 'an idle database connection was lost'));
  // One that is lost between two statements of a transaction fails the next one; unheard, it would end the process.
  pool.on('connect', (client) => client.on('error', () => {}));
  const keeping = new KeepingPool(pool);
  const db: Db = new Kysely({ dialect: new PostgresDialect({ pool: keeping }) });
  return { pool, keeping, db, end: () => db.destroy() };
}

export async function all<Row>(db: Db, query: RawBuilder<Row>): Promise<Row[]> {
  return (await query.execute(db)).rows;
}

export async function one<Row>(db: Db, query: RawBuilder<Row>): Promise<Row> {
  const row = (await query.execute(db)).rows[0];
  if (row === undefined) throw new Error('a statement that always answers one row answered none');
  return row;
}

export async function maybe<Row>(db: Db, query: RawBuilder<Row>): Promise<Row | null> {
  return (await query.execute(db)).rows[0] ?? null;
}

/**
 * Runs work in one transaction inside one account: row-level security shows that account's rows only.
 * Repeats it when Postgres asks for that (serialisation failure, deadlock), so work must not act outside the transaction.
 */
export async function inAccount<T>(
  database: Database,
  who: { accountId: string; actor: Actor; way: string; requestId: string | null },
  work: (ctx: Ctx) => Promise<T>,
): Promise<T> {
  return transact(database, beginIn(who.accountId), (db, afterCommit) => work({ ...who, db, afterCommit }));
}

/**
 * A server that stands still, or whose network is gone, holds its rows no longer than its jobs: whoever takes those over waits for
 * no one who may never come back.
 */
const begin = `begin; set local role muster_app; set local idle_in_transaction_session_timeout = '${leaseSeconds}s'`;

function beginIn(accountId: string): string {
  if (!isId(accountId)) throw new Error('an account id is a uuid');
  return `${begin}; set local muster.account_id = '${accountId}'`;
}

/**
 * What a query of one account answers, as COPY writes it, times in UTC, block by block; and at last how many rows that were. Takes a
 * connection until it ends or is ended, for half an hour at most.
 */
export async function* copyInAccount(
  { pool }: Database,
  accountId: string,
  query: string,
): AsyncGenerator<Buffer, number> {
  let client: pg.PoolClient | null = null;
  let whole = false;
  try {
    client = await pool.connect();
    await client.query(
      `${beginIn(accountId)}; set local statement_timeout = '30min'; set local timezone = 'UTC'; set local datestyle = 'ISO'`,
    );
    const copy = client.query(copyTo(`copy (${query}) to stdout with (format csv)`));
    for await (const block of copy) yield block;
    await client.query('commit');
    whole = true;
    return copy.rowCount;
  } catch (error) {
    throw isUnavailable(error) ? new Problem('database_unavailable', {}, { cause: error }) : error;
  } finally {
    // A COPY that was given up is still under way, and ends with its connection.
    client?.release(!whole);
  }
}

/** One transaction outside any account: sees identities, sessions, links and jobs, and no account's rows. */
export async function inSystem<T>(
  database: Database,
  work: (db: Db, afterCommit: Ctx['afterCommit']) => Promise<T>,
): Promise<T> {
  return transact(database, begin, work);
}

/** Moves a transaction that began outside any account into one: sign-up and joining touch both. */
export async function enterAccount(db: Db, accountId: string): Promise<void> {
  await sql`select set_config('muster.account_id', ${accountId}, true)`.execute(db);
}

async function transact<T>(
  database: Database,
  opening: string,
  work: (db: Db, afterCommit: Ctx['afterCommit']) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await database.db.connection().execute((db) => once(db, opening, work));
    } catch (error) {
      if (database.keeping.stopsKeeping(codeOf(error))) continue;
      if (attempt < 8 && isRetryable(error)) {
        await new Promise((resolve) => setTimeout(resolve, Math.random() * 10 * 2 ** attempt));
        continue;
      }
      throw isUnavailable(error) ? new Problem('database_unavailable', {}, { cause: error }) : error;
    }
  }
}

async function once<T>(
  db: Db,
  opening: string,
  work: (db: Db, afterCommit: Ctx['afterCommit']) => Promise<T>,
): Promise<T> {
  const effects: (() => void)[] = [];
  try {
    await db.executeQuery(CompiledQuery.raw(opening));
    const result = await work(db, (effect) => effects.push(effect));
    await commit(db);
    for (const effect of effects) effect();
    return result;
  } catch (error) {
    // A connection that is gone cannot roll back; the pool drops it and the server has rolled back already.
    await db.executeQuery(CompiledQuery.raw('rollback')).catch(() => {});
    throw error;
  }
}

/** Whether a commit that was never answered took place, nobody here can know; saying that nothing was changed might be a lie. */
async function commit(db: Db): Promise<void> {
  try {
    await db.executeQuery(CompiledQuery.raw('commit'));
  } catch (error) {
    throw isUnavailable(error) ? new Problem('outcome_unknown', {}, { cause: error }) : error;
  }
}

/** What a rule asks for when another transaction got there first: the whole transaction runs again. */
export class Retry extends Error {}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

function isRetryable(error: unknown): boolean {
  return error instanceof Retry || ['40001', '40P01'].includes(codeOf(error));
}

/** Connection lost or refused, restarting, out of disk or memory, too many connections. */
function isUnavailable(error: unknown): boolean {
  const code = codeOf(error);
  if (/^(08|53|57P0)/.test(code) || ['ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'EPIPE', 'ETIMEDOUT'].includes(code))
    return true;
  return (
    error instanceof Error &&
    /Connection terminated|timeout exceeded when trying to connect|not queryable/.test(error.message)
  );
}

export function violates(error: unknown, constraint: string): boolean {
  return error instanceof Error && 'constraint' in error && error.constraint === constraint;
}

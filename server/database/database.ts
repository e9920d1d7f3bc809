import { type RawBuilder, sql } from 'kysely';
import pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import type { Ctx, Db, Requester } from '../kernel/context.ts';
import { isId } from '../kernel/ids.ts';
import { bounds } from '../kernel/limits.ts';
import type { Log } from '../kernel/log.ts';
import { Problem } from '../kernel/problem.ts';
import { Shares } from '../kernel/shares.ts';
import { codeOf, isRetryable, isUnavailable, timedOut } from './database-error.ts';
import { PreparedStatements } from './prepared.ts';
import { type Asker, SlowStatements } from './slow.ts';
import { Transaction } from './transaction.ts';

// int8 counts stay below 2^53; dates are read as ISO text by the statements that need them.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);

/** A job or a transaction of a server that gives no sign of life is free again after this time. */
export const leaseSeconds = 15;

/** Connections of this server, and how long a request waits for one. */
export const connectionsMax = 16;
const connectionWaitMs = 5_000;
/**
 * Requests of one account that run at once. Long lists keep the one thread busy, so they share it with other accounts. Requests that write
 * may wait for each other's locks, so more of them may run.
 */
const sharesOfReads = { alone: 6, beside: 2, waitMs: connectionWaitMs, restMostMs: 100 };
const sharesOfWrites = { alone: 6, beside: 4, waitMs: connectionWaitMs, restMostMs: 0 };

/** Seconds that a statement waits for a lock, and that it may run. A person waits for a request, but not for a job. */
const patience = { request: { lock: 5, statement: 60 }, job: { lock: 60, statement: 1_800 } };
type Patience = keyof typeof patience;

export type Database = {
  pool: pg.Pool;
  /** Exports hold a connection while their reader reads, so they have a pool of their own. */
  copies: pg.Pool;
  shares: { reads: Shares; writes: Shares };
  prepared: PreparedStatements;
  slow: SlowStatements;
  end: () => Promise<void>;
};

export function openDatabase(config: pg.PoolConfig, log: Log, { slowStatementMs = 0 } = {}): Database {
  const open = (options: pg.PoolConfig & { pipeline: boolean }) => {
    const pool = new pg.Pool({ connectionTimeoutMillis: connectionWaitMs, ...options, ...config });
    pool.on('error', (error) => log.warn({ error: error.message }, 'an idle database connection was lost'));
    // A connection lost between two statements makes the next one fail. Without a listener the event would end the process.
    pool.on('connect', (client) => client.on('error', () => {}));
    return pool;
  };
  const pool = open({ max: connectionsMax, pipeline: true });
  // The driver cannot stream on a pipelined connection.
  const copies = open({ max: bounds.exportsOfAllMax, pipeline: false });
  const end = async () => void (await Promise.all([pool.end(), copies.end()]));
  const shares = { reads: new Shares(sharesOfReads), writes: new Shares(sharesOfWrites) };
  const slow = new SlowStatements(log, slowStatementMs);
  return { pool, copies, shares, prepared: new PreparedStatements(), slow, end };
}

export async function all<Row>(db: Db, query: RawBuilder<Row>): Promise<Row[]> {
  return (await query.execute(db)).rows;
}

export async function one<Row>(db: Db, query: RawBuilder<Row>): Promise<Row> {
  return theOne(await all(db, query));
}

function theOne<Row>([row]: Row[]): Row {
  if (row === undefined) throw new Error('a statement that always answers one row answered none');
  return row;
}

export async function maybe<Row>(db: Db, query: RawBuilder<Row>): Promise<Row | null> {
  return (await query.execute(db)).rows[0] ?? null;
}

/**
 * Runs a statement that joins thousands of rows where the planner expects a few. A nested loop would then take ten seconds instead of a
 * tenth of one. The planner avoids it where there is another way.
 */
export async function allFromMany<Row>(db: Db, query: RawBuilder<Row>): Promise<Row[]> {
  db.post(sql`set local enable_nestloop = off`);
  const rows = await all(db, query);
  db.post(sql`set local enable_nestloop to default`);
  return rows;
}

/** The same for a statement that always answers one row. */
export async function oneFromMany<Row>(db: Db, query: RawBuilder<Row>): Promise<Row> {
  return theOne(await allFromMany(db, query));
}

type Work<T> = (db: Db, afterCommit: Ctx['afterCommit']) => T | Promise<T>;

/**
 * Runs work in one transaction inside one account: row-level security shows that account's rows only.
 * Repeats it when Postgres asks for that (serialisation failure, deadlock), so work must not act outside the transaction.
 */
export async function inAccount<T>(database: Database, who: Requester, work: (ctx: Ctx) => T | Promise<T>): Promise<T> {
  return inShare(database.shares.writes, who, (opening) =>
    transact(database, { opening, ...who }, (db, afterCommit) => work({ ...who, db, afterCommit })),
  );
}

/**
 * The same for work that only reads. It does not wait for the commit. Each statement sees what is committed before it, or with a snapshot
 * all see the same.
 */
export async function readInAccount<T>(
  database: Database,
  who: Requester,
  work: (ctx: Ctx) => T | Promise<T>,
  sees: 'present' | 'snapshot' = 'present',
): Promise<T> {
  const isolation = sees === 'snapshot' ? 'isolation level repeatable read, ' : '';
  return inShare(database.shares.reads, who, (opening) =>
    transact(
      database,
      { opening: `${opening}; set transaction ${isolation}read only`, ...who },
      (db, afterCommit) => work({ ...who, db, afterCommit }),
      'end',
    ),
  );
}

/** Jobs take no share: they are few, and limited elsewhere. */
async function inShare<T>(
  shares: Shares,
  { accountId, channel }: Requester,
  work: (opening: string) => Promise<T>,
): Promise<T> {
  if (channel === 'system') return work(beginIn(accountId, 'job'));
  const giveBack = await shares.take(accountId);
  try {
    return await work(beginIn(accountId, 'request'));
  } finally {
    giveBack();
  }
}

/**
 * A server that hangs or lost its network holds its rows no longer than its jobs (idle_in_transaction_session_timeout), so the server that
 * takes over a job does not wait for it. lock_timeout bounds every other wait. PostgreSQL's just-in-time compiler, on by default, makes a
 * statement of a tenth of a second take a second.
 */
const begin = (who: Patience) =>
  `begin; set local role muster_app; set local idle_in_transaction_session_timeout = '${leaseSeconds}s'; set local jit = off; set local lock_timeout = '${patience[who].lock}s'; set local statement_timeout = '${patience[who].statement}s'`;

function beginIn(accountId: string, who: Patience): string {
  if (!isId(accountId)) throw new Error('an account id is a uuid');
  return `${begin(who)}; set local muster.account_id = '${accountId}'`;
}

/** COPY's options for a CSV file. The columns named in `quoted` are always quoted, unless they are null. */
export function copyAsCsv(separator: string, quoted: readonly string[]): string {
  const force = quoted.length === 0 ? '' : `, force_quote (${quoted.map(pg.escapeIdentifier).join(', ')})`;
  return `format csv, delimiter ${pg.escapeLiteral(separator)}${force}`;
}
/** The same for lines with tabs, in which a tab, a line break and a backslash of a text are escaped, and null is \N. */
export const copyAsText = 'format text';

/**
 * Yields the result of a query in one account as COPY writes it, block by block, with times in UTC. Returns the number of rows. Holds a
 * connection until it ends, half an hour at most.
 */
export async function* copyInAccount(
  { copies }: Database,
  accountId: string,
  { query, options }: { query: string; options: string },
): AsyncGenerator<Buffer, number> {
  let client: pg.PoolClient | null = null;
  let whole = false;
  try {
    client = await copies.connect();
    await client.query(`${beginIn(accountId, 'job')}; set local timezone = 'UTC'; set local datestyle = 'ISO'`);
    const copy = client.query(copyTo(`copy (${query}) to stdout with (${options})`));
    for await (const block of copy) yield block;
    await client.query('commit');
    whole = true;
    return copy.rowCount;
  } catch (error) {
    throw told(error);
  } finally {
    // A COPY that was given up still runs. Closing its connection ends it.
    client?.release(!whole);
  }
}

/** One transaction outside any account: sees identities, sessions, links and jobs, and no account's rows. */
export async function inSystem<T>(database: Database, work: Work<T>, who: Patience = 'request'): Promise<T> {
  return transact(database, { opening: begin(who), ...noAccount }, work);
}

/** The same for work that only reads. */
export async function readInSystem<T>(database: Database, work: Work<T>): Promise<T> {
  return transact(database, { opening: `${begin('request')}; set transaction read only`, ...noAccount }, work, 'end');
}

/** Moves a transaction that began outside any account into one. Sign-up and joining touch both. */
export function enterAccount(db: Db, accountId: string): void {
  db.post(sql`select set_config('muster.account_id', ${accountId}, true)`);
}

const noAccount: Asker = { accountId: null, requestId: null };
type Opening = Asker & { opening: string };

async function transact<T>(
  database: Database,
  opening: Opening,
  work: Work<T>,
  closing: 'commit' | 'end' = 'commit',
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await once(database, opening, work, closing);
    } catch (error) {
      if (attempt < 3 && database.prepared.turnsOff(codeOf(error))) continue;
      if (attempt < 8 && isRetryable(error)) {
        await new Promise((resolve) => setTimeout(resolve, Math.random() * 10 * 2 ** attempt));
        continue;
      }
      throw told(error);
    }
  }
}

/** Turns errors that are temporary and no bug of Muster into problems. Nothing was changed when they occur. */
function told(error: unknown): unknown {
  const busy = isRetryable(error) ? 'rows_busy' : timedOut[codeOf(error)];
  const code = isUnavailable(error) ? 'database_unavailable' : busy;
  return code === undefined ? error : new Problem(code, {}, { cause: error });
}

async function once<T>(
  { pool, prepared, slow }: Database,
  { opening, accountId, requestId }: Opening,
  work: Work<T>,
  closing: 'commit' | 'end',
): Promise<T> {
  const client = await pool.connect();
  const transaction = new Transaction(client, prepared, opening, slow.of({ accountId, requestId }));
  const effects: (() => void)[] = [];
  let usable = true;
  try {
    const result = await work(transaction.db, (effect) => effects.push(effect));
    await transaction[closing]();
    for (const effect of effects) effect();
    return result;
  } catch (error) {
    // A lost connection needs no rollback: PostgreSQL has done it.
    usable = await transaction.rollback().then(
      () => true,
      () => false,
    );
    throw transaction.reasonOf(error);
  } finally {
    client.release(!usable);
  }
}

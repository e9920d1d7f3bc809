import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startEmbeddedPostgres } from '../../server/embedded/postgres.ts';

/** A database for one benchmark. sql is a connection of its owner, for whom row security does not apply. */
export type BenchDatabase = { url: string; folder: string; sql: pg.Pool };

/** In the PostgreSQL that DATABASE_URL names, or in the one that Muster brings, with the settings of npm start. */
export async function withDatabase(work: (database: BenchDatabase) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'muster-bench-'));
  try {
    const given = process.env['DATABASE_URL'];
    if (given) await inOwnDatabase(given, (url) => withPool({ url, folder }, work));
    else await inEmbedded(folder, (url) => withPool({ url, folder }, work));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function inEmbedded(folder: string, work: (url: string) => Promise<void>): Promise<void> {
  const postgres = await startEmbeddedPostgres({ dataFolder: folder, log: () => {} });
  const { host, user, database } = postgres.connection;
  try {
    await work(`postgres://${user}@localhost/${database}?host=${encodeURIComponent(host)}`);
  } finally {
    await postgres.stop();
  }
}

/** Dropping waits for other connections to the database, such as a vacuum, and needs no right to end them. */
async function inOwnDatabase(given: string, work: (url: string) => Promise<void>): Promise<void> {
  const name = `muster_bench_${process.pid}`;
  const url = new URL(given);
  url.pathname = `/${name}`;
  await once(given, `create database ${name}`);
  try {
    await work(url.href);
  } finally {
    await once(given, `drop database ${name}`);
  }
}

async function once(url: string, statement: string): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  await client.query(statement);
  await client.end();
}

/** Its name in pg_stat_activity, which separates its cost from Muster's. */
export const benchName = 'muster bench';

async function withPool(
  { url, folder }: Omit<BenchDatabase, 'sql'>,
  work: (database: BenchDatabase) => Promise<void>,
): Promise<void> {
  const sql = new pg.Pool({ connectionString: url, application_name: benchName, max: 4, idleTimeoutMillis: 0 });
  // If a database stops before its connections, they end with a harmless error.
  sql.on('error', () => {});
  try {
    await mustBeDurable(sql);
    await work({ url, folder, sql });
  } finally {
    await sql.end();
  }
}

async function mustBeDurable(sql: pg.Pool): Promise<void> {
  const { rows } = await sql.query<{ name: string; setting: string }>(
    "select name, setting from pg_settings where name in ('fsync', 'synchronous_commit') and setting <> 'on'",
  );
  for (const { name } of rows) throw new Error(`Measured is with ${name} = on, as Muster runs.`);
}

/**
 * Forced row security also applies to an owner of tables who is no superuser, and then COPY is not allowed. Muster works as another role,
 * for which this changes nothing.
 */
export async function unforceRowSecurity(sql: pg.Pool): Promise<void> {
  const { rows } = await sql.query<{ name: string }>(
    "select oid::regclass as name from pg_class where relforcerowsecurity and relnamespace = 'public'::regnamespace",
  );
  for (const { name } of rows) await sql.query(`alter table ${name} no force row level security`);
}

import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { z } from 'zod';

const connectionSchema = z.object({
  connectionString: z.string().optional(),
  host: z.string().optional(),
  port: z.number().optional(),
  user: z.string().optional(),
  database: z.string().optional(),
});

export type TestDatabase = { connection: pg.PoolConfig; drop: () => Promise<void> };

/** A database for one test file, copied from the migrated template. */
export function copyDatabase(): Promise<TestDatabase> {
  return newDatabase(environment().template);
}

/** A database with only what the SQL creates. */
export async function databaseOf(text: string): Promise<TestDatabase> {
  const database = await newDatabase();
  await run(database.connection, text);
  return database;
}

async function newDatabase(template?: string): Promise<TestDatabase> {
  const { connectionString, ...parts } = connectionSchema.parse(JSON.parse(environment().server));
  const connection = connectionString === undefined ? definedOf(parts) : { connectionString };
  const name = `muster_test_${process.pid}_${randomBytes(4).toString('hex')}`;
  await createDatabase(connection, name, template);
  return { connection: onDatabase(connection, name), drop: () => dropDatabase(connection, name) };
}

function environment(): { server: string; template: string } {
  const { TEST_SERVER: server, TEST_TEMPLATE: template } = process.env;
  if (!server || !template)
    throw new Error('Start tests with bin/test, which brings their database: bin/test [files].');
  return { server, template };
}

export function createDatabase(connection: pg.PoolConfig, name: string, template?: string): Promise<void> {
  return whenFree(connection, `create database ${name}${template ? ` template ${template}` : ''}`);
}

/** Not with force, which an ordinary role may not use while autovacuum runs there. */
export function dropDatabase(connection: pg.PoolConfig, name: string): Promise<void> {
  return whenFree(connection, `drop database if exists ${name}`);
}

/** Retries while another process copies the template or is still connected. */
async function whenFree(connection: pg.PoolConfig, statement: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await run(connection, statement);
    } catch (error) {
      const busy = error instanceof Error && 'code' in error && error.code === '55006';
      if (!busy || attempt === 50) throw error;
      await sleep(20 * attempt);
    }
  }
}

async function run(connection: pg.PoolConfig, statement: string): Promise<void> {
  const client = new pg.Client(connection);
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** Another database of the same server. */
export function onDatabase(connection: pg.PoolConfig, database: string): pg.PoolConfig {
  if (!connection.connectionString) return { ...connection, database };
  const url = new URL(connection.connectionString);
  url.pathname = `/${database}`;
  return { connectionString: url.href };
}

/** The same as a URL for DATABASE_URL. */
export function addressOf(connection: pg.PoolConfig): string {
  // Parsed by the library, whether it is a URL or in parts.
  const { user, password, host, port, database } = new pg.Client(connection);
  const target = host.startsWith('/')
    ? `localhost/${database}?host=${encodeURIComponent(host)}&port=${port}`
    : `${host}:${port}/${database}`;
  return `postgres://${user}:${encodeURIComponent(password ?? '')}@${target}`;
}

function definedOf(parts: Record<string, string | number | undefined>): pg.PoolConfig {
  return Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined));
}

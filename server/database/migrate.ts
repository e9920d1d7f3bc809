import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type pg from 'pg';
import { StartError } from '../kernel/config.ts';

const folder = join(import.meta.dirname, '../../migrations');

/** Brings the database to this version, one server at a time, forward only. */
export async function migrate(pool: pg.Pool): Promise<void> {
  const client = await pool.connect();
  try {
    const { rows } = await client.query<{ version: number }>(
      "select current_setting('server_version_num')::int / 10000 as version",
    );
    const version = rows[0]?.version ?? 0;
    if (version < 15) throw new StartError(`Muster needs PostgreSQL 15 or later; this is ${version}.`);
    await client.query('begin');
    // Held to the end of this transaction, so it works through poolers too.
    await client.query("select pg_advisory_xact_lock(hashtext('muster migrations'))");
    await client.query(
      'create table if not exists migrations (name text primary key, applied_at timestamptz not null default now())',
    );
    await applyNew(client);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback').catch(() => {});
    throw error;
  } finally {
    client.release();
  }
}

/** The files of migrations/ in the order of their numbers, which is the order in which they run. */
export function migrationFiles(): { name: string; text: string }[] {
  const names = readdirSync(folder).filter((name) => name.endsWith('.sql'));
  return names.sort().map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') }));
}

async function applyNew(client: pg.PoolClient): Promise<void> {
  const { rows } = await client.query<{ name: string }>('select name from migrations');
  const done = new Set(rows.map((row) => row.name));
  const files = migrationFiles();
  const ahead = [...done].filter((name) => !files.some((file) => file.name === name));
  if (ahead.length > 0)
    throw new StartError(`The database was used by a newer Muster (${ahead.join(', ')}); start that version or later.`);
  for (const { name, text } of files) {
    if (done.has(name)) continue;
    try {
      await client.query(text);
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === '42501') {
        throw new StartError(
          `The database user may not prepare the database (${error.message}); it needs CREATE on the database and CREATEROLE.`,
        );
      }
      throw error;
    }
    await client.query('insert into migrations (name) values ($1)', [name]);
  }
}

import type pg from 'pg';
import { migrationFiles } from '../../database/migrate.ts';

/**
 * A database as SQL that recreates it: the migrations that made it, then the rows of each table as JSON, one per line. Neither dumping nor
 * loading needs a superuser or pg_dump.
 */
export async function dumpDatabase(pool: pg.Pool, version: string): Promise<string> {
  const client = await pool.connect();
  try {
    await client.query('begin isolation level repeatable read');
    const tables = await tablesInOrder(client);
    const guarded = tables.filter(({ guarded }) => guarded).map(({ name }) => name);
    // Row security hides the rows even from the owner of the tables, here and when they are loaded.
    const open = guarded.map((table) => `alter table ${table} no force row level security;`);
    await client.query(open.join('\n'));
    const rows: string[] = [];
    for (const { name } of tables) rows.push(await rowsOf(client, name));
    const { moment } = await oneRow<{ moment: string }>(client, 'select iso(muster_now()) as moment');
    const sequences = await sequencesOf(client);
    await client.query('rollback');
    return [
      `-- Muster ${version} with data, as of ${moment}. bin/fixture writes this file.`,
      'create table migrations (name text primary key, applied_at timestamptz not null default now());',
      ...migrationFiles().map(({ text }) => text),
      `truncate ${tables.map(({ name }) => name).join(', ')};`,
      ...open,
      ...rows,
      ...sequences,
      'set constraints all immediate;',
      ...guarded.map((table) => `alter table ${table} force row level security;`),
      '',
    ].join('\n');
  } finally {
    client.release();
  }
}

/** The time of a dump. Its content expires soon after it. */
export function momentOf(dump: string): string {
  const moment = /^-- Muster .*, as of (\S+)\. /.exec(dump)?.[1];
  if (moment === undefined) throw new Error('the first line of a dump names its moment');
  return moment;
}

type Table = { name: string; guarded: boolean; needs: string[] };

/** Each table after those that its rows refer to. References checked at the end of a transaction do not count. */
async function tablesInOrder(client: pg.PoolClient): Promise<Table[]> {
  const { rows } = await client.query<Table>(`
    select c.relname as name, c.relforcerowsecurity as guarded,
      array(select r.relname::text from pg_constraint k join pg_class r on r.oid = k.confrelid
        where k.conrelid = c.oid and k.contype = 'f' and not k.condeferred and r.oid <> c.oid) as needs
    from pg_class c where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace order by 1`);
  const placed: Table[] = [];
  const isReady = ({ needs }: Table) => needs.every((need) => placed.some(({ name }) => name === need));
  while (placed.length < rows.length) {
    const next = rows.find((table) => !placed.includes(table) && isReady(table));
    if (next === undefined) throw new Error('tables refer to each other in a circle');
    placed.push(next);
  }
  return placed;
}

async function rowsOf(client: pg.PoolClient, table: string): Promise<string> {
  const { rows } = await client.query<{ row: string }>(`select to_json(t)::text as row from ${table} t order by ctid`);
  if (rows.length === 0) return `-- ${table}: no rows`;
  const columns = await columnsOf(client, table);
  return `insert into ${table} (${columns}) overriding system value select ${columns} from json_populate_recordset(null::${table}, $rows$[
${rows.map(({ row }) => row).join(',\n')}
]$rows$);`;
}

/** The columns that are written. PostgreSQL makes the others from them. */
async function columnsOf(client: pg.PoolClient, table: string): Promise<string> {
  const { columns } = await oneRow<{ columns: string }>(
    client,
    `select string_agg(quote_ident(attname), ', ' order by attnum) as columns from pg_attribute
    where attrelid = '${table}'::regclass and attnum > 0 and not attisdropped and attgenerated = ''`,
  );
  return columns;
}

/** Identities continue after the greatest value in use. */
async function sequencesOf(client: pg.PoolClient): Promise<string[]> {
  const { rows } = await client.query<{ line: string }>(`
    select format('select setval(pg_get_serial_sequence(%L, %L), (select coalesce(max(%I), 1) from %I));', c.relname, a.attname, a.attname, c.relname) as line
    from pg_attribute a join pg_class c on c.oid = a.attrelid and c.relnamespace = 'public'::regnamespace
    where a.attidentity <> '' order by 1`);
  return rows.map(({ line }) => line);
}

async function oneRow<Row extends pg.QueryResultRow>(client: pg.PoolClient, query: string): Promise<Row> {
  const { rows } = await client.query<Row>(query);
  const [row] = rows;
  if (row === undefined) throw new Error('a query that always answers one row answered none');
  return row;
}

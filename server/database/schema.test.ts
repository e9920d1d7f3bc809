import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import pg from 'pg';
import { copyDatabase } from '../testing/database.ts';
import { schemaText } from './schema-text.ts';
import { isTable, tables } from './tables.ts';

const file = join(import.meta.dirname, '../../schema.sql');
const { connection, drop } = await copyDatabase();
const pool = new pg.Pool({ ...connection, max: 1 });
after(async () => {
  await pool.end();
  await drop();
});

const columns = `pg_attribute a join pg_class c on c.oid = a.attrelid and c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
  where a.attnum > 0 and not a.attisdropped`;

test('schema.sql in the repository says what migrations make of a database: bin/schema writes it anew', async () => {
  const text = await schemaText(pool);
  if (process.env['WRITE_SCHEMA']) writeFileSync(file, text);
  assert.equal(text, readFileSync(file, 'utf8'));
});

test('no column has a name that SQL reserves, so none has to be quoted', async () => {
  const { rows } = await pool.query(
    `select c.relname, a.attname from ${columns} and a.attname in (select word from pg_get_keywords() where catcode in ('R', 'T'))`,
  );
  assert.deepEqual(rows, []);
});

test('every table is of the directory or of a cell, and no foreign key leads from one to the other', async () => {
  const { rows } = await pool.query<{ table: string; other: string | null }>(`
    select c.relname as table, r.relname as other from pg_class c
    left join pg_constraint k on k.conrelid = c.oid and k.contype = 'f' left join pg_class r on r.oid = k.confrelid
    where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace order by 1, 2`);
  assert.deepEqual([...new Set(rows.map(({ table }) => table))], Object.keys(tables).sort());
  const isDirectory = (name: string) => isTable(name) && tables[name] === 'directory';
  assert.deepEqual(
    rows.filter(({ table, other }) => other !== null && isDirectory(table) !== isDirectory(other)),
    [],
  );
});

test('every table says in a comment what a row of it is', async () => {
  const { rows } = await pool.query(
    `select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace and obj_description(oid, 'pg_class') is null`,
  );
  assert.deepEqual(rows, []);
});

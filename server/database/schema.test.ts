import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import pg from 'pg';
import { copyDatabase } from '../testing/database.ts';
import { schemaText } from './schema-text.ts';

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

test('every table says in a comment what a row of it is', async () => {
  const { rows } = await pool.query(
    `select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace and obj_description(oid, 'pg_class') is null`,
  );
  assert.deepEqual(rows, []);
});

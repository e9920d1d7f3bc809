import assert from 'node:assert/strict';
import { after, it } from 'node:test';
import { sql } from 'kysely';
import { asSystem } from '../kernel/context.ts';
import { newId } from '../kernel/ids.ts';
import { createLog } from '../kernel/log.ts';
import { copyDatabase } from '../testing/database.ts';
import { type Database, inAccount, one, openDatabase } from './database.ts';
import { withPrepared } from './prepared.ts';

const { connection, drop } = await copyDatabase();
const opened: Database[] = [];
after(async () => {
  for (const database of opened) await database.end();
  await drop();
});

/** One connection, as behind a pooler: its prepared statements can be taken away. */
function open(): Database {
  const database = openDatabase({ ...connection, max: 1 }, createLog('silent'));
  opened.push(database);
  return database;
}

const who = asSystem(newId(), 'console');
const double = (database: Database, n: number) =>
  inAccount(
    database,
    who,
    async (ctx) => (await one(withPrepared(ctx).db, sql<{ n: number }>`select ${n}::int * 2 as n`)).n,
  );
/** How often each prepared statement of the connection was used. */
const uses = async ({ pool }: Database) =>
  (await pool.query<{ n: number }>('select generic_plans + custom_plans as n from pg_prepared_statements')).rows.map(
    ({ n }) => n,
  );

it('a prepared statement is parsed once and asked with other values; others are not prepared', async () => {
  const database = open();
  for (const n of [1, 2, 3]) assert.equal(await double(database, n), 2 * n);
  await inAccount(database, who, (ctx) => one(ctx.db, sql`select ${1}::int`));
  assert.deepEqual(await uses(database), [3]);
});

it('behind a pooler that hands out another connection the transaction is run again, and nothing is prepared any more', async () => {
  const database = open();
  await double(database, 1);
  await database.pool.query('deallocate all');
  assert.equal(await double(database, 4), 8);
  assert.equal(await double(database, 5), 10);
  assert.deepEqual(await uses(database), []);
});

it('the same happens where another client has prepared the same statement', async () => {
  const [first, second] = [open(), open()];
  await double(first, 1);
  const { rows } = await first.pool.query<{ name: string }>('select name from pg_prepared_statements');
  await second.pool.query(`prepare "${rows[0]?.name}" as select 1`);
  assert.equal(await double(second, 6), 12);
});

it('a table that has changed since is read as it is now', async () => {
  const database = open();
  await database.pool.query(
    'create table things (a int); grant all on things to muster_app; insert into things values (1)',
  );
  const look = () => inAccount(database, who, (ctx) => one(withPrepared(ctx).db, sql`select * from things`));
  assert.deepEqual(await look(), { a: 1 });
  await database.pool.query('alter table things add b int default 2');
  assert.deepEqual(await look(), { a: 1, b: 2 });
});

import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { sql } from 'kysely';
import type { Db } from '../kernel/context.ts';
import { asSystem } from '../kernel/context.ts';
import { newId } from '../kernel/ids.ts';
import { createLog } from '../kernel/log.ts';
import { Problem } from '../kernel/problem.ts';
import { copyDatabase } from '../testing/database.ts';
import { inSystem, one, openDatabase, readInAccount } from './database.ts';
import { Transaction } from './transaction.ts';

const { connection, drop } = await copyDatabase();
// One connection, so each transaction gets it as the one before left it.
const database = openDatabase({ ...connection, max: 1 }, createLog('silent'));
before(() =>
  database.pool.query(
    'create table things (n int unique); grant select, insert, update, delete on things to muster_app',
  ),
);
after(async () => {
  await database.end();
  await drop();
});

const insert = (n: number) => sql`insert into things values (${n}::int)`;
const kept = async () =>
  (await database.pool.query<{ n: number }>('select n from things order by n')).rows.map(({ n }) => n);

it('a statement nobody waits for fails the whole, and its own error is told', async () => {
  const failing = (rest: (db: Db) => Promise<unknown>) =>
    inSystem(database, async (db) => {
      db.post(insert(1));
      db.post(sql`select 1 / 0`);
      await rest(db);
    });
  await assert.rejects(
    failing(async () => {}),
    { code: '22012' },
  );
  await assert.rejects(
    failing((db) => one(db, sql`select 1`)),
    { code: '22012' },
  );
  assert.deepEqual(await kept(), []);
});

it('a rule that refuses after such a statement is told by its own words', async () => {
  const refused = inSystem(database, async (db) => {
    db.post(sql`select 1 / 0`);
    throw new Problem('not_found');
  });
  await assert.rejects(refused, { code: 'not_found' });
});

it('what is posted last comes after everything else', async () => {
  const seen = await inSystem(database, async (db) => {
    db.postLast(sql`delete from things where n = 2`);
    db.post(insert(2));
    return one(db, sql<{ n: number }>`select count(*)::int as n from things`);
  });
  assert.deepEqual([seen.n, await kept()], [1, []]);
});

it('work that goes on after its transaction has failed writes nothing into the next', async () => {
  const failure = Promise.withResolvers<void>();
  let late: Promise<unknown> = Promise.resolve();
  const failed = inSystem(database, async (db) => {
    late = failure.promise.then(() => insert(3).execute(db));
    await one(db, sql`select 1 / 0`);
  });
  await assert.rejects(failed, { code: '22012' });
  const next = inSystem(database, async (db) => {
    await one(db, sql`select pg_sleep(0.1)`);
    db.post(insert(4));
  });
  failure.resolve();
  await assert.rejects(late, /after the end of its transaction/);
  await next;
  assert.deepEqual(await kept(), [4]);
});

it('what failed before BEGIN took effect is told, and nothing is acknowledged', async () => {
  const client = await database.pool.connect();
  const transaction = new Transaction(client, database.prepared, 'begin isolation level nonsense', {
    ask: () => undefined,
  });
  transaction.db.post(sql`select 1`);
  await assert.rejects(transaction.commit(), { code: '42601' });
  client.release();
});

it('what only reads can neither write nor post', async () => {
  const who = asSystem(newId(), 'console');
  const reading = (work: (db: Db) => Promise<unknown>) => readInAccount(database, who, ({ db }) => work(db));
  await assert.rejects(
    reading((db) => insert(5).execute(db)),
    { code: '25006' },
  );
  await assert.rejects(
    reading(async (db) => db.post(sql`select 1`)),
    /nothing to post/,
  );
  await assert.rejects(
    reading(async (db) => db.postLast(insert(5))),
    /nothing to post/,
  );
  assert.deepEqual(await kept(), [4]);
});

import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { it } from 'node:test';
import { inSystem } from '../database/database.ts';
import { Problem } from '../kernel/problem.ts';
import { startTestApp } from '../testing/app.ts';
import { waitUntil } from '../testing/wait-until.ts';
import { enqueue } from './jobs.ts';

const app = await startTestApp();
const { worker, database } = app.tools;

/** Runs a job that fails so, of which nine servers died already; answers the seconds until it is tried again. */
async function secondsUntilNextTry(name: string, failure: Error): Promise<number> {
  worker.handle(name, async () => {
    throw failure;
  });
  await inSystem(database, (db) => enqueue(db, { name, data: {}, delaySeconds: 60 }));
  await app.sql.query('update jobs set attempts = 9, run_at = muster_now() where name = $1', [name]);
  worker.nudge();
  return waitUntil(async () => {
    const { rows } = await app.sql.query<{ seconds: number }>(
      'select extract(epoch from run_at - muster_now())::float8 as seconds from jobs where name = $1 and failure is not null',
      [name],
    );
    return rows[0]?.seconds;
  }, 'the job to have failed');
}

it('a job that lost its database goes on within seconds of its return, however many servers died with it before', async () => {
  const seconds = await secondsUntilNextTry('test.lost', new Problem('database_unavailable'));
  assert.ok(seconds <= 15, `${seconds} seconds`);
});

it('a job that fails by itself is tried again ever more seldom', async () => {
  const seconds = await secondsUntilNextTry('test.fails', new Error('this is a mistake'));
  assert.ok(seconds > 600, `${seconds} seconds`);
});

it('a mail finds a place while long jobs of other accounts hold all of theirs', async () => {
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  let begun = 0;
  worker.handle('test.long', async () => {
    begun++;
    await released;
  });
  const { promise: sent, resolve: send } = Promise.withResolvers<void>();
  worker.handle('test.short', async () => send(), 'short');
  await inSystem(database, (db) => {
    for (let n = 0; n < 8; n++) enqueue(db, { name: 'test.long', accountId: randomUUID(), data: {}, priority: 100 });
  });
  worker.nudge();
  await waitUntil(() => begun >= 2 || null, 'long jobs to hold their places');
  await inSystem(database, (db) => enqueue(db, { name: 'test.short', data: {} }));
  worker.nudge();
  await sent;
  assert.equal(begun, 2);
  release();
  await waitUntil(() => begun === 8 || null, 'the others to have their turn');
});

it('of accounts with long jobs each has its turn, however many one of them has waiting', async () => {
  const [greedy, patient] = [randomUUID(), randomUUID()];
  const order: unknown[] = [];
  worker.handle('test.turn', async ({ accountId }) => void order.push(accountId));
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  let begun = 0;
  worker.handle('test.holding', async () => {
    begun++;
    await released;
  });
  await inSystem(database, (db) => {
    for (let n = 0; n < 2; n++) enqueue(db, { name: 'test.holding', accountId: greedy, data: {} });
  });
  worker.nudge();
  await waitUntil(() => begun === 2 || null, 'both places to be taken');
  await inSystem(database, (db) => {
    for (let n = 0; n < 6; n++) enqueue(db, { name: 'test.turn', accountId: greedy, data: {}, serialKey: 'greedy' });
    enqueue(db, { name: 'test.turn', accountId: patient, data: {} });
  });
  release();
  await waitUntil(() => order.length === 7 || null, 'all of them to have run');
  assert.ok(order.indexOf(patient) <= 1, String(order.indexOf(patient)));
});

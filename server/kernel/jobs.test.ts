import assert from 'node:assert/strict';
import { it } from 'node:test';
import { startTestApp } from '../testing/app.ts';
import { waitUntil } from '../testing/wait-until.ts';
import { inSystem } from './database.ts';
import { enqueue } from './jobs.ts';
import { Problem } from './problem.ts';

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

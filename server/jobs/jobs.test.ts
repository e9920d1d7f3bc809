import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, it } from 'node:test';
import { z } from 'zod';
import { inSystem } from '../database/database.ts';
import { jobHandlers } from '../features.ts';
import { createLog } from '../kernel/log.ts';
import { Problem } from '../kernel/problem.ts';
import { startTestApp } from '../testing/app.ts';
import { waitUntil } from '../testing/wait-until.ts';
import { defineJob, enqueue, handles, type JobKind, type Run } from './job.ts';
import { Worker } from './jobs.ts';

const app = await startTestApp();
const { worker, database } = app.tools;

/** A test job, which this server handles with `work` from now on. */
function testJob(name: `test.${string}`, work: (data: TestData, run: Run) => Promise<void>, kind: JobKind = 'long') {
  const job = defineJob({
    name,
    kind,
    priority: kind === 'long' ? 'mail' : 'rest',
    data: testData,
    serialKey: ({ serial }) => serial ?? null,
  });
  worker.take([handles(job, (_tools, data, run) => work(data, run))], null);
  return job;
}
const testData = z.object({ accountId: z.uuid().optional(), serial: z.string().optional() });
type TestData = z.infer<typeof testData>;

/** Runs a job that fails with this error after nine attempts on dead servers. Returns the seconds until the next try. */
async function secondsUntilNextTry(name: `test.${string}`, failure: Error): Promise<number> {
  const job = testJob(name, async () => {
    throw failure;
  });
  await inSystem(database, (db) => enqueue(db, job, {}, 60));
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
  const long = testJob('test.long', async () => {
    begun++;
    await released;
  });
  const { promise: sent, resolve: send } = Promise.withResolvers<void>();
  const short = testJob('test.short', async () => send(), 'short');
  await inSystem(database, (db) => {
    for (let n = 0; n < 8; n++) enqueue(db, long, { accountId: randomUUID() });
  });
  worker.nudge();
  await waitUntil(() => begun >= 2 || null, 'long jobs to hold their places');
  await inSystem(database, (db) => enqueue(db, short, {}));
  worker.nudge();
  await sent;
  assert.equal(begun, 2);
  release();
  await waitUntil(() => begun === 8 || null, 'the others to have their turn');
});

it('of accounts with long jobs each has its turn, however many one of them has waiting', async () => {
  const [greedy, patient] = [randomUUID(), randomUUID()];
  const order: unknown[] = [];
  const turn = testJob('test.turn', async ({ accountId }) => void order.push(accountId));
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  let begun = 0;
  const holding = testJob('test.holding', async () => {
    begun++;
    await released;
  });
  await inSystem(database, (db) => {
    for (let n = 0; n < 2; n++) enqueue(db, holding, { accountId: greedy });
  });
  worker.nudge();
  await waitUntil(() => begun === 2 || null, 'both places to be taken');
  await inSystem(database, (db) => {
    for (let n = 0; n < 6; n++) enqueue(db, turn, { accountId: greedy, serial: 'greedy' });
    enqueue(db, turn, { accountId: patient });
  });
  release();
  await waitUntil(() => order.length === 7 || null, 'all of them to have run');
  assert.ok(order.indexOf(patient) <= 1, String(order.indexOf(patient)));
});

/** The outcome of a stored job that only a new server meets, and that server's log. */
async function metByNewServer(name: string, data: object) {
  await worker.stop();
  const lines: string[] = [];
  const other = new Worker(database, createLog('error', { write: (line) => void lines.push(line) }));
  after(() => other.stop());
  other.take(jobHandlers, app.tools);
  const { rows: inserted } = await app.sql.query<{ id: number }>(
    'insert into jobs (name, data, priority, run_at) values ($1, $2, 0, muster_now()) returning id',
    [name, JSON.stringify(data)],
  );
  other.start();
  const log = await waitUntil(() => lines.find((line) => line.includes(name)), 'the server to log the job');
  const job = await waitUntil(async () => {
    const { rows } = await app.sql.query<{ data: object; putOff: boolean; failure: string }>(
      'select data, run_at > muster_now() as "putOff", failure from jobs where id = $1 and failure is not null',
      [inserted[0]?.id],
    );
    return rows[0];
  }, 'the job to be put off');
  return { job, log };
}

it('a stored job of a name that the server does not know is logged and put off with its data', async () => {
  const { job, log } = await metByNewServer('later.release', { keep: 'this' });
  assert.deepEqual(job, { data: { keep: 'this' }, putOff: true, failure: 'unknown name' });
  assert.match(log, /a stored job is not known to this server and is put off/);
});

it('a stored job whose data the server cannot read is logged and put off with its data', async () => {
  const { job, log } = await metByNewServer('mails.send', { mail: 'of another shape' });
  assert.deepEqual(job, {
    data: { mail: 'of another shape' },
    putOff: true,
    failure: 'Error: mails.send does not take such data',
  });
  assert.match(log, /a stored job is not known to this server and is put off/);
});

it('every job has a name in one style, and one handler', () => {
  const names = jobHandlers.map(({ name }) => name);
  assert.deepEqual(
    names.filter((name) => !/^[a-z]+\.[a-z]+$/.test(name)),
    [],
  );
  assert.equal(new Set(names).size, names.length);
});

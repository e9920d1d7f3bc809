import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { jobHandlers } from '../../features.ts';
import { Worker } from '../../jobs/jobs.ts';
import { assertRefused } from '../../testing/answers.ts';
import { startTestApp, type TestApp } from '../../testing/app.ts';
import { plan, reached, undo } from '../../testing/changes.ts';
import type { Client } from '../../testing/client.ts';
import { addCrowd } from '../../testing/crowd.ts';
import { freshAccount } from '../../testing/fresh-account.ts';
import { holdRows } from '../../testing/held-row.ts';
import { assertSound } from '../../testing/invariants.ts';
import { addPeople } from '../../testing/people.ts';
import { accountOf, buySeats, seatsOf } from '../../testing/seats.ts';
import { waitUntil } from '../../testing/wait-until.ts';
import type { Change } from '../engine/change.ts';

const app = await startTestApp();
const toPro = { set: { type: 'pro' } };
const crowd = { type: 'basic', role: 'member' };

async function start(by: Client, change: Pick<Change, 'id'>, body: object = {}): Promise<Change> {
  const reply = await by.post<Change>(`/v1/changes/${change.id}/apply`, body);
  assert.deepEqual([reply.status, reply.body.state], [202, 'applying'], JSON.stringify(reply.body));
  return reply.body;
}

/** Another server on the same database: a second worker. */
function secondWorker({ tools }: TestApp): Worker {
  const worker = new Worker(tools.database, tools.log);
  worker.take(jobHandlers, { ...tools, worker });
  after(() => worker.stop());
  return worker;
}

describe('a large change', () => {
  it('of 3,000 people answers 202, takes its seats at once, is watched to its end, and undone', async () => {
    const account = await freshAccount(app);
    const { owner, accountId } = account;
    await addCrowd(app, account, 3000);
    await buySeats(owner, { pro: 3000 });
    const planned = await plan(owner, { where: crowd }, toPro);
    const held = await holdRows(
      app.sql,
      accountId,
      "select from users where email_key = 'crowd7@example.com' for update",
      [],
    );
    const started = await start(owner, planned);
    assert.deepEqual([started.progress, await seatsOf(owner, 'pro')], [{ done: 0, total: 3000 }, [3000, 3000, 0]]);
    await held.waited();
    await held.release();
    const applied = await reached(owner, planned, 'applied');
    assert.deepEqual([applied.progress, applied.result?.update], [{ done: 3000, total: 3000 }, 3000]);
    const undoing = await undo(owner, planned);
    await reached(owner, planned, 'undone');
    const undone = await reached(owner, undoing, 'applied');
    assert.deepEqual(
      [undoing.plan, undone.plan?.update, undone.result?.update, (await accountOf(owner)).totals],
      [null, 3000, 3000, { basic: 3001, pro: 0, corp: 0 }],
    );
    assert.deepEqual(await seatsOf(owner, 'pro'), [3000, 0, 3000]);
  });

  it('short of seats does nothing, or fills exactly the free ones', async () => {
    const account = await freshAccount(app);
    const { owner } = account;
    await addCrowd(app, account, 1500);
    await buySeats(owner, { pro: 1100 });
    const planned = await plan(owner, { where: crowd }, toPro);
    const refused = await owner.post<{ plan: unknown }>(`/v1/changes/${planned.id}/apply`);
    assertRefused(refused, 409, 'seats_short');
    assert.deepEqual(refused.body.plan, planned.plan);
    assert.deepEqual(await seatsOf(owner, 'pro'), [1100, 0, 1100]);
    await start(owner, planned, { overflow: 'fill' });
    const { result } = await reached(owner, planned, 'applied');
    assert.deepEqual([result?.update, result?.refused], [1100, 400]);
    assert.deepEqual(await seatsOf(owner, 'pro'), [1100, 1100, 0]);
  });

  it('is undone as far as there are seats', async () => {
    const account = await freshAccount(app);
    const { owner } = account;
    await addCrowd(app, account, 1500);
    await buySeats(owner, { pro: 1500 });
    const upgraded = await plan(owner, { where: crowd }, toPro);
    await start(owner, upgraded);
    await reached(owner, upgraded, 'applied');
    const downgraded = await plan(owner, { where: { type: 'pro' } }, { set: { type: 'basic' } });
    await start(owner, downgraded);
    await reached(owner, downgraded, 'applied');
    await buySeats(owner, { pro: 1100 });
    const { plan: planned, result } = await reached(owner, await undo(owner, downgraded), 'applied');
    assert.deepEqual(planned?.seats, [{ product: 'pro', needed: 1500, free: 1100 }]);
    assert.deepEqual([result?.update, result?.refused], [1100, 400]);
    assert.deepEqual(await seatsOf(owner, 'pro'), [1100, 1100, 0]);
  });

  it('ends also when statistics cannot be renewed', async () => {
    const account = await freshAccount(app);
    const { owner } = account;
    await addCrowd(app, account, 1500);
    await app.sql.query('alter function analyze_users() rename to gone');
    try {
      const planned = await plan(owner, { where: crowd }, { remove: true });
      await start(owner, planned);
      assert.equal((await reached(owner, planned, 'applied')).result?.remove, 1500);
    } finally {
      await app.sql.query('alter function gone() rename to analyze_users');
    }
  });

  it('waits for the one before it in the same account', async () => {
    const account = await freshAccount(app);
    const { owner } = account;
    await addCrowd(app, account, 1200);
    const first = await plan(owner, { where: crowd }, { set: { department: 'A' } });
    const second = await plan(owner, { where: crowd }, { set: { department: 'B' } });
    await start(owner, first);
    await start(owner, second);
    const results = await Promise.all([first, second].map((change) => reached(owner, change, 'applied')));
    assert.deepEqual(
      results.map(({ result }) => result?.update),
      [1200, 1200],
    );
    const { body } = await owner.get<{ data: unknown[] }>('/v1/departments');
    assert.deepEqual(body.data, [{ name: 'B', count: 1200 }]);
  });
});

describe('a change of many who stand the same', () => {
  it('meets whoever is changed at that moment as they are then', async () => {
    const { owner, accountId } = await freshAccount(app);
    const { users } = await addPeople(owner, 3);
    const ids = users.map(({ id }) => id);
    await buySeats(owner, { pro: 3 });
    // The edit has written the user and waits for the ledger. The change has judged the user as Basic and waits for the edit.
    const ledger = await holdRows(app.sql, accountId, "select from seats where product = 'pro' for update", []);
    const edited = owner.patch(`/v1/users/${ids[1]}`, { type: 'pro' });
    await ledger.waited(1);
    const changed = owner.post<Change>('/v1/changes', { select: { ids }, do: toPro, apply: true });
    await ledger.waited(2);
    await ledger.release();
    assert.equal((await edited).status, 200);
    const { body } = await changed;
    assert.deepEqual([body.result?.update, body.result?.unchanged], [2, 1]);
    assert.deepEqual(await seatsOf(owner, 'pro'), [3, 3, 0]);
  });
});

describe('a large change whose server stops in the middle', () => {
  it('goes on where it stood on another server, and does nothing twice', async () => {
    const stopping = await startTestApp();
    const account = await freshAccount(stopping);
    const { owner, accountId } = account;
    await addCrowd(stopping, account, 12_000);
    await buySeats(owner, { pro: 12_000 });
    const planned = await plan(owner, { where: crowd }, toPro);
    const held = await holdRows(
      stopping.sql,
      accountId,
      "select from users where email_key = 'crowd11000@example.com' for update",
      [],
    );
    await start(owner, planned);
    await held.waited();
    await firstChunkDone(owner, planned);
    const stopped = stopping.tools.worker.stop();
    await cutOff(stopping);
    await stopped;
    await held.release();
    await owner.get('/v1/session');
    const again = (await owner.get<Change>(`/v1/changes/${planned.id}`)).body;
    assert.deepEqual([again.state, again.progress.done], ['applying', 10_000]);
    await stopping.clock.forward('1 minute');
    secondWorker(stopping).start();
    const applied = await reached(owner, planned, 'applied');
    assert.deepEqual([applied.result?.update, await seatsOf(owner, 'pro')], [12_000, [12_000, 12_000, 0]]);
    await assertSound(stopping);
  });

  it('ends where it stands when it is cancelled, gives back what it reserved, and can be undone', async () => {
    const stopping = await startTestApp();
    const account = await freshAccount(stopping);
    const { owner, accountId } = account;
    await addCrowd(stopping, account, 12_000);
    await buySeats(owner, { pro: 12_000 });
    const planned = await plan(owner, { where: crowd }, toPro);
    const held = await holdRows(
      stopping.sql,
      accountId,
      "select from users where email_key = 'crowd11000@example.com' for update",
      [],
    );
    await start(owner, planned);
    await held.waited();
    await firstChunkDone(owner, planned);
    const stopped = stopping.tools.worker.stop();
    await cutOff(stopping);
    await stopped;
    await held.release();
    await owner.get('/v1/session');
    assert.equal((await owner.post(`/v1/changes/${planned.id}/cancel`)).status, 200);
    await stopping.clock.forward('1 minute');
    secondWorker(stopping).start();
    const cancelled = await reached(owner, planned, 'cancelled');
    assert.deepEqual([cancelled.result?.update, await seatsOf(owner, 'pro')], [10_000, [12_000, 10_000, 2000]]);
    await reached(owner, await undo(owner, planned), 'applied');
    assert.deepEqual(await seatsOf(owner, 'pro'), [12_000, 0, 12_000]);
    await assertSound(stopping);
  });

  it('as an undo that is cancelled leaves the change to be undone again, to its end', async () => {
    const stopping = await startTestApp();
    const account = await freshAccount(stopping);
    const { owner, accountId } = account;
    await addCrowd(stopping, account, 12_000);
    const planned = await plan(owner, { where: crowd }, { set: { department: 'Legal' } });
    await start(owner, planned);
    await reached(owner, planned, 'applied');
    const lock = "select from users where email_key = 'crowd11000@example.com' for update";
    const held = await holdRows(stopping.sql, accountId, lock, []);
    const undoing = await undo(owner, planned);
    await held.waited();
    await firstChunkDone(owner, undoing);
    const stopped = stopping.tools.worker.stop();
    await cutOff(stopping);
    await stopped;
    await held.release();
    await owner.get('/v1/session');
    assert.equal((await owner.post(`/v1/changes/${undoing.id}/cancel`)).status, 200);
    await stopping.clock.forward('1 minute');
    secondWorker(stopping).start();
    await reached(owner, undoing, 'cancelled');
    const original = (await owner.get<Change>(`/v1/changes/${planned.id}`)).body;
    assert.deepEqual([original.state, original.undoneBy], ['applied', null]);
    const again = await reached(owner, await undo(owner, planned), 'applied');
    assert.deepEqual([again.result?.update, again.result?.unchanged], [2000, 10_000]);
    assert.deepEqual((await owner.get<{ data: unknown[] }>('/v1/departments')).body.data, []);
    await assertSound(stopping);
  });
});

/** Two chunks run at once: one waits for the held row, the other is done. */
async function firstChunkDone(owner: Client, { id }: Pick<Change, 'id'>): Promise<void> {
  await waitUntil(async () => {
    const { state, progress } = (await owner.get<Change>(`/v1/changes/${id}`)).body;
    return (state === 'applying' && progress.done === 10_000) || null;
  }, 'the first chunk');
}

/** Ends a connection that waits for a lock. Its transaction is lost, as with a killed server. */
async function cutOff({ sql }: TestApp): Promise<void> {
  await waitUntil(async () => {
    const { rows } = await sql.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
    );
    return rows[0];
  }, 'a transaction to cut off');
}

it('afterwards seats, counts, changes and the audit log agree in every account', () => assertSound(app));

import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import type { z } from 'zod';
import { may } from '../../access/rules/permissions.ts';
import { all, maybe } from '../../database/database.ts';
import { Retry } from '../../database/database-error.ts';
import type { Run } from '../../jobs/job.ts';
import type { Ctx } from '../../kernel/context.ts';
import type { Tools } from '../../tools.ts';
import { noResult, type Result } from '../engine/change.ts';
import { permissionsToGoOn } from '../engine/needed-permissions.ts';
import { addResults, finishChange } from '../engine/record.ts';
import { applyChunk, lockChange, moveReserve, readChange, type Stored } from './apply.ts';
import { asRequester } from './as-requester.ts';
import type { applyChangeJob } from './change-jobs.ts';
import { handlerOf } from './handlers.ts';
import { openChunks } from './plan.ts';
import { queueInvitations } from './queue-invitations.ts';
import { renewStatistics } from './renew-statistics.ts';
import { type InStep, planUndo } from './undo.ts';

type Applying = z.infer<typeof applyChangeJob.data>;

/** Milliseconds after which a resting second lane checks again whether other accounts send requests. */
const restMs = 200;

/** Applies chunk after chunk, each in a transaction that records it, so that another server can take over from there. */
export async function applyInChunks(tools: Tools, { accountId, changeId }: Applying, run: Run): Promise<void> {
  const inStep: InStep = (step) => asRequester(tools, accountId, changeId, step);
  await planUndo(tools, inStep, changeId, () => !run.draining());
  for (;;) {
    // Waits for both lanes, even if one fails: no part of a job may run after the job is given back.
    for (const lane of await Promise.allSettled(lanes(tools, accountId, changeId, run)))
      if (lane.status === 'rejected') throw lane.reason;
    if (run.draining()) return run.putOff(0);
    await inStep((ctx) => renewStatistics(ctx, changeId)).catch((error: unknown) => {
      // Without new statistics queries find the new people too, only slower.
      tools.log.warn({ error: String(error) }, 'the statistics after a large change could not be renewed');
    });
    const ended = await inStep(async (ctx) => end(ctx, tools, await lockChange(ctx, changeId)));
    if (ended) return;
    await inStep((ctx) => waitForOthers(ctx, changeId));
  }
}

/**
 * Works on two chunks of one change at a time: they share no user, and meet at the ledger only. While other accounts send requests it works
 * on one, so that they do not wait.
 */
function lanes(tools: Tools, accountId: string, changeId: string, run: Run): Promise<void>[] {
  let more = true;
  const step = (ctx: Ctx) => nextChunk(ctx, tools, changeId);
  const lane = async (hasRoom: () => boolean) => {
    try {
      while (more && !run.draining()) {
        if (hasRoom()) more = await asRequester(tools, accountId, changeId, step);
        else await sleep(restMs);
      }
    } finally {
      more = false;
    }
  };
  return [lane(() => true), lane(() => !tools.foreground.holdsOthersThan(accountId))];
}

/** Applies the next chunk that no other worker has. False if there is none to do now. */
async function nextChunk(ctx: Ctx, tools: Tools, changeId: string): Promise<boolean> {
  const change = await readChange(ctx, changeId);
  if (!may(ctx, ...permissionsToGoOn(change)) || change.state !== 'applying' || change.cancelAsked) return false;
  const seq = await takeChunk(ctx, changeId);
  if (seq === null) return false;
  const done = await applyChunk(ctx, tools, change, seq, {
    overflow: 'fill',
    expected: change.reserved ?? {},
    reserved: async () => (await lockChange(ctx, changeId)).reserved ?? {},
  });
  const { state, reserved } = await lockChange(ctx, changeId);
  // A server that took over from this slow one has ended the change. This chunk must be rolled back.
  if (state !== 'applying') throw new Retry('the change ended meanwhile');
  const left = Object.entries(reserved ?? {}).map(([product, n]) => [
    product,
    Math.max(0, n - Math.max(0, done.seatsTaken[product] ?? 0)),
  ]);
  await sql`update changes set done = least(total, done + (select coalesce(cardinality(ids), 0) + cardinality(unchanged) from change_chunks
      where account_id = ${ctx.accountId} and change_id = ${changeId} and seq = ${seq}) + ${done.result.refused}), reserved = ${JSON.stringify(Object.fromEntries(left))}::jsonb
    where account_id = ${ctx.accountId} and id = ${changeId}`.execute(ctx.db);
  return true;
}

/** Locks the first open chunk that no other worker has. New users may need seats that updates free, so creates wait for updates. */
async function takeChunk(ctx: Ctx, changeId: string): Promise<number | null> {
  const open = sql`from change_chunks where account_id = ${ctx.accountId} and change_id = ${changeId} and targets is not null`;
  type Chunk = { seq: number; outcome: string | null };
  const free = await maybe(ctx.db, sql<Chunk>`select seq, outcome ${open} order by seq limit 1 for update skip locked`);
  if (free === null || free.outcome !== 'create') return free?.seq ?? null;
  const updates = await maybe(ctx.db, sql`select seq ${open} and outcome = 'update' limit 1 for share`);
  return updates === null ? free.seq : takeChunk(ctx, changeId);
}

/** A server that was presumed dead may still work on a chunk. Waits until it has finished or its transaction ends. */
async function waitForOthers(ctx: Ctx, changeId: string): Promise<void> {
  await sql`select 1 from change_chunks where account_id = ${ctx.accountId} and change_id = ${changeId} and targets is not null
    order by seq limit 1 for share`.execute(ctx.db);
}

/**
 * The last step, when no chunk is open or none is to be done any more. Returns unused reserved seats, sums up the results, and writes the
 * audit line. False while another server still works on a chunk.
 */
async function end(ctx: Ctx, tools: Tools, change: Stored): Promise<boolean> {
  if (change.state !== 'applying') return true;
  const open = await openChunks(ctx, change.id);
  const stopped = !may(ctx, ...permissionsToGoOn(change)) ? 'failed' : change.cancelAsked ? 'cancelled' : null;
  if (stopped === null && open.length > 0) return false;
  const state = open.length > 0 || change.cancelAsked ? (stopped ?? 'applied') : 'applied';
  await moveReserve(ctx, change.reserved ?? {}, -1);
  const results = await all(
    ctx.db,
    sql<{
      result: Result & { mails?: number };
    }>`select result from change_chunks where account_id = ${ctx.accountId} and change_id = ${change.id} and result is not null`,
  );
  const result = results.map((row) => row.result).reduce(addResults, noResult);
  const handler = handlerOf(tools, change);
  finishChange(ctx, change.id, {
    result,
    event: handler.event,
    state,
    ...(state === 'failed' ? { failure: 'forbidden' } : {}),
  });
  await handler.finished?.(ctx, change, state, tools);
  if (results.some((row) => row.result.mails !== 0)) await queueInvitations(ctx, tools, { changeId: change.id });
  return true;
}

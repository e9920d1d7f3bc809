import { sql } from 'kysely';
import { z } from 'zod';
import { holds } from '../access/permissions.ts';
import type { Actor, Ctx, Role } from '../kernel/context.ts';
import { all, inAccount, maybe } from '../kernel/database.ts';
import type { Job } from '../kernel/jobs.ts';
import type { Tools } from '../seats/catalog.ts';
import { roleNow } from '../users/user.ts';
import { applyChunk, lockChange, moveReserve, type Stored } from './apply.ts';
import { noResult, type Result } from './change.ts';
import { kindOf } from './kinds.ts';
import { openChunks } from './plan.ts';
import { addResults, finishChange } from './record.ts';

const dataSchema = z.object({ changeId: z.string() });

export function changeJobs(tools: Tools): void {
  tools.worker.handle('changes.apply', (job) => applyJob(tools, job));
}

/** Applies chunk after chunk, each in its own transaction that notes it, so that whoever takes over goes on from there. */
async function applyJob(tools: Tools, job: Job): Promise<void> {
  const { changeId } = dataSchema.parse(job.data);
  const accountId = z.string().parse(job.accountId);
  for (;;) {
    if (job.draining()) return job.putOff(0);
    const more = await inSteps(tools, accountId, changeId, (ctx, change, present) =>
      nextStep(ctx, tools, change, present),
    );
    if (!more) return;
  }
}

/**
 * One transaction of a change's job, on behalf of whoever asked for it and with the role they have now; present is false when
 * they may no longer do this, so that a step can end the change.
 */
export async function inSteps<T>(
  tools: Tools,
  accountId: string,
  changeId: string,
  step: (ctx: Ctx, change: Stored, present: boolean) => Promise<T>,
): Promise<T> {
  const who = { accountId, way: 'job', requestId: null };
  const system: Actor = { kind: 'system', id: null };
  const actor = await inAccount(tools.database, { ...who, actor: system }, (ctx) => presentActor(ctx, changeId));
  return inAccount(tools.database, { ...who, actor: actor ?? system }, async (ctx) =>
    step(ctx, await lockChange(ctx, changeId), actor !== null),
  );
}

async function presentActor(ctx: Ctx, changeId: string): Promise<Actor | null> {
  const row = await maybe(
    ctx.db,
    sql<{
      id: string;
      role: Role;
    }>`select u.id, ${roleNow} as role from changes c join users u on u.account_id = c.account_id and u.id = c.actor_id
      where c.account_id = ${ctx.accountId} and c.id = ${changeId} and u.status = 'active'`,
  );
  return row && holds(row.role, 'users.manage')
    ? { kind: 'user', id: row.id, role: row.role, identityId: '', sessionId: '' }
    : null;
}

async function nextStep(ctx: Ctx, tools: Tools, change: Stored, present: boolean): Promise<boolean> {
  if (change.state !== 'applying') return false;
  const [seq] = await openChunks(ctx, change.id);
  if (!present) return end(ctx, change, 'failed');
  if (change.cancelAsked) return end(ctx, change, 'cancelled');
  if (seq === undefined) return end(ctx, change, 'applied');
  const reserved = change.reserved ?? {};
  const done = await applyChunk(ctx, tools, change, seq, { overflow: 'fill', reserved });
  const left = Object.fromEntries(
    Object.entries(reserved).map(([product, n]) => [
      product,
      Math.max(0, n - Math.max(0, done.seatsTaken[product] ?? 0)),
    ]),
  );
  await sql`update changes set done = least(total, done + (select coalesce(cardinality(ids), 0) + cardinality(unchanged) from change_chunks
      where account_id = ${ctx.accountId} and change_id = ${change.id} and seq = ${seq}) + ${done.result.refused}), reserved = ${JSON.stringify(left)}::jsonb
    where account_id = ${ctx.accountId} and id = ${change.id}`.execute(ctx.db);
  return true;
}

/** The last step: seats that were reserved and not needed go back, results are added up, the audit line is written. */
async function end(ctx: Ctx, change: Stored, state: 'applied' | 'cancelled' | 'failed'): Promise<false> {
  await moveReserve(ctx, change.reserved ?? {}, -1);
  const results = await all(
    ctx.db,
    sql<{
      result: Result;
    }>`select result from change_chunks where account_id = ${ctx.accountId} and change_id = ${change.id} and result is not null`,
  );
  const result = results.map((row) => row.result).reduce(addResults, noResult);
  const kind = kindOf(change);
  await finishChange(ctx, change.id, {
    result,
    event: kind.event,
    state,
    ...(state === 'failed' ? { failure: 'forbidden' } : {}),
  });
  await kind.finished?.(ctx, change, state);
  return false;
}

import { sql } from 'kysely';
import { requirePermission } from '../../access/rules/permissions.ts';
import { forgetCallers } from '../../access/sessions/remembered.ts';
import { maybe } from '../../database/database.ts';
import { enqueueNow } from '../../jobs/job.ts';
import type { Ctx } from '../../kernel/context.ts';
import { Problem } from '../../kernel/problem.ts';
import { lockSeats, type Shortage, shortageProblem } from '../../seats/seat-ledger.ts';
import type { Tools } from '../../tools.ts';
import { inlineMax, noResult, type Plan } from '../engine/change.ts';
import type { Invite } from '../engine/invite.ts';
import { permissionsToGoOn } from '../engine/needed-permissions.ts';
import { addResults, finishChange } from '../engine/record.ts';
import { noReserve, type SeatPolicy } from '../engine/seat-policy.ts';
import { channelOf } from './as-requester.ts';
import { applyChangeJob } from './change-jobs.ts';
import { type ChunkResult, handlerOf } from './handlers.ts';
import { openChunks } from './plan.ts';
import { leaveQueue, queueInvitations } from './queue-invitations.ts';

export type Stored = {
  id: string;
  state: string;
  source: string;
  do: unknown;
  /** The settings that an import gives everyone; for an undo, the state of the change it undoes. */
  options: { type?: string; groupId?: string; addOns?: string[]; invite?: Invite; stateBefore?: string };
  overflow: 'refuse' | 'fill';
  plan: Plan | null;
  total: number;
  undoOf: string | null;
  reserved: Record<string, number> | null;
  cancelAsked: boolean;
};

/** Reads a change, and locks it against concurrent applying, undoing or cancelling. @throws not_found (404) */
export async function lockChange(ctx: Ctx, id: string): Promise<Stored> {
  return readChange(ctx, id, sql`for update`);
}

/** @throws not_found (404) */
export async function readChange(ctx: Ctx, id: string, lock = sql``): Promise<Stored> {
  const change = await maybe(
    ctx.db,
    sql<Stored>`select id, state, source, operation as "do", options, overflow, plan, total, undo_of as "undoOf", reserved, cancel_asked as "cancelAsked"
      from changes where account_id = ${ctx.accountId} and id = ${id} ${lock}`,
  );
  if (!change) throw new Problem('not_found');
  return change;
}

/**
 * Applies a planned change: at once if it is small. Otherwise it takes its seats now and a job does the rest. The actor becomes the person
 * who applies it: every step is judged by the rights they have at that step.
 * @throws forbidden (403), change_not_planned (409); seats_short (409) with the plan, nothing done, unless overflow is fill.
 */
export async function applyChange(
  given: Ctx,
  tools: Tools,
  change: Stored,
  overflow: 'refuse' | 'fill',
): Promise<'applied' | 'applying'> {
  const ctx = { ...given, channel: channelOf(change.source, given.channel) };
  requirePermission(ctx, ...permissionsToGoOn(change));
  if (change.state !== 'planned') throw new Problem('change_not_planned', { state: change.state });
  if (ctx.dryRun) ctx.dryRun.plan = change.plan;
  takeOver(ctx, change.id);
  await handlerOf(tools, change).started?.(ctx, change);
  if (change.total > inlineMax) return applyByJob(ctx, tools, change, overflow);
  const policy = overflow === 'fill' ? noReserve : { overflow };
  let result = noResult;
  let mails = 0;
  try {
    for (const seq of await openChunks(ctx, change.id)) {
      const done = await applyChunk(ctx, tools, change, seq, policy);
      result = addResults(result, done.result);
      mails += done.mails;
    }
  } catch (error) {
    if (error instanceof Problem && error.code === 'seats_short')
      throw new Problem('seats_short', { ...error.details, plan: change.plan }, { cause: error });
    throw error;
  }
  const userId = change.total === 1 ? await onlyUser(ctx, change.id) : null;
  finishChange(ctx, change.id, {
    result,
    event: handlerOf(tools, change).event,
    ...(userId === null ? {} : { userId }),
  });
  await handlerOf(tools, change).finished?.(ctx, change, 'applied', tools);
  if (mails > 0) await queueInvitations(ctx, tools, { changeId: change.id });
  return 'applied';
}

/** The one person a change has written, whom its audit line names; null if it has written none. */
async function onlyUser(ctx: Ctx, changeId: string): Promise<string | null> {
  const chunk = await maybe(
    ctx.db,
    sql<{ id: string }>`select ids[1] as id from change_chunks
      where account_id = ${ctx.accountId} and change_id = ${changeId} and cardinality(ids) = 1`,
  );
  return chunk?.id ?? null;
}

/** The person who continues a change becomes its actor. The planner stays recorded. */
function takeOver(ctx: Ctx, changeId: string): void {
  ctx.db.post(sql`update changes set actor_kind = ${ctx.actor.kind}, actor_id = ${ctx.actor.id}
    where account_id = ${ctx.accountId} and id = ${changeId}`);
}

export async function applyChunk(
  ctx: Ctx,
  tools: Tools,
  change: Stored,
  seq: number,
  policy: SeatPolicy,
): Promise<ChunkResult> {
  const done = await handlerOf(tools, change).applyChunk(ctx, tools, change, seq, policy);
  ctx.db.post(sql`update change_chunks set targets = null, result = ${JSON.stringify({ ...done.result, mails: done.mails })}::jsonb
    where account_id = ${ctx.accountId} and change_id = ${change.id} and seq = ${seq}`);
  // An undo that moves people back to the trash is an update.
  if (done.result.remove > 0 || change.undoOf !== null) await leaveQueue(ctx, { changeId: change.id, seq });
  ctx.afterCommit(forgetCallers);
  return done;
}

async function applyByJob(ctx: Ctx, tools: Tools, change: Stored, overflow: 'refuse' | 'fill'): Promise<'applying'> {
  const reserved = await reserveSeats(ctx, change.plan, overflow);
  await sql`update changes set state = 'applying', overflow = ${overflow}, reserved = ${JSON.stringify(reserved)}::jsonb
    where account_id = ${ctx.accountId} and id = ${change.id}`.execute(ctx.db);
  startJob(ctx, tools, change.id);
  return 'applying';
}

/** Starts a job that continues an applying change. */
export function startJob(ctx: Ctx, tools: Tools, changeId: string): void {
  enqueueNow(ctx, tools.worker, applyChangeJob, { accountId: ctx.accountId, changeId });
}

/** A large change takes its seats in advance, so that no other change takes them between its chunks. @throws seats_short (409) */
export async function reserveSeats(
  ctx: Ctx,
  plan: Plan | null,
  overflow: 'refuse' | 'fill',
): Promise<Record<string, number>> {
  const needs = (plan?.seats ?? []).filter(({ needed }) => needed > 0);
  if (needs.length === 0) return {};
  const seats = await lockSeats(
    ctx,
    needs.map(({ product }) => product),
  );
  const present: Shortage[] = needs.map(({ product, needed }) => ({
    product,
    needed,
    free: seats.get(product)?.free ?? 0,
  }));
  const short = present.filter(({ needed, free }) => needed > free);
  if (short.length > 0 && overflow === 'refuse')
    throw new Problem('seats_short', { ...shortageProblem(short).details, plan });
  const taken = present.map(({ product, needed, free }) => [product, Math.max(0, Math.min(needed, free))] as const);
  await moveReserve(ctx, Object.fromEntries(taken), 1);
  return Object.fromEntries(taken);
}

export async function moveReserve(ctx: Ctx, reserved: Record<string, number>, sign: 1 | -1): Promise<void> {
  const entries = Object.entries(reserved).filter(([, n]) => n > 0);
  if (entries.length === 0) return;
  await sql`update seats s set held = s.held + r.n from unnest(${entries.map(([product]) => product)}::text[], ${entries.map(([, n]) => n * sign)}::int[]) as r (product, n)
    where s.account_id = ${ctx.accountId} and s.product = r.product`.execute(ctx.db);
}

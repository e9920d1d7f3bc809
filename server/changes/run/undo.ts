import { sql } from 'kysely';
import { may, requirePermission } from '../../access/rules/permissions.ts';
import { one } from '../../database/database.ts';
import type { Ctx } from '../../kernel/context.ts';
import { Problem } from '../../kernel/problem.ts';
import type { Tools } from '../../tools.ts';
import { inlineMax, type Plan } from '../engine/change.ts';
import { permissionsOfOperation, permissionsToGoOn } from '../engine/needed-permissions.ts';
import { beginChange } from '../engine/record.ts';
import { applyChange, lockChange, readChange, reserveSeats, type Stored, startJob } from './apply.ts';
import { addPlans, emptyPlan, planProposal, withoutErased } from './plan.ts';
import { type ChunkRecord, proposalOfUndo, readRecords } from './undo-proposal.ts';
import { cannotUndo } from './undoable.ts';

/**
 * Undoes a change by another change, with the rights of the person who undoes it. Missing seats and fields that were changed since are
 * listed and left.
 * @throws forbidden (403), change_not_undoable (409) with the reason.
 */
export async function undoChange(ctx: Ctx, tools: Tools, changeId: string): Promise<string> {
  const change = await lockChange(ctx, changeId);
  requirePermission(ctx, ...permissionsOfOperation(change.do, true));
  await requireUndoable(ctx, changeId);
  const id = beginChange(ctx, {
    source: 'undo',
    do: { undo: changeId },
    options: { stateBefore: change.state },
    overflow: 'fill',
    state: 'planned',
    undoOf: changeId,
  });
  const { total } = await one(
    ctx.db,
    sql<{ total: number }>`with copied as (
      insert into change_chunks (account_id, change_id, seq, targets)
      select account_id, ${id}::uuid, seq, ids from change_chunks where account_id = ${ctx.accountId} and change_id = ${changeId} and ids <> '{}'
      returning cardinality(targets) as n)
    select coalesce(sum(n), 0)::int as total from copied`,
  );
  await sql`update changes set state = 'undoing', undone_by = ${id} where account_id = ${ctx.accountId} and id = ${changeId}`.execute(
    ctx.db,
  );
  // A dry run plans before it answers, however many people there are.
  const large = total > inlineMax && !ctx.dryRun;
  await sql`update changes set state = ${large ? 'applying' : 'planned'}, total = ${total} where account_id = ${ctx.accountId} and id = ${id}`.execute(
    ctx.db,
  );
  if (large) {
    startJob(ctx, tools, id);
    return id;
  }
  await planUndo(
    tools,
    (step) => step(ctx),
    id,
    () => true,
  );
  const planned = await lockChange(ctx, id);
  if (ctx.dryRun) ctx.dryRun.plan = planned.plan;
  else await applyChange(ctx, tools, planned, 'fill');
  return id;
}

/** A step in one transaction of a change, with the rights that its actor has at that moment. */
export type Step<T> = (ctx: Ctx) => Promise<T>;
export type InStep = <T>(step: Step<T>) => Promise<T>;

const isUnplanned = ({ undoOf, plan, state }: Stored) =>
  undoOf !== null && plan === null && ['planned', 'applying'].includes(state);

/**
 * Plans an undo. Its job plans a large one, step by step, before applying it, so that the caller need not wait. Any other change already
 * has a plan.
 */
export async function planUndo(tools: Tools, inStep: InStep, id: string, goesOn: () => boolean): Promise<void> {
  const change = await inStep((ctx) => readChange(ctx, id));
  const { undoOf } = change;
  if (undoOf === null || !isUnplanned(change)) return;
  let plan = emptyPlan;
  for (const record of await inStep((ctx) => readRecords(ctx, undoOf))) {
    if (!goesOn()) return;
    const more = await inStep(async (ctx) =>
      may(ctx, ...permissionsToGoOn(change)) && !(await readChange(ctx, id)).cancelAsked
        ? planRecord(ctx, tools, undoOf, record)
        : null,
    );
    if (more === null) return;
    plan = addPlans(plan, more);
  }
  await inStep((ctx) => keepPlan(ctx, id, plan));
}

async function planRecord(ctx: Ctx, tools: Tools, changeId: string, record: ChunkRecord): Promise<Plan> {
  const { outcome, ...proposal } = await proposalOfUndo(ctx, changeId, record);
  return planProposal(ctx, proposal, { rules: tools, outcome });
}

async function keepPlan(ctx: Ctx, id: string, plan: Plan): Promise<void> {
  const known = await withoutErased(ctx, plan);
  const change = await lockChange(ctx, id);
  // Another server may have been quicker, and its plan is applied already.
  if (!isUnplanned(change)) return;
  const reserved = change.state === 'applying' ? JSON.stringify(await reserveSeats(ctx, plan, 'fill')) : null;
  await sql`update changes set plan = ${JSON.stringify(known)}::jsonb, reserved = ${reserved}::jsonb
    where account_id = ${ctx.accountId} and id = ${id}`.execute(ctx.db);
}

async function requireUndoable(ctx: Ctx, changeId: string): Promise<void> {
  const { reason } = await one(
    ctx.db,
    sql<{
      reason: string | null;
    }>`select ${cannotUndo} as reason from changes c where c.account_id = ${ctx.accountId} and c.id = ${changeId}`,
  );
  if (reason !== null) throw new Problem('change_not_undoable', { reason });
}

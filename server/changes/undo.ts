import { sql } from 'kysely';
import type { Ctx } from '../kernel/context.ts';
import { one } from '../kernel/database.ts';
import { Problem } from '../kernel/problem.ts';
import type { Tools } from '../seats/catalog.ts';
import { applyChange, lockChange, readChange, reserveSeats, type Stored, startJob } from './apply.ts';
import { inlineMax, type Plan } from './change.ts';
import { addPlans, emptyPlan, planWants } from './plan.ts';
import { beginChange } from './record.ts';
import { type Recorded, readRecords, wantsOfUndo } from './undo-wants.ts';
import { cannotUndo } from './undoable.ts';

/**
 * Undoes a change by a change of its own, with the rights of whoever undoes it. Seats that are missing and fields that were
 * changed since are listed and left. @throws change_not_undoable (409) with the reason.
 */
export async function undoChange(ctx: Ctx, tools: Tools, changeId: string): Promise<string> {
  const change = await lockChange(ctx, changeId);
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
  const own = sql`account_id = ${ctx.accountId} and id = ${id}`;
  if (total > inlineMax) {
    await sql`update changes set state = 'applying', total = ${total} where ${own}`.execute(ctx.db);
    startJob(ctx, tools, id);
    return id;
  }
  let plan = emptyPlan;
  for (const record of await readRecords(ctx, changeId))
    plan = addPlans(plan, await planRecord(ctx, tools, changeId, record));
  await sql`update changes set total = ${total}, plan = ${JSON.stringify(plan)}::jsonb where ${own}`.execute(ctx.db);
  await applyChange(ctx, tools, await lockChange(ctx, id), 'fill');
  return id;
}

async function planRecord(ctx: Ctx, tools: Tools, changeId: string, record: Recorded): Promise<Plan> {
  const { outcome, ...wants } = await wantsOfUndo(ctx, changeId, record);
  return planWants(ctx, wants, { catalog: tools.catalog, outcome });
}

/** Does something in a transaction of the change's job. */
type InStep = <T>(step: (ctx: Ctx) => Promise<T>) => Promise<T>;

/**
 * The undo of many is planned by its job, step by step, before it is applied: whoever asked for it need not wait. Any other change
 * has a plan already.
 */
export async function planUndo(tools: Tools, inStep: InStep, id: string, goesOn: () => boolean): Promise<void> {
  const unplanned = ({ undoOf, plan, state }: Stored) => undoOf !== null && plan === null && state === 'applying';
  const change = await inStep((ctx) => readChange(ctx, id));
  const { undoOf } = change;
  if (undoOf === null || !unplanned(change)) return;
  let plan = emptyPlan;
  for (const record of await inStep((ctx) => readRecords(ctx, undoOf))) {
    const more = await inStep(async (ctx) =>
      (await readChange(ctx, id)).cancelAsked ? null : planRecord(ctx, tools, undoOf, record),
    );
    if (more === null || !goesOn()) return;
    plan = addPlans(plan, more);
  }
  await inStep(async (ctx) => {
    // Another server may have been quicker, and its plan is applied already.
    if (!unplanned(await lockChange(ctx, id))) return;
    const reserved = await reserveSeats(ctx, plan, 'fill');
    await sql`update changes set plan = ${JSON.stringify(plan)}::jsonb, reserved = ${JSON.stringify(reserved)}::jsonb
      where account_id = ${ctx.accountId} and id = ${id}`.execute(ctx.db);
  });
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

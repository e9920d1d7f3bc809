import { sql } from 'kysely';
import type { Ctx } from '../kernel/context.ts';
import { one } from '../kernel/database.ts';
import { Problem } from '../kernel/problem.ts';
import type { Tools } from '../seats/catalog.ts';
import { applyChange, lockChange } from './apply.ts';
import type { Plan } from './change.ts';
import { addPlans, emptyPlan, planWants } from './plan.ts';
import { beginChange } from './record.ts';
import { readRecords, wantsOfUndo } from './undo-wants.ts';
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
  const plan = await planUndo(ctx, tools, changeId);
  await sql`update changes set total = ${total}, plan = ${JSON.stringify(plan)}::jsonb where account_id = ${ctx.accountId} and id = ${id}`.execute(
    ctx.db,
  );
  await sql`update changes set state = 'undoing', undone_by = ${id} where account_id = ${ctx.accountId} and id = ${changeId}`.execute(
    ctx.db,
  );
  await applyChange(ctx, tools, await lockChange(ctx, id), 'fill');
  return id;
}

async function planUndo(ctx: Ctx, tools: Tools, changeId: string): Promise<Plan> {
  let plan = emptyPlan;
  for (const record of await readRecords(ctx, changeId)) {
    const { outcome, ...wants } = await wantsOfUndo(ctx, changeId, record);
    plan = addPlans(plan, await planWants(ctx, wants, { catalog: tools.catalog, outcome }));
  }
  return plan;
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

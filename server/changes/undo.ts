import { sql } from 'kysely';
import type { Ctx } from '../kernel/context.ts';
import { maybe, one } from '../kernel/database.ts';
import { Problem } from '../kernel/problem.ts';
import type { Tools } from '../seats/catalog.ts';
import { applyChange, lockChange, type Stored } from './apply.ts';
import { type Plan, undoDays } from './change.ts';
import { addPlans, emptyPlan, invitationDays, planWants } from './plan.ts';
import { beginChange } from './record.ts';
import { readRecords, wantsOfUndo } from './undo-wants.ts';
import { lastingSources } from './undoable.ts';

/**
 * Undoes a change by a change of its own, with the rights of whoever undoes it. Seats that are missing and fields that were
 * changed since are listed and left. @throws change_not_undoable (409) with the reason.
 */
export async function undoChange(ctx: Ctx, tools: Tools, changeId: string): Promise<string> {
  const change = await lockChange(ctx, changeId);
  await requireUndoable(ctx, change);
  const id = await beginChange(ctx, {
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
  const days = await invitationDays(ctx);
  let plan = emptyPlan;
  for (const record of await readRecords(ctx, changeId)) {
    const { outcome, ...wants } = await wantsOfUndo(ctx, changeId, record);
    plan = addPlans(plan, await planWants(ctx, wants, { catalog: tools.catalog, invitationDays: days, outcome }));
  }
  return plan;
}

async function requireUndoable(ctx: Ctx, change: Stored): Promise<void> {
  const refuse = (reason: string) => new Problem('change_not_undoable', { reason });
  if (lastingSources.includes(change.source)) throw refuse('it was made by the person themselves');
  if (change.do && typeof change.do === 'object' && 'resend' in change.do) throw refuse('mails cannot be called back');
  if (change.state === 'undone' || change.state === 'undoing') throw refuse('it was undone already');
  if (change.state !== 'applied' && change.state !== 'cancelled' && change.state !== 'failed')
    throw refuse(`it is ${change.state}`);
  const recent = await maybe(
    ctx.db,
    sql`select 1 from changes where account_id = ${ctx.accountId} and id = ${change.id} and applied_at > muster_now() - make_interval(days => ${undoDays})`,
  );
  if (!recent) throw refuse(`only what was applied in the last ${undoDays} days can be`);
}

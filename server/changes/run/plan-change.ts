import { sql } from 'kysely';
import type { z } from 'zod';
import { reachOf, requirePermission } from '../../access/rules/permissions.ts';
import type { Ctx } from '../../kernel/context.ts';
import { Problem } from '../../kernel/problem.ts';
import type { Tools } from '../../tools.ts';
import type { planBody } from '../engine/change.ts';
import { permissionsOfOperation, permissionsToGoOn } from '../engine/needed-permissions.ts';
import { peopleOfSelection } from '../engine/people.ts';
import { proposalOf } from '../engine/proposal.ts';
import { beginChange } from '../engine/record.ts';
import { requireKnown } from '../engine/valid-settings.ts';
import { applyChange, lockChange } from './apply.ts';
import { dropPlans, makeRoomForPlan, requireRoomToApply } from './open-changes.ts';
import { freezeAndPlan, withoutErased } from './plan.ts';

/**
 * Plans a change of a selection, and applies it if asked to. Returns its id, and whether a job continues it.
 * @throws nothing_selected, type_unknown, group_unknown, add_on_unknown (422), role_forbidden (403), seats_short (409, with the plan),
 * changes_waiting (409)
 */
export async function planChange(
  ctx: Ctx,
  tools: Tools,
  body: z.infer<typeof planBody>,
): Promise<{ id: string; state: 'planned' | 'applied' | 'applying' }> {
  requirePermission(ctx, ...permissionsOfOperation(body.do));
  if ('ids' in body.select && body.select.ids.length === 0) throw new Problem('nothing_selected');
  if ('set' in body.do) {
    await requireKnown(ctx, tools.catalog, body.do.set);
    const grant: readonly string[] = reachOf(ctx.permissions).grant;
    if (body.do.set.role !== undefined && !grant.includes(body.do.set.role)) throw new Problem('role_forbidden');
  }
  if (body.apply) await requireRoomToApply(ctx);
  else await makeRoomForPlan(ctx);
  const id = beginChange(ctx, {
    source: ctx.channel,
    do: body.do,
    select: body.select,
    overflow: body.overflow,
    state: 'planned',
  });
  const { plan, total } = await freezeAndPlan(ctx, id, proposalOf(await peopleOfSelection(ctx, body.select), body.do), {
    rules: tools,
    outcome: 'remove' in body.do ? 'remove' : 'update',
  });
  if (ctx.dryRun) ctx.dryRun.plan = plan;
  await sql`update changes set plan = ${JSON.stringify(await withoutErased(ctx, plan))}::jsonb, total = ${total} where account_id = ${ctx.accountId} and id = ${id}`.execute(
    ctx.db,
  );
  if (!body.apply) return { id, state: 'planned' };
  return { id, state: await applyChange(ctx, tools, await lockChange(ctx, id), body.overflow) };
}

/** Stops a change. A planned one is dropped. A running one ends after its current chunk and can then be undone. */
export async function cancelChange(ctx: Ctx, id: string): Promise<void> {
  const change = await lockChange(ctx, id);
  requirePermission(ctx, ...permissionsToGoOn(change));
  if (change.state === 'planned' || change.state === 'planning') {
    await dropPlans(ctx, sql`id = ${id}`);
  } else if (change.state === 'applying') {
    await sql`update changes set cancel_asked = true where account_id = ${ctx.accountId} and id = ${id}`.execute(
      ctx.db,
    );
  } else throw new Problem('change_not_cancellable', { state: change.state });
}

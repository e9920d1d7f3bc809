import { type RawBuilder, sql } from 'kysely';
import { may } from '../access/rules/permissions.ts';
import type { Proposal } from '../changes/engine/proposal.ts';
import { beginChange } from '../changes/engine/record.ts';
import { applyChange, lockChange } from '../changes/run/apply.ts';
import { freezeAndPlan } from '../changes/run/plan.ts';
import { inAccount, maybe } from '../database/database.ts';
import { asSystem, type Ctx } from '../kernel/context.ts';
import type { Tools } from '../tools.ts';
import { actorNow } from '../users/actor-now.ts';

type Scheduled = { accountId: string; changeId: string };

/**
 * Sends the invitations of a change at its date, as a resend to all of its people who are not mailed yet. It acts for the actor that chose
 * the date, with its current rights.
 */
export async function sendScheduled(tools: Tools, { accountId, changeId }: Scheduled): Promise<void> {
  await inAccount(tools.database, asSystem(accountId), async (given) => {
    const isOf = sql`account_id = ${accountId} and change_id = ${changeId}`;
    const schedule = await maybe(
      given.db,
      sql<{
        due: boolean;
        kind: string;
        id: string;
      }>`select send_at <= muster_now() as due, requested_by_kind as kind, requested_by as id
        from invitation_schedules where ${isOf} and failure is null for update`,
    );
    if (!schedule?.due) return;
    const ctx: Ctx = { ...given, ...(await actorNow(given, schedule)) };
    if (!may(ctx, 'invitations.manage')) {
      ctx.db.post(sql`update invitation_schedules set failure = 'forbidden' where ${isOf}`);
      return;
    }
    ctx.db.post(sql`delete from invitation_schedules where ${isOf}`);
    await resend(ctx, tools, notMailed(accountId, changeId));
  });
}

/** The people of the change who still wait for its date. */
const notMailed = (accountId: string, changeId: string): RawBuilder<unknown> =>
  sql`(select u.id, row_number() over (order by u.id) as seq from change_chunks c cross join lateral unnest(c.ids) as t (id)
    join users u on u.account_id = c.account_id and u.id = t.id
    where c.account_id = ${accountId} and c.change_id = ${changeId}
      and u.status = 'pending' and u.mail_state = 'not_sent' and u.send_with = c.change_id) as p`;

async function resend(ctx: Ctx, tools: Tools, relation: RawBuilder<unknown>): Promise<void> {
  if ((await maybe(ctx.db, sql`select from ${relation} limit 1`)) === null) return;
  const proposal: Proposal = { people: { relation, between: null }, set: { status: { to: 'resent' } } };
  const id = beginChange(ctx, { source: ctx.channel, do: { resend: true }, overflow: 'fill', state: 'planned' });
  const { plan, total } = await freezeAndPlan(ctx, id, proposal, { rules: tools, outcome: 'update' });
  ctx.db.post(
    sql`update changes set plan = ${JSON.stringify(plan)}::jsonb, total = ${total} where account_id = ${ctx.accountId} and id = ${id}`,
  );
  await applyChange(ctx, tools, await lockChange(ctx, id), 'fill');
}

import { sql } from 'kysely';
import { z } from 'zod';
import { requirePermission } from '../access/rules/permissions.ts';
import { actorSchema, shownActor } from '../audit/actor.ts';
import { recordAudit } from '../audit/record.ts';
import { inviteSchema, requireInviteDate } from '../changes/engine/invite.ts';
import { sendIn } from '../changes/run/schedule-invitations.ts';
import { all, maybe } from '../database/database.ts';
import type { Ctx } from '../kernel/context.ts';
import { Problem } from '../kernel/problem.ts';
import { moment } from '../kernel/schema.ts';
import type { Tools } from '../tools.ts';

export const scheduleSchema = z.object({
  changeId: z.string().describe('The change that added the people.'),
  sendAt: moment,
  people: z.number().describe('How many were added for this date. Those mailed or removed since are left out.'),
  requestedBy: actorSchema,
  failure: z
    .string()
    .nullable()
    .describe('Why they were not sent at their date: forbidden if who chose it had lost the right.'),
});
scheduleSchema.register(z.globalRegistry, {
  id: 'InvitationSchedule',
  description: 'Invitations that go out at a date.',
});

export const schedulePatch = z.strictObject({ invite: inviteSchema }).meta({ id: 'UpdateInvitationSchedule' });

export function listSchedules(ctx: Ctx): Promise<z.infer<typeof scheduleSchema>[]> {
  return all(
    ctx.db,
    sql<
      z.infer<typeof scheduleSchema>
    >`select s.change_id as "changeId", iso(s.send_at) as "sendAt", s.people, s.failure,
        ${shownActor(ctx.accountId, sql`s.requested_by_kind`, sql`s.requested_by`)} as "requestedBy"
      from invitation_schedules s join changes c on c.account_id = s.account_id and c.id = s.change_id
      where s.account_id = ${ctx.accountId} and c.state <> 'undone' order by s.send_at, s.change_id limit 100`,
  );
}

/** Sends them at once, at another date, or at none. They are sent for the person who asks. @throws Problem not_found (404), invite_date (422) */
export async function moveSchedule(
  ctx: Ctx,
  { worker }: Tools,
  changeId: string,
  { invite }: z.infer<typeof schedulePatch>,
): Promise<void> {
  requirePermission(ctx, 'invitations.manage');
  await requireInviteDate(ctx, invite);
  const isOf = sql`account_id = ${ctx.accountId} and change_id::text = ${changeId}`;
  const sendAt = invite === 'now' ? sql`muster_now()` : sql`${invite}::timestamptz`;
  const moved = await maybe<{ seconds: number }>(
    ctx.db,
    invite === 'later'
      ? sql`delete from invitation_schedules where ${isOf} returning 0::float8 as seconds`
      : sql`update invitation_schedules set send_at = ${sendAt}, requested_by_kind = ${ctx.actor.kind}, requested_by = ${ctx.actor.id}, failure = null where ${isOf}
          returning extract(epoch from send_at - muster_now())::float8 as seconds`,
  );
  if (!moved) throw new Problem('not_found');
  recordAudit(ctx, 'invitations.rescheduled', { changeId, details: { invite } });
  if (invite === 'later') return;
  sendIn(ctx, changeId, moved.seconds);
  ctx.afterCommit(() => worker.nudge());
}

import { sql } from 'kysely';
import { one } from '../../database/database.ts';
import { enqueue } from '../../jobs/job.ts';
import type { Ctx } from '../../kernel/context.ts';
import { dateOf, type Invite } from '../engine/invite.ts';
import { sendScheduledJob } from './change-jobs.ts';

/** Has the invitations of a change sent at the date of its invite. Without a date they wait for a resend. */
export async function scheduleInvitations(ctx: Ctx, changeId: string, invite: Invite, people: number): Promise<void> {
  const date = dateOf(invite);
  if (date === null || people === 0) return;
  const { seconds } = await one(
    ctx.db,
    sql<{
      seconds: number;
    }>`insert into invitation_schedules (account_id, change_id, send_at, people, requested_by_kind, requested_by)
      values (${ctx.accountId}, ${changeId}, ${date}, ${people}, ${ctx.actor.kind}, ${ctx.actor.id})
      returning extract(epoch from send_at - muster_now())::float8 as seconds`,
  );
  sendIn(ctx, changeId, seconds);
}

/** Every new date has a job of its own. One whose date was changed since does nothing. */
export function sendIn(ctx: Ctx, changeId: string, seconds: number): void {
  enqueue(ctx.db, sendScheduledJob, { accountId: ctx.accountId, changeId }, Math.max(0, Math.ceil(seconds)));
}

import { sql } from 'kysely';
import { z } from 'zod';
import { one } from '../../database/database.ts';
import type { Ctx } from '../../kernel/context.ts';
import { Problem } from '../../kernel/problem.ts';
import { timeSchema } from '../../kernel/schema.ts';

/** When people who are added get their invitation: a word, or a date. They are pending and hold their seats from the beginning. */
export const inviteSchema = z.union([z.enum(['now', 'later']), timeSchema]).meta({
  id: 'Invite',
  description:
    'When they are mailed: now; later, by a resend; or at a date. The invitation lasts from the adding, and sending renews it.',
});
export type Invite = z.infer<typeof inviteSchema>;

/** The date of an invite, or null. */
export function dateOf(invite: Invite): string | null {
  return invite === 'now' || invite === 'later' ? null : invite;
}

/** A date lies ahead, and within the days that an invitation lasts. @throws Problem invite_date (422) */
export async function requireInviteDate(ctx: Ctx, invite: Invite): Promise<void> {
  const date = dateOf(invite);
  if (date === null) return;
  const { fits, days } = await one(
    ctx.db,
    sql<{ fits: boolean; days: number }>`select ${date}::timestamptz > muster_now()
        and ${date}::timestamptz <= muster_now() + make_interval(days => invitation_days) as fits, invitation_days as days
      from accounts where id = ${ctx.accountId}`,
  );
  if (!fits) throw new Problem('invite_date', { days });
}

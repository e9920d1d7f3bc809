import { recordAudit } from '../audit/record.ts';
import { editUser } from '../changes/edit-user.ts';
import type { Ctx } from '../kernel/context.ts';
import { Problem } from '../kernel/problem.ts';
import type { Tools } from '../seats/catalog.ts';
import type { Invitation } from './invitation.ts';
import { readInvited } from './read-invitation.ts';

/**
 * The holder of an expired link asks for a new one: it is mailed to the invited address and shown to nobody.
 * Answers false when no seat is free: the caller then notes that it was asked for.
 */
export async function requestNewInvitation(ctx: Ctx, tools: Tools, invitation: Invitation): Promise<boolean> {
  const invited = await readInvited(ctx, invitation.userId, true);
  if (invited.status !== 'pending' || !invited.expired) return true;
  try {
    await editUser(
      ctx,
      tools,
      invitation.userId,
      { status: 'resent' },
      { source: 'invitation', asSelf: true, event: 'invitation.resent' },
    );
    return true;
  } catch (error) {
    if (error instanceof Problem && error.code === 'seats_short') return false;
    throw error;
  }
}

/** In the audit log, so that an Admin sees why somebody waits. */
export async function noteRequested(ctx: Ctx, invitation: Invitation): Promise<void> {
  await recordAudit(ctx, 'invitation.requested', { userId: invitation.userId, details: { refused: 'seats_short' } });
}

import { recordAudit } from '../audit/record.ts';
import { editUser } from '../changes/edit-user.ts';
import type { Ctx } from '../kernel/context.ts';
import type { Tools } from '../seats/catalog.ts';
import type { Invitation } from './invitation.ts';
import { readInvited } from './read-invitation.ts';

/**
 * The holder of an expired link asks for a new one: it is mailed to the invited address and shown to nobody.
 * @throws seats_short (409), which ends the transaction: nothing of the renewal may stay. The caller then notes that it was asked for.
 */
export async function requestNewInvitation(ctx: Ctx, tools: Tools, invitation: Invitation): Promise<void> {
  const invited = await readInvited(ctx, invitation.userId, true);
  if (invited.status !== 'pending' || !invited.expired) return;
  await editUser(
    ctx,
    tools,
    invitation.userId,
    { status: 'resent' },
    { source: 'invitation', asSelf: true, event: 'invitation.resent' },
  );
}

/** In the audit log, so that an Admin sees why somebody waits. */
export async function noteRequested(ctx: Ctx, invitation: Invitation): Promise<void> {
  recordAudit(ctx, 'invitation.requested', { userId: invitation.userId, details: { refused: 'seats_short' } });
}

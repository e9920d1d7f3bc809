import { sql } from 'kysely';
import { z } from 'zod';
import { recordAudit } from '../audit/record.ts';
import { editUser } from '../changes/edit-user.ts';
import type { Ctx } from '../kernel/context.ts';
import { inAccount, maybe } from '../kernel/database.ts';
import { enqueueNow, type Job } from '../kernel/jobs.ts';
import { Problem } from '../kernel/problem.ts';
import type { Tools } from '../seats/catalog.ts';
import type { Invitation } from './invitation.ts';
import { asInvited, readInvited } from './read-invitation.ts';

const asked = z.object({ userId: z.string() });
/** How often the audit log says that a person waits for a seat. */
const notedEverySeconds = 3_600;

/**
 * The holder of an expired link asks for a new one. A job looks whether there is one to send, so that the answer takes the same time
 * whatever becomes of it. Asked too often nothing happens. @throws invitation_unknown (404)
 */
export function askForNewInvitation(tools: Tools, token: string, requestId: string): Promise<void> {
  return asInvited(tools, token, requestId, async (ctx, { accountId, userId }) => {
    await readInvited(ctx, userId, false);
    if (tools.rateLimits.take('renewalAsks', userId) > 0) return;
    enqueueNow(ctx, tools.worker, { name: 'invitations.request', accountId, data: { userId }, priority: 10 });
  });
}

/** Renews an expired invitation: it is mailed to the invited address and shown to nobody. Without a free seat the Admins see who waits. */
export async function renewOnRequest(tools: Tools, job: Job): Promise<void> {
  const { userId } = asked.parse(job.data);
  const accountId = z.string().parse(job.accountId);
  const actor: Ctx['actor'] = { kind: 'invited', id: userId };
  const who = { accountId, actor, way: 'invitation', requestId: null };
  try {
    await inAccount(tools.database, who, (ctx) => renew(ctx, tools, userId));
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    // Nothing of the renewal may stay, so it is noted in a transaction of its own.
    if (error.code === 'seats_short') await inAccount(tools.database, who, (ctx) => noteRequested(ctx, userId));
  }
}

async function renew(ctx: Ctx, tools: Tools, userId: string): Promise<void> {
  const invited = await readInvited(ctx, userId, true);
  if (invited.status !== 'pending' || !invited.expired) return;
  const how = { source: 'invitation', asSelf: true, event: 'invitation.resent' } as const;
  await editUser(ctx, tools, userId, { status: 'resent' }, how);
}

/** In the audit log, so that an Admin sees why a person waits; not each time that they ask. */
async function noteRequested(ctx: Ctx, userId: Invitation['userId']): Promise<void> {
  const noted = await maybe(
    ctx.db,
    sql`select from audit_events where account_id = ${ctx.accountId} and user_id = ${userId} and event = 'invitation.requested'
      and at > muster_now() - make_interval(secs => ${notedEverySeconds}) limit 1`,
  );
  if (!noted) recordAudit(ctx, 'invitation.requested', { userId, details: { refused: 'seats_short' } });
}

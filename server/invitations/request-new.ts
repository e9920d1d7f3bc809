import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { recordAudit } from '../audit/record.ts';
import { editUser } from '../changes/people/edit-user.ts';
import { maybe } from '../database/database.ts';
import type { Ctx } from '../kernel/context.ts';
import { Problem } from '../kernel/problem.ts';
import type { Tools } from '../tools.ts';
import { byInvitation, readInvited } from './read-invitation.ts';

/** The audit log notes a person who waits for a seat at most once in this time. */
const notedEverySeconds = 3_600;
/** The least time of every answer: far longer than the work, so that the time does not reveal whether a seat is free. */
const answerMs = 100;

/**
 * The holder of an expired link asks for a new one. The answer and its time are always the same. Over the limit nothing happens.
 * @throws invitation_unknown (404)
 */
export async function askForNewInvitation(tools: Tools, token: string, requestId: string): Promise<void> {
  await Promise.all([renewOnRequest(tools, token, requestId), sleep(answerMs)]);
}

/**
 * Renews an expired invitation. The new link is only mailed to the invited address. If no seat is free, Admins see in the audit log who
 * waits.
 */
async function renewOnRequest(tools: Tools, token: string, requestId: string): Promise<void> {
  try {
    await byInvitation(tools, token, requestId, async (ctx, { userId }) => {
      const invited = await readInvited(ctx, userId, true);
      if (tools.rateLimits.take('renewalAsks', userId) > 0) return;
      if (invited.status === 'pending' && invited.expired) await renew(ctx, tools, userId);
    });
  } catch (error) {
    if (!(error instanceof Problem) || !['seats_short', 'mail_limited'].includes(error.code)) throw error;
    // The renewal is rolled back, so this is recorded in its own transaction.
    if (error.code === 'seats_short')
      await byInvitation(tools, token, requestId, (ctx, { userId }) => noteRequested(ctx, userId));
  }
}

async function renew(ctx: Ctx, tools: Tools, userId: string): Promise<void> {
  const how = { source: 'invitation', asSelf: true, event: 'invitation.resent' } as const;
  await editUser(ctx, tools, userId, { status: 'resent' }, how);
}

/** Tells Admins in the audit log why a person waits, but not at every request. */
async function noteRequested(ctx: Ctx, userId: string): Promise<void> {
  const noted = await maybe(
    ctx.db,
    sql`select from audit_events where account_id = ${ctx.accountId} and user_id = ${userId} and event = 'invitation.requested'
      and at > muster_now() - make_interval(secs => ${notedEverySeconds}) limit 1`,
  );
  if (!noted) recordAudit(ctx, 'invitation.requested', { userId, details: { refused: 'seats_short' } });
}

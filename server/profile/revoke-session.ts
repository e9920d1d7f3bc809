import { sql } from 'kysely';
import { forgetCallers } from '../access/sessions/remembered.ts';
import { recordAudit } from '../audit/record.ts';
import { maybe } from '../database/database.ts';
import type { Ctx } from '../kernel/context.ts';
import { isId } from '../kernel/ids.ts';
import { Problem } from '../kernel/problem.ts';

/** Ends one of the caller's sessions. @throws Problem not_found (404), also for sessions of others */
export async function revokeSession(ctx: Ctx, identityId: string, sessionId: string): Promise<void> {
  if (!isId(sessionId)) throw new Problem('not_found');
  const ended = await maybe(
    ctx.db,
    sql`delete from sessions where id = ${sessionId} and identity_id = ${identityId} returning id`,
  );
  if (!ended) throw new Problem('not_found');
  recordAudit(ctx, 'sessions.revoked', { userId: ctx.actor.id ?? '' });
  ctx.afterCommit(forgetCallers);
}

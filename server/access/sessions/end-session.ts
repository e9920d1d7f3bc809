import { sql } from 'kysely';
import { recordAudit } from '../../audit/record.ts';
import { type Database, inAccount } from '../../database/database.ts';
import type { SignedIn } from '../../http/route.ts';
import { forgetSessions } from './session-memory.ts';

/** Signs out: from the commit on the token is worth nothing. */
export async function endSession(database: Database, { accountId, actor }: SignedIn, requestId: string): Promise<void> {
  await inAccount(database, { accountId, actor, way: 'console', requestId }, async (ctx) => {
    await sql`delete from sessions where id = ${actor.sessionId}`.execute(ctx.db);
    recordAudit(ctx, 'session.ended', { userId: actor.id });
    ctx.afterCommit(forgetSessions);
  });
}

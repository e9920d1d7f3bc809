import { sql } from 'kysely';
import { recordAudit } from '../../audit/record.ts';
import { type Database, inAccount } from '../../database/database.ts';
import { asCaller, type SignedIn } from '../../http/route.ts';
import { forgetCallers } from './remembered.ts';

/** Signs out. The token is worthless after the commit. */
export async function endSession(database: Database, me: SignedIn, requestId: string): Promise<void> {
  await inAccount(database, asCaller(me, requestId), async (ctx) => {
    await sql`delete from sessions where id = ${me.session.id}`.execute(ctx.db);
    recordAudit(ctx, 'session.ended', { userId: me.actor.id });
    ctx.afterCommit(forgetCallers);
  });
}

import { inSystem } from '../../database/database.ts';
import type { SignedIn } from '../../http/route.ts';
import { Problem } from '../../kernel/problem.ts';
import type { Tools } from '../../tools.ts';
import { membershipsOf } from './memberships.ts';
import { type From, openSession, type Started } from './start-session.ts';

/**
 * Continues in another account of the same sign-in, with a new session.
 * @throws Problem not_found (404), also for accounts that exist, so as not to reveal them
 */
export async function switchAccount(
  { database }: Tools,
  { session }: SignedIn,
  accountId: string,
  from: From,
  requestId: string,
): Promise<Started> {
  return inSystem(database, async (db, afterCommit) => {
    const membership = (await membershipsOf(db, [session.identityId])).find(
      (candidate) => candidate.accountId === accountId,
    );
    if (!membership) throw new Problem('not_found');
    return openSession({ db, requestId, afterCommit }, membership, from);
  });
}

import { sql } from 'kysely';
import { inAccount, one } from '../../database/database.ts';
import { asSystem, type Channel, type Ctx } from '../../kernel/context.ts';
import type { Tools } from '../../tools.ts';
import { actorNow } from '../../users/actor-now.ts';

/**
 * One transaction of a change's job. It acts for the actor who applied the change, with its current rights. If it lost the right, the step
 * can only end the change.
 */
export async function asRequester<T>(
  tools: Tools,
  accountId: string,
  changeId: string,
  step: (ctx: Ctx) => Promise<T>,
): Promise<T> {
  return inAccount(tools.database, asSystem(accountId), async (ctx) =>
    step({ ...ctx, ...(await requesterNow(ctx, changeId)) }),
  );
}

async function requesterNow(ctx: Ctx, changeId: string): Promise<Pick<Ctx, 'actor' | 'permissions' | 'channel'>> {
  const { kind, id, source } = await one(
    ctx.db,
    sql<{ kind: string; id: string | null; source: string }>`
      select actor_kind as kind, actor_id as id, source from changes where account_id = ${ctx.accountId} and id = ${changeId}`,
  );
  const ofKey = source === 'cli' ? 'cli' : 'api';
  return { ...(await actorNow(ctx, { kind, id })), channel: channelOf(source, kind === 'apiKey' ? ofKey : 'console') };
}

/** A change whose people are the lines of a file came by that file, however it is applied. */
export const channelOf = (source: string, otherwise: Channel): Channel => (source === 'csv' ? 'csv' : otherwise);

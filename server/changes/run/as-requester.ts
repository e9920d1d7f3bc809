import { sql } from 'kysely';
import { inAccount, one } from '../../database/database.ts';
import type { Actor, Ctx, Role } from '../../kernel/context.ts';
import type { Tools } from '../../tools.ts';
import { roleNow } from '../../users/user.ts';

/**
 * One transaction of a change's job. It acts for the person who applied the change, with the rights they have now. A person who
 * lost the right has none here, so that a step can only end the change.
 */
export async function asRequester<T>(
  tools: Tools,
  accountId: string,
  changeId: string,
  step: (ctx: Ctx) => Promise<T>,
): Promise<T> {
  const system: Actor = { kind: 'system', id: null };
  return inAccount(tools.database, { accountId, way: 'job', requestId: null, actor: system }, async (ctx) =>
    step({ ...ctx, actor: await actorNow(ctx, changeId) }),
  );
}

async function actorNow(ctx: Ctx, changeId: string): Promise<Actor> {
  const { id, role } = await one(
    ctx.db,
    sql<{
      id: string;
      role: Role;
    }>`select c.actor_id as id, case when u.status = 'active' then ${roleNow} else 'member' end as role
      from changes c left join users u on u.account_id = c.account_id and u.id = c.actor_id
      where c.account_id = ${ctx.accountId} and c.id = ${changeId}`,
  );
  return { kind: 'user', id, role, identityId: '', sessionId: '' };
}

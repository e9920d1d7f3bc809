import { sql } from 'kysely';
import { noPermissions, permissionsOfRole } from '../access/rules/permissions.ts';
import { maybe } from '../database/database.ts';
import type { Actor, Ctx, Role } from '../kernel/context.ts';
import { roleNow } from './rules/user-sql.ts';

/** What an actor may do at this moment. An actor that lost its right, or never had one, holds no permission. */
export async function permissionsNow(ctx: Ctx, actor: Actor): Promise<ReadonlySet<string>> {
  if (actor.kind !== 'user') return noPermissions;
  const user = await maybe(
    ctx.db,
    sql<{ role: Role }>`select ${roleNow(ctx.accountId)} as role from users u
      where u.account_id = ${ctx.accountId} and u.id = ${actor.id} and u.status = 'active'`,
  );
  return user ? permissionsOfRole(user.role) : noPermissions;
}

import { sql } from 'kysely';
import { works } from '../access/keys/find-key.ts';
import { noPermissions, permissionsOfRole } from '../access/rules/permissions.ts';
import { maybe } from '../database/database.ts';
import type { Actor, Ctx, Role } from '../kernel/context.ts';
import { roleNow } from './rules/user-sql.ts';

type ActorNow = { actor: Actor; permissions: ReadonlySet<string> };

/**
 * An actor as records name it, and what it may do at this moment. An actor that lost its right, or never had one, holds no permission; a key
 * holds its own ones while it works.
 */
export async function actorNow(ctx: Ctx, { kind, id }: { kind: string; id: string | null }): Promise<ActorNow> {
  if (id === null) return { actor: { kind: 'system', id }, permissions: noPermissions };
  if (kind === 'invited') return { actor: { kind, id }, permissions: noPermissions };
  if (kind === 'user') return { actor: { kind, id }, permissions: await ofPerson(ctx, id) };
  if (kind === 'apiKey') return keyNow(ctx, id);
  throw new Error(`no actor is of the kind ${kind}`);
}

async function ofPerson(ctx: Ctx, id: string): Promise<ReadonlySet<string>> {
  const user = await maybe(
    ctx.db,
    sql<{ role: Role }>`select ${roleNow(ctx.accountId)} as role from users u
      where u.account_id = ${ctx.accountId} and u.id = ${id} and u.status = 'active'`,
  );
  return user ? permissionsOfRole(user.role) : noPermissions;
}

async function keyNow(ctx: Ctx, id: string): Promise<ActorNow> {
  const key = await maybe(
    ctx.db,
    sql<{ makerId: string; permissions: string[]; role: Role; status: string; ended: boolean }>`
      select u.id as "makerId", k.permissions, ${roleNow(ctx.accountId)} as role, u.status,
        k.revoked_at is not null or coalesce(k.expires_at <= muster_now(), false) as ended
      from api_keys k join users u on u.account_id = k.account_id and u.id = k.maker_id
      where k.account_id = ${ctx.accountId} and k.id = ${id}`,
  );
  const isAlive = key !== null && !key.ended && works(key.permissions, key);
  return {
    actor: { kind: 'apiKey', id, makerId: key?.makerId ?? null },
    permissions: isAlive ? new Set(key.permissions) : noPermissions,
  };
}

import { type RawBuilder, sql } from 'kysely';
import { works } from '../access/keys/find-key.ts';
import { personName } from '../audit/actor.ts';
import { all } from '../database/database.ts';
import type { Ctx, Role } from '../kernel/context.ts';
import { isId } from '../kernel/ids.ts';
import { Problem } from '../kernel/problem.ts';
import { roleNow } from '../users/rules/user-sql.ts';
import type { ApiKey } from './api-key.ts';

/** The keys that are not revoked, the newest first. Limits keep them to a few hundred. */
export function listKeys(ctx: Ctx): Promise<ApiKey[]> {
  return readKeys(ctx, sql`true`);
}

/** @throws not_found (404), also for a revoked key */
export async function getKey(ctx: Ctx, id: string): Promise<ApiKey> {
  const known = id.toLowerCase();
  const [key] = isId(known) ? await readKeys(ctx, sql`k.id = ${known}`) : [];
  if (!key) throw new Problem('not_found');
  return key;
}

type Row = Omit<ApiKey, 'state' | 'stoppedBecause'> & { expired: boolean; role: Role | null; status: string | null };

async function readKeys(ctx: Ctx, where: RawBuilder<unknown>): Promise<ApiKey[]> {
  const name = sql`coalesce(${personName(ctx.accountId, sql`k.maker_id`)}, '')`;
  const rows = await all(
    ctx.db,
    sql<Row>`select k.id, k.name, k.prefix, k.permissions, k.addresses,
        case when u.id is not null then json_build_object('id', u.id, 'name', ${name}) end as maker,
        iso(k.expires_at) as "expiresAt", coalesce(k.expires_at <= muster_now(), false) as expired,
        case when k.earlier_until > muster_now() then iso(k.earlier_until) end as "earlierSecretUntil",
        iso(k.created_at) as "createdAt", iso(k.last_used_at) as "lastUsedAt", k.last_used_from as "lastUsedFrom",
        ${roleNow(ctx.accountId)} as role, u.status
      from api_keys k left join users u on u.account_id = k.account_id and u.id = k.maker_id
      where k.account_id = ${ctx.accountId} and k.revoked_at is null and ${where}
      order by k.created_at desc, k.id desc`,
  );
  return rows.map(({ expired, role, status, ...key }) => {
    if (expired) return { ...key, state: 'expired', stoppedBecause: null };
    const working = role !== null && works(key.permissions, { role, status });
    if (working) return { ...key, state: 'active', stoppedBecause: null };
    return { ...key, state: 'stopped', stoppedBecause: whyStopped(status) };
  });
}

function whyStopped(makersStatus: string | null): ApiKey['stoppedBecause'] {
  if (makersStatus === null) return 'maker_erased';
  if (makersStatus === 'removed') return 'maker_removed';
  return makersStatus === 'active' ? 'maker_lacks_permission' : 'maker_deactivated';
}

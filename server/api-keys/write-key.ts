import { sql } from 'kysely';
import type { z } from 'zod';
import { newKey } from '../access/keys/key.ts';
import { requirePermission } from '../access/rules/permissions.ts';
import { forgetCallers } from '../access/sessions/remembered.ts';
import { recordAudit } from '../audit/record.ts';
import { one } from '../database/database.ts';
import { type Ctx, personOf } from '../kernel/context.ts';
import { newId } from '../kernel/ids.ts';
import { bounds } from '../kernel/limits.ts';
import { networkFrom } from '../kernel/network.ts';
import { Problem } from '../kernel/problem.ts';
import type { ApiKey, keyBody, keyPatch } from './api-key.ts';
import { getKey } from './queries.ts';
import { warnBeforeExpiry } from './warn-before-expiry.ts';

type Made = ApiKey & { key: string };

/**
 * Makes a key. Its maker holds every permission of it.
 * @throws forbidden (403), keys_full (409), expiry_past, network_invalid (422)
 */
export async function createKey(ctx: Ctx, given: z.infer<typeof keyBody>): Promise<Made> {
  requirePermission(ctx, 'api_keys.manage', ...given.permissions);
  await requireRoom(ctx);
  await requireToCome(ctx, given.expiresAt);
  const { key, prefix, hash } = newKey();
  const id = newId();
  await sql`insert into api_keys (account_id, id, name, prefix, token_hash, maker_id, permissions, addresses, expires_at, created_at)
    values (${ctx.accountId}, ${id}, ${given.name}, ${prefix}, ${hash}, ${personOf(ctx.actor)}, ${[...new Set(given.permissions)]}::text[],
      ${networksOf(given.addresses ?? [])}::text[], ${given.expiresAt ?? null}::timestamptz, muster_now())`.execute(
    ctx.db,
  );
  recordAudit(ctx, 'api_key.created', { details: { keyId: id } });
  if (given.expiresAt) await warnBeforeExpiry(ctx, id);
  return { ...(await getKey(ctx, id)), key };
}

/**
 * Replaces the given fields. The actor holds every permission that the key has, and those it gets.
 * @throws not_found (404), forbidden (403), expiry_past, network_invalid (422)
 */
export async function changeKey(ctx: Ctx, id: string, given: z.infer<typeof keyPatch>): Promise<ApiKey> {
  const before = await lockKey(ctx, id);
  requirePermission(ctx, 'api_keys.manage', ...before.permissions, ...(given.permissions ?? []));
  if (given.expiresAt !== undefined) await requireToCome(ctx, given.expiresAt);
  const { name = before.name, permissions = before.permissions, addresses = before.addresses } = given;
  const expiresAt = given.expiresAt === undefined ? before.expiresAt : given.expiresAt;
  await sql`update api_keys set name = ${name}, permissions = ${[...new Set(permissions)]}::text[],
      addresses = ${networksOf(addresses)}::text[], expires_at = ${expiresAt}::timestamptz
    where account_id = ${ctx.accountId} and id = ${before.id}`.execute(ctx.db);
  recordAudit(ctx, 'api_key.changed', { details: { keyId: before.id } });
  if (given.expiresAt) await warnBeforeExpiry(ctx, before.id);
  ctx.afterCommit(forgetCallers);
  return getKey(ctx, before.id);
}

/**
 * Gives the key a new secret. The person who gets it becomes the maker. The secret before it works for some hours more.
 * @throws not_found (404), forbidden (403)
 */
export async function rotateKey(ctx: Ctx, id: string, hours: number): Promise<Made> {
  const before = await lockKey(ctx, id);
  requirePermission(ctx, 'api_keys.manage', ...before.permissions);
  const maker = personOf(ctx.actor);
  const { key, prefix, hash } = newKey();
  await sql`update api_keys set prefix = ${prefix}, token_hash = ${hash}, maker_id = ${maker},
      earlier_hash = ${hours > 0 ? sql`token_hash` : null}, earlier_until = ${hours > 0 ? sql`muster_now() + make_interval(hours => ${hours}::int)` : null}
    where account_id = ${ctx.accountId} and id = ${before.id}`.execute(ctx.db);
  const event = before.maker?.id === maker ? 'api_key.rotated' : 'api_key.taken_over';
  recordAudit(ctx, event, { details: { keyId: before.id } });
  ctx.afterCommit(forgetCallers);
  return { ...(await getKey(ctx, before.id)), key };
}

/** @throws not_found (404) */
export async function revokeKey(ctx: Ctx, id: string): Promise<void> {
  requirePermission(ctx, 'api_keys.manage');
  const key = await lockKey(ctx, id);
  await sql`update api_keys set revoked_at = muster_now() where account_id = ${ctx.accountId} and id = ${key.id}`.execute(
    ctx.db,
  );
  recordAudit(ctx, 'api_key.revoked', { details: { keyId: key.id } });
  ctx.afterCommit(forgetCallers);
}

async function lockKey(ctx: Ctx, id: string): Promise<ApiKey> {
  await sql`select from api_keys where account_id = ${ctx.accountId} and id::text = ${id.toLowerCase()} for update`.execute(
    ctx.db,
  );
  return getKey(ctx, id);
}

/** The account's row is locked, so that concurrent requests make keys one by one. @throws keys_full (409) */
async function requireRoom(ctx: Ctx): Promise<void> {
  await sql`select 1 from accounts where id = ${ctx.accountId} for no key update`.execute(ctx.db);
  const { n } = await one(
    ctx.db,
    sql<{
      n: number;
    }>`select count(*)::int as n from api_keys where account_id = ${ctx.accountId} and revoked_at is null`,
  );
  if (n >= bounds.apiKeysMax) throw new Problem('keys_full', { max: bounds.apiKeysMax });
}

/** @throws expiry_past (422) */
async function requireToCome(ctx: Ctx, expiresAt: string | null | undefined): Promise<void> {
  if (expiresAt === null || expiresAt === undefined) return;
  const { past } = await one(ctx.db, sql<{ past: boolean }>`select ${expiresAt}::timestamptz <= muster_now() as past`);
  if (past) throw new Problem('expiry_past');
}

/** @throws network_invalid (422) */
function networksOf(addresses: string[]): string[] {
  return addresses.map((text) => {
    const network = networkFrom(text.trim());
    if (network === null) throw new Problem('network_invalid', { text });
    return network;
  });
}

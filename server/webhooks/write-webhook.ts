import { sql } from 'kysely';
import type { z } from 'zod';
import { requirePermission } from '../access/rules/permissions.ts';
import { recordAudit } from '../audit/record.ts';
import { one } from '../database/database.ts';
import { encodePlace } from '../events/cursor.ts';
import { latestPlace, placeSince } from '../events/read-feed.ts';
import { type Ctx, personOf } from '../kernel/context.ts';
import { newId } from '../kernel/ids.ts';
import { bounds } from '../kernel/limits.ts';
import { Problem } from '../kernel/problem.ts';
import type { Tools } from '../tools.ts';
import { getWebhook } from './queries.ts';
import { newSecret } from './secrets.ts';
import type { replayBody, Webhook, webhookBody, webhookPatch } from './webhook.ts';

/** What a webhook brings, its maker may read. */
export const neededToRead = ['users.read', 'audit.read'] as const;
/** Hours for which the secret before a rotation signs, too. */
const overlapHours = 24;

type Made = Webhook & { secret: string };

/** @throws forbidden (403), webhooks_full (409), webhook_url (422) */
export async function createWebhook(ctx: Ctx, tools: Tools, given: z.infer<typeof webhookBody>): Promise<Made> {
  requirePermission(ctx, 'webhooks.manage', ...neededToRead);
  await requireRoom(ctx);
  const id = newId();
  const { secret, stored } = newSecret(tools.encryption, { accountId: ctx.accountId, id });
  const place = await latestPlace(ctx);
  await sql`insert into webhooks (account_id, id, url, description, types, batch, pace, secret, maker_id, created_at, cursor, position)
    values (${ctx.accountId}, ${id}, ${usableUrl(tools, given.url)}, ${given.description}, ${given.types}::text[], ${given.batch}, ${given.pace}, ${stored},
      ${personOf(ctx.actor)}, muster_now(), ${encodePlace(place)}, ${place.position})`.execute(ctx.db);
  recordAudit(ctx, 'webhook.created', { details: { webhookId: id } });
  return { ...(await getWebhook(ctx, id)), secret };
}

/** The person who resumes a webhook answers for it from then on. @throws not_found (404), forbidden (403), webhook_url (422) */
export async function changeWebhook(
  ctx: Ctx,
  tools: Tools,
  id: string,
  given: z.infer<typeof webhookPatch>,
): Promise<Webhook> {
  requirePermission(ctx, 'webhooks.manage', ...neededToRead);
  const before = await lockWebhook(ctx, id);
  const { url = before.url, types = before.types, description = before.description, batch = before.batch } = given;
  const pace = given.pace === undefined ? before.pace : given.pace;
  await sql`update webhooks set url = ${url === before.url ? url : usableUrl(tools, url)}, types = ${types}::text[], description = ${description}, batch = ${batch}, pace = ${pace}
    where account_id = ${ctx.accountId} and id = ${before.id}`.execute(ctx.db);
  const { paused = before.pausedAt !== null } = given;
  if (paused && before.pausedAt === null) pause(ctx, before.id);
  if (!paused && before.pausedAt !== null) resume(ctx, before.id);
  const { paused: _, ...others } = given;
  if (Object.keys(others).length > 0) recordAudit(ctx, 'webhook.changed', { details: { webhookId: before.id } });
  return getWebhook(ctx, before.id);
}

function pause(ctx: Ctx, id: string): void {
  ctx.db.post(sql`update webhooks set paused_at = muster_now(), paused_because = 'asked'
    where account_id = ${ctx.accountId} and id = ${id}`);
  recordAudit(ctx, 'webhook.paused', { details: { webhookId: id, because: 'asked' } });
}

function resume(ctx: Ctx, id: string): void {
  ctx.db.post(sql`update webhooks set paused_at = null, paused_because = null, tries = 0, next_try_at = null, maker_id = ${personOf(ctx.actor)}
    where account_id = ${ctx.accountId} and id = ${id}`);
  recordAudit(ctx, 'webhook.resumed', { details: { webhookId: id } });
}

/** A new secret. The present one signs, too, for a day. @throws not_found (404) */
export async function rotateSecret(ctx: Ctx, { encryption }: Tools, id: string): Promise<Made> {
  requirePermission(ctx, 'webhooks.manage', ...neededToRead);
  const before = await lockWebhook(ctx, id);
  const { secret, stored } = newSecret(encryption, { accountId: ctx.accountId, id: before.id });
  await sql`update webhooks set secret = ${stored}, earlier_secret = secret, earlier_until = muster_now() + make_interval(hours => ${overlapHours})
    where account_id = ${ctx.accountId} and id = ${before.id}`.execute(ctx.db);
  recordAudit(ctx, 'webhook.rotated', { details: { webhookId: before.id } });
  return { ...(await getWebhook(ctx, before.id)), secret };
}

/** Brings the events since a time again. Events that are due come after them. @throws not_found (404) */
export async function replay(ctx: Ctx, id: string, { from }: z.infer<typeof replayBody>): Promise<Webhook> {
  requirePermission(ctx, 'webhooks.manage', ...neededToRead);
  const before = await lockWebhook(ctx, id);
  const place = await placeSince(ctx, from);
  await sql`update webhooks set cursor = ${encodePlace(place)}, position = ${place.position}, partial = ${place.isPartial}, tries = 0, next_try_at = null
    where account_id = ${ctx.accountId} and id = ${before.id}`.execute(ctx.db);
  recordAudit(ctx, 'webhook.replayed', { details: { webhookId: before.id, from } });
  return getWebhook(ctx, before.id);
}

/** @throws not_found (404) */
export async function deleteWebhook(ctx: Ctx, id: string): Promise<void> {
  requirePermission(ctx, 'webhooks.manage');
  const webhook = await lockWebhook(ctx, id);
  await sql`delete from webhooks where account_id = ${ctx.accountId} and id = ${webhook.id}`.execute(ctx.db);
  recordAudit(ctx, 'webhook.deleted', { details: { webhookId: webhook.id } });
}

async function lockWebhook(ctx: Ctx, id: string): Promise<Webhook> {
  await sql`select from webhooks where account_id = ${ctx.accountId} and id::text = ${id.toLowerCase()} for update`.execute(
    ctx.db,
  );
  return getWebhook(ctx, id);
}

/** The account's row is locked, so that concurrent requests add webhooks one by one. @throws webhooks_full (409) */
async function requireRoom(ctx: Ctx): Promise<void> {
  await sql`select 1 from accounts where id = ${ctx.accountId} for no key update`.execute(ctx.db);
  const { n } = await one(
    ctx.db,
    sql<{ n: number }>`select count(*)::int as n from webhooks where account_id = ${ctx.accountId}`,
  );
  if (n >= bounds.webhooksMax) throw new Problem('webhooks_full', { max: bounds.webhooksMax });
}

/** The address that is asked for, if this server may connect to such. Its name is looked up with every request. @throws webhook_url (422) */
function usableUrl({ outbound }: Tools, text: string): string {
  const why = outbound.refusalOf(text);
  if (why !== null) throw new Problem('webhook_url', { why });
  return text;
}

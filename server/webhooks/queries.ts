import { type RawBuilder, sql } from 'kysely';
import type { z } from 'zod';
import { personName } from '../audit/actor.ts';
import { all, maybe } from '../database/database.ts';
import { decodeCursor, toPage } from '../http/page.ts';
import type { Ctx } from '../kernel/context.ts';
import { isId } from '../kernel/ids.ts';
import { Problem } from '../kernel/problem.ts';
import type { Delivery, deliveriesQuery, Webhook } from './webhook.ts';

/** The newest first. Limits keep them to some dozens. */
export function listWebhooks(ctx: Ctx): Promise<Webhook[]> {
  return readWebhooks(ctx, sql`true`);
}

/** @throws not_found (404) */
export async function getWebhook(ctx: Ctx, id: string): Promise<Webhook> {
  const known = id.toLowerCase();
  const [webhook] = isId(known) ? await readWebhooks(ctx, sql`w.id = ${known}`) : [];
  if (!webhook) throw new Problem('not_found');
  return webhook;
}

function readWebhooks(ctx: Ctx, where: RawBuilder<unknown>): Promise<Webhook[]> {
  const name = sql`coalesce(${personName(ctx.accountId, sql`w.maker_id`)}, '')`;
  return all(
    ctx.db,
    sql<Webhook>`select w.id, w.url, w.types, w.description, w.batch, w.pace,
        case when w.paused_at is not null then 'paused' when w.tries > 0 then 'retrying' else 'active' end as state,
        iso(w.paused_at) as "pausedAt", w.paused_because as "pausedBecause", w.tries, iso(w.next_try_at) as "nextTryAt",
        greatest(0, coalesce((select last from feeds f where f.account_id = w.account_id), 0) - w.position)::int as behind,
        case when w.maker_id is not null then json_build_object('id', w.maker_id, 'name', ${name}) end as maker,
        iso(w.created_at) as "createdAt", case when w.earlier_until > muster_now() then iso(w.earlier_until) end as "secretRotatedUntil"
      from webhooks w where w.account_id = ${ctx.accountId} and ${where} order by w.created_at desc, w.id desc`,
  );
}

const shown = sql`d.id, d.message_id as "messageId", d.type, d.events, d.try, iso(d.at) as at, d.url, d.took_ms as "tookMs",
  coalesce(d.status between 200 and 299, false) as delivered, d.status, d.answer, d.failure`;

/** The newest first, those of the last seven days. */
export async function listDeliveries(ctx: Ctx, webhookId: string, query: z.infer<typeof deliveriesQuery>) {
  const [before] = decodeCursor(query.cursor, 1) ?? [];
  if (before !== undefined && !isId(before)) throw new Problem('invalid_cursor');
  const conditions = [sql`d.account_id = ${ctx.accountId} and d.webhook_id = ${webhookId}`];
  if (before !== undefined) conditions.push(sql`d.id < ${before}`);
  if (query.delivered !== undefined)
    conditions.push(sql`coalesce(d.status between 200 and 299, false) = ${query.delivered === 'true'}`);
  const rows = await all(
    ctx.db,
    sql<Delivery>`select ${shown} from webhook_deliveries d where ${sql.join(conditions, sql` and `)}
      order by d.id desc limit ${query.limit + 1}`,
  );
  return toPage(
    rows,
    query.limit,
    (row) => row,
    ({ id }) => [id],
  );
}

/** What a delivery brought: a place in the feed, and how many events of which types from there on. */
export type Brought = { cursor: string | null; types: string[]; events: number; batch: boolean; messageId: string };

/** @throws not_found (404) */
export async function getDelivery(ctx: Ctx, webhookId: string, id: string): Promise<Delivery & Brought> {
  const found = isId(id.toLowerCase())
    ? await maybe(
        ctx.db,
        sql<Delivery & Brought>`select ${shown}, d.cursor, d.types, d.batch from webhook_deliveries d
          where d.account_id = ${ctx.accountId} and d.webhook_id = ${webhookId} and d.id = ${id.toLowerCase()}`,
      )
    : null;
  if (!found) throw new Problem('not_found');
  return found;
}

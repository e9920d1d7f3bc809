import { sql } from 'kysely';
import { requirePermission } from '../access/rules/permissions.ts';
import { inAccount, one, readInAccount } from '../database/database.ts';
import { readEvents } from '../events/read-feed.ts';
import type { Ctx, Requester } from '../kernel/context.ts';
import { newId } from '../kernel/ids.ts';
import { Problem } from '../kernel/problem.ts';
import type { Tools } from '../tools.ts';
import { tryOnce } from './deliver.ts';
import { type Message, messageOf } from './message.ts';
import { type Brought, getDelivery, getWebhook } from './queries.ts';
import { readSecret } from './secrets.ts';
import type { Delivery } from './webhook.ts';
import { neededToRead } from './write-webhook.ts';

/** The body of a delivery, made anew from the feed; null for events that are not kept any more. */
export async function messageOfDelivery(ctx: Ctx, brought: Brought): Promise<Message | null> {
  if (brought.cursor === null) return testMessage(brought.messageId);
  try {
    const types = brought.batch ? brought.types : [];
    const { placed } = await readEvents(ctx, { after: brought.cursor, types, limit: brought.events });
    if (placed.length < brought.events) return null;
    return messageOf(
      placed.map(({ event }) => event),
      brought.batch,
    );
  } catch (error) {
    if (error instanceof Problem && error.code === 'cursor_too_old') return null;
    throw error;
  }
}

/** The id tells its time, so that the body is the same when it is made anew. */
function testMessage(id: string): Message {
  const timestamp = new Date(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)).toISOString();
  return { id, type: 'webhook.test', body: JSON.stringify({ type: 'webhook.test', timestamp, id, data: {} }) };
}

/** Sends the events of an earlier delivery again, at once and outside the order. @throws not_found (404), events_gone (410) */
export async function redeliver(tools: Tools, who: Requester, webhookId: string, id: string): Promise<Delivery> {
  const { brought, message } = await readInAccount(
    tools.database,
    who,
    async (ctx) => {
      requirePermission(ctx, 'webhooks.manage', ...neededToRead);
      const found = await getDelivery(ctx, (await getWebhook(ctx, webhookId)).id, id);
      return { brought: found, message: await messageOfDelivery(ctx, found) };
    },
    'snapshot',
  );
  if (message === null) throw new Problem('events_gone');
  return send(tools, who, webhookId, { ...brought, message });
}

/** Sends an event of the type webhook.test. @throws not_found (404) */
export async function sendTest(tools: Tools, who: Requester, webhookId: string): Promise<Delivery> {
  const message = testMessage(newId());
  return send(tools, who, webhookId, { cursor: null, types: [], events: 0, batch: false, try: 0, message });
}

type Sending = Omit<Brought, 'messageId'> & { try: number; message: Message };

/** Posts outside any transaction, then notes the answer. @throws too_many_requests (429) */
async function send(tools: Tools, who: Requester, webhookId: string, sending: Sending): Promise<Delivery> {
  tools.rateLimits.require('webhookSends', who.accountId);
  const { url, id, secrets } = await readInAccount(tools.database, who, async (ctx) => {
    requirePermission(ctx, 'webhooks.manage');
    const webhook = await getWebhook(ctx, webhookId);
    const stored = await one(
      ctx.db,
      sql<{
        secret: Buffer;
        earlier: Buffer | null;
      }>`select secret, case when earlier_until > muster_now() then earlier_secret end as earlier
        from webhooks where account_id = ${ctx.accountId} and id = ${webhook.id}`,
    );
    const live = [stored.secret, ...(stored.earlier ? [stored.earlier] : [])];
    return {
      ...webhook,
      secrets: live.map((one) => readSecret(tools.encryption, { accountId: ctx.accountId, id: webhook.id }, one)),
    };
  });
  const tried = await tryOnce(tools.outbound, { url, secrets }, sending.message);
  const deliveryId = newId();
  return inAccount(tools.database, who, async (ctx) => {
    ctx.db.post(sql`insert into webhook_deliveries (account_id, webhook_id, id, message_id, type, cursor, types, events, batch, try, at, url, took_ms, status, answer, failure)
      select ${ctx.accountId}, id, ${deliveryId}, ${sending.message.id}, ${sending.message.type}, ${sending.cursor}, ${sending.types}::text[], ${sending.events}, ${sending.batch},
        ${sending.try + 1}, muster_now(), ${url}, ${tried.tookMs}, ${tried.status}, ${tried.answer}, ${tried.failure}
      from webhooks where account_id = ${ctx.accountId} and id = ${id}`);
    const { cursor: _c, types: _t, batch: _b, ...delivery } = await getDelivery(ctx, id, deliveryId);
    return delivery;
  });
}

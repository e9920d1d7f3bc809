import { z } from 'zod';
import { requirePermission } from '../access/rules/permissions.ts';
import { pageOf } from '../http/page.ts';
import { type App, read, readInSnapshot, requesterOf } from '../http/route.ts';
import { write, writeOutside, writing } from '../http/write.ts';
import { empty } from '../kernel/schema.ts';
import type { Tools } from '../tools.ts';
import { getDelivery, getWebhook, listDeliveries, listWebhooks } from './queries.ts';
import { messageOfDelivery, redeliver, sendTest } from './redeliver.ts';
import {
  deliveriesQuery,
  deliverySchema,
  deliveryWithRequestSchema,
  madeWebhookSchema,
  replayBody,
  webhookBody,
  webhookPatch,
  webhookSchema,
} from './webhook.ts';
import { changeWebhook, createWebhook, deleteWebhook, neededToRead, replay, rotateSecret } from './write-webhook.ts';

const access = 'webhooks.manage';
const tags = ['Webhooks'];
const description = 'Also needs `users.read` and `audit.read`.';
// Any text. A text that is not an id gets 404, like an id that does not exist.
const params = z.object({ id: z.string() });
const deliveryParams = z.object({ id: z.string(), deliveryId: z.string() });
const list = z.object({ data: z.array(webhookSchema) }).meta({ id: 'WebhookList' });
const deliveries = pageOf('WebhookDeliveryPage', deliverySchema);

/** Events, posted to addresses that the account chooses. */
export function webhookRoutes(app: App, tools: Tools): void {
  ownRoutes(app, tools);
  secretRoutes(app, tools);
  deliveryRoutes(app, tools);
}

function ownRoutes(app: App, tools: Tools): void {
  app.get(
    '/v1/webhooks',
    {
      config: { access },
      schema: { operationId: 'listWebhooks', tags, summary: 'The webhooks, the newest first', response: { 200: list } },
    },
    (request) => read(tools, request, async (ctx) => ({ data: await listWebhooks(ctx) })),
  );
  app.get(
    '/v1/webhooks/:id',
    {
      config: { access, problems: ['not_found'] },
      schema: { operationId: 'getWebhook', tags, summary: 'One webhook', params, response: { 200: webhookSchema } },
    },
    (request) => read(tools, request, (ctx) => getWebhook(ctx, request.params.id)),
  );
  app.post(
    '/v1/webhooks',
    {
      config: { access, ...writing, problems: ['webhooks_full', 'webhook_url', 'shown_once'] },
      schema: {
        operationId: 'createWebhook',
        tags,
        summary: 'Make a webhook, which brings what happens from now on; its secret is shown once',
        description,
        body: webhookBody,
        response: { 201: madeWebhookSchema },
      },
    },
    (request, reply) =>
      write(tools, request, reply, async (ctx) => {
        const made = await createWebhook(ctx, tools, request.body);
        return { status: 201, body: made, shownOnce: made.id };
      }),
  );
  app.patch(
    '/v1/webhooks/:id',
    {
      config: { access, ...writing, problems: ['not_found', 'webhook_url'] },
      schema: {
        operationId: 'updateWebhook',
        tags,
        summary: 'Change a webhook, pause it, or resume it',
        description,
        params,
        body: webhookPatch,
        response: { 200: webhookSchema },
      },
    },
    (request, reply) =>
      write(tools, request, reply, async (ctx) => ({
        status: 200,
        body: await changeWebhook(ctx, tools, request.params.id, request.body),
      })),
  );
  app.delete(
    '/v1/webhooks/:id',
    {
      config: { access, ...writing, problems: ['not_found'] },
      schema: { operationId: 'deleteWebhook', tags, summary: 'Delete a webhook', params, response: { 204: z.null() } },
    },
    (request, reply) =>
      write(tools, request, reply, async (ctx) => {
        await deleteWebhook(ctx, request.params.id);
        return { status: 204, body: null };
      }),
  );
}

function secretRoutes(app: App, tools: Tools): void {
  app.post(
    '/v1/webhooks/:id/rotate',
    {
      config: { access, ...writing, problems: ['not_found', 'shown_once'] },
      schema: {
        operationId: 'rotateWebhookSecret',
        tags,
        summary: 'Give a webhook a new secret; the present one signs, too, for a day',
        description,
        params,
        body: empty.nullish(),
        response: { 200: madeWebhookSchema },
      },
    },
    (request, reply) =>
      write(tools, request, reply, async (ctx) => {
        const made = await rotateSecret(ctx, tools, request.params.id);
        return { status: 200, body: made, shownOnce: made.id };
      }),
  );
  app.post(
    '/v1/webhooks/:id/replay',
    {
      config: { access, ...writing, problems: ['not_found'] },
      schema: {
        operationId: 'replayWebhook',
        tags,
        summary: 'Bring the events since a time again',
        description,
        params,
        body: replayBody,
        response: { 200: webhookSchema },
      },
    },
    (request, reply) =>
      write(tools, request, reply, async (ctx) => ({
        status: 200,
        body: await replay(ctx, request.params.id, request.body),
      })),
  );
}

function deliveryRoutes(app: App, tools: Tools): void {
  app.post(
    '/v1/webhooks/:id/test',
    {
      config: { access, idempotencyKey: true, problems: ['not_found'] },
      schema: {
        operationId: 'testWebhook',
        tags,
        summary: 'Send an event of the type webhook.test, and hear the answer',
        params,
        body: empty.nullish(),
        response: { 200: deliverySchema },
      },
    },
    (request, reply) =>
      writeOutside(tools, request, reply, async () => ({
        status: 200,
        body: await sendTest(tools, requesterOf(request), request.params.id),
      })),
  );
  app.get(
    '/v1/webhooks/:id/deliveries',
    {
      config: { access, problems: ['not_found'] },
      schema: {
        operationId: 'listWebhookDeliveries',
        tags,
        summary: 'What was sent in the last seven days and how it was answered, the newest first',
        params,
        querystring: deliveriesQuery,
        response: { 200: deliveries },
      },
    },
    (request) =>
      read(tools, request, async (ctx) =>
        listDeliveries(ctx, (await getWebhook(ctx, request.params.id)).id, request.query),
      ),
  );
  app.get(
    '/v1/webhooks/:id/deliveries/:deliveryId',
    {
      config: { access, problems: ['not_found'] },
      schema: {
        operationId: 'getWebhookDelivery',
        tags,
        summary: 'One delivery, with the body that was sent',
        description,
        params: deliveryParams,
        response: { 200: deliveryWithRequestSchema },
      },
    },
    (request) =>
      readInSnapshot(tools, request, async (ctx) => {
        requirePermission(ctx, ...neededToRead);
        const { id } = await getWebhook(ctx, request.params.id);
        const found = await getDelivery(ctx, id, request.params.deliveryId);
        return { ...found, request: (await messageOfDelivery(ctx, found))?.body ?? null };
      }),
  );
  app.post(
    '/v1/webhooks/:id/deliveries/:deliveryId/redeliver',
    {
      config: { access, idempotencyKey: true, problems: ['not_found', 'events_gone'] },
      schema: {
        operationId: 'redeliverWebhook',
        tags,
        summary: 'Send the events of a delivery again at once, outside the order',
        description,
        params: deliveryParams,
        body: empty.nullish(),
        response: { 200: deliverySchema },
      },
    },
    (request, reply) =>
      writeOutside(tools, request, reply, async () => ({
        status: 200,
        body: await redeliver(tools, requesterOf(request), request.params.id, request.params.deliveryId),
      })),
  );
}

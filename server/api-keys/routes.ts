import { z } from 'zod';
import { requirePermission } from '../access/rules/permissions.ts';
import { type App, read } from '../http/route.ts';
import { write, writing } from '../http/write.ts';
import type { Tools } from '../tools.ts';
import { keyBody, keyPatch, keySchema, madeKeySchema, rotateBody } from './api-key.ts';
import { getKey, listKeys } from './queries.ts';
import { changeKey, createKey, revokeKey, rotateKey } from './write-key.ts';

const access = 'api_keys.manage';
const tags = ['API keys'];
// Any text. A text that is not an id gets 404, like an id that does not exist.
const params = z.object({ id: z.string() });
const list = z.object({ data: z.array(keySchema) }).meta({ id: 'ApiKeyList' });

/** Keys by which programs reach the account. */
export function apiKeyRoutes(app: App, tools: Tools): void {
  app.get(
    '/v1/api-keys',
    {
      config: { access },
      schema: { operationId: 'listApiKeys', tags, summary: 'The API keys, the newest first', response: { 200: list } },
    },
    (request) => read(tools, request, async (ctx) => ({ data: await listKeys(ctx) })),
  );
  app.post(
    '/v1/api-keys',
    {
      config: {
        access,
        notForKeys: true,
        ...writing,
        problems: ['keys_full', 'expiry_past', 'network_invalid', 'shown_once'],
      },
      schema: {
        operationId: 'createApiKey',
        tags,
        summary: 'Make an API key; its secret is shown once',
        description: 'A key can hold what its maker holds, except what only the Owner may do.',
        body: keyBody,
        response: { 201: madeKeySchema },
      },
    },
    (request, reply) =>
      write(tools, request, reply, async (ctx) => {
        const made = await createKey(ctx, request.body);
        return { status: 201, body: made, shownOnce: made.id };
      }),
  );
  app.get(
    '/v1/api-keys/:id',
    {
      config: { access: 'caller', problems: ['not_found', 'forbidden'] },
      schema: {
        operationId: 'getApiKey',
        tags,
        summary: 'One API key; “self” is the key that asks',
        description: 'Needs the permission `api_keys.manage`, except for the key that asks.',
        params,
        response: { 200: keySchema },
      },
    },
    (request) =>
      read(tools, request, (ctx) => {
        const own = ctx.actor.kind === 'apiKey' ? ctx.actor.id : null;
        const id = request.params.id === 'self' && own !== null ? own : request.params.id.toLowerCase();
        if (id !== own) requirePermission(ctx, access);
        return getKey(ctx, id);
      }),
  );
  app.patch(
    '/v1/api-keys/:id',
    {
      config: { access, ...writing, problems: ['not_found', 'expiry_past', 'network_invalid'] },
      schema: {
        operationId: 'updateApiKey',
        tags,
        summary: 'Change an API key',
        description: 'The caller holds every permission of the key, before and after.',
        params,
        body: keyPatch,
        response: { 200: keySchema },
      },
    },
    (request, reply) =>
      write(tools, request, reply, async (ctx) => ({
        status: 200,
        body: await changeKey(ctx, request.params.id, request.body),
      })),
  );
  app.post(
    '/v1/api-keys/:id/rotate',
    {
      config: { access, ...writing, problems: ['not_found', 'shown_once'] },
      schema: {
        operationId: 'rotateApiKey',
        tags,
        summary: 'Give an API key a new secret, and take it over if another person made it',
        description: 'The caller holds every permission of the key, and becomes its maker.',
        params,
        body: rotateBody.nullish(),
        response: { 200: madeKeySchema },
      },
    },
    (request, reply) =>
      write(tools, request, reply, async (ctx) => {
        const made = await rotateKey(ctx, request.params.id, request.body?.hours ?? 0);
        return { status: 200, body: made, shownOnce: made.id };
      }),
  );
  app.delete(
    '/v1/api-keys/:id',
    {
      config: { access, ...writing, problems: ['not_found'] },
      schema: {
        operationId: 'revokeApiKey',
        tags,
        summary: 'Revoke an API key; it stops at once',
        params,
        response: { 204: z.null() },
      },
    },
    (request, reply) =>
      write(tools, request, reply, async (ctx) => {
        await revokeKey(ctx, request.params.id);
        return { status: 204, body: null };
      }),
  );
}

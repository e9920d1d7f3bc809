import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import swagger from '@fastify/swagger';
import type { FastifyContextConfig } from 'fastify';
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { App } from '../../http/route.ts';
import { problemsOf } from '../problems.ts';
import { browseApi } from './docs-page.ts';
import { finished } from './finish.ts';
import { tags } from './tags.ts';

const { version } = z
  .object({ version: z.string() })
  .parse(JSON.parse(readFileSync(join(import.meta.dirname, '../../../package.json'), 'utf8')));

const apiKey = {
  type: 'http',
  scheme: 'bearer',
  description: 'An API key of the account, made under Account → API keys. It begins with mst_.',
} as const;
const session = {
  type: 'apiKey',
  in: 'cookie',
  name: 'muster',
  description:
    'The session of a person, begun by signIn, signUp or acceptInvitation. Over https it is called __Host-muster.',
} as const;

/** Serves /openapi.json, made from the routes, and a page to browse it. Registered before the routes, because it listens for them. */
export async function describeApi(app: App): Promise<void> {
  requireNames(app);
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Muster',
        version,
        description: 'User management for accounts of five to five million people.',
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      servers: [{ url: '/', description: 'This server' }],
      tags,
      security: [{ apiKey: [] }, { session: [] }],
      components: { securitySchemes: { apiKey, session } },
    },
    transform: (route) => describeRoute(route),
    transformObject: (whole) => finished(jsonSchemaTransformObject(whole)),
  });
  app.get('/openapi.json', { schema: { hide: true } }, async () => app.swagger());
  browseApi(app);
}

/** Programs call an operation by its operationId, and people find it under its tag. */
function requireNames(app: App): void {
  app.addHook('onRoute', ({ method, url, schema }) => {
    if (!url.startsWith('/v1/') || schema?.hide || method === 'HEAD') return;
    const isNamed = schema?.operationId !== undefined && tags.some(({ name }) => name === schema.tags?.[0]);
    if (!isNamed) throw new Error(`${String(method)} ${url} has no operationId, or no tag that openapi/tags.ts knows`);
  });
}

const bodyOfTypes = z.object({ content: z.record(z.string(), z.object({ schema: z.instanceof(z.ZodType) })) });
const described = z.object({
  description: z.string().optional(),
  querystring: z.object({ properties: z.record(z.string(), z.looseObject({})) }).default({ properties: {} }),
});
const answered = z.object({ schema: z.object({ response: z.object({ 200: z.looseObject({}) }) }) });

/** Collects what a route says in its schema and its config: who may call it and what it may answer. `finished` writes that out. */
const describeRoute: typeof jsonSchemaTransform = (document) => {
  const { schema, url } = describeBodies(document);
  if (schema?.hide) return { schema, url };
  const { route } = document;
  const { description, querystring } = described.parse(schema);
  return {
    schema: {
      ...schema,
      description: [description ?? [], whoMay(route.config?.access ?? [])].flat().join(' '),
      ...securityOf(route.config ?? {}),
      ...streamOf(document),
      'x-problems': problemsOf({ method: route.method, config: route.config ?? {}, schema: route.schema }),
      'x-idempotency-key': route.config?.idempotencyKey ?? false,
      'x-if-match': route.config?.ifMatch ?? false,
      'x-query': querystring.properties,
    },
    url,
  };
};

/** Routes for people take a session alone. */
function securityOf({ access, notForKeys }: FastifyContextConfig) {
  if (access === 'public') return { security: [] };
  return access === 'session' || notForKeys ? { security: [{ session: [] }] } : {};
}

const anyoneOf: Record<string, string> = {
  public: 'Anyone may call it.',
  session: 'For people who are signed in.',
  caller: 'For everyone in the account.',
};

function whoMay(access: string | readonly string[]): string {
  const names = [access].flat();
  return anyoneOf[names[0] ?? ''] ?? `Needs the permission ${names.map((name) => `\`${name}\``).join(' or ')}.`;
}

/** The media type of a route that streams; for events, the content of each. */
function streamOf(document: Parameters<typeof jsonSchemaTransform>[0]) {
  const { produces = [] } = document.schema ?? {};
  if (produces.length === 0) return {};
  const response = { 200: document.route.config?.events ?? z.string() };
  const { schema } = answered.parse(jsonSchemaTransform({ ...document, schema: { response } }));
  const content = Object.fromEntries(produces.map((type) => [type, { schema: schema.response[200] }]));
  return { response: { 200: { description: 'A stream', content } } };
}

/** A body of several media types has a schema for each, which jsonSchemaTransform does not handle. */
const describeBodies: typeof jsonSchemaTransform = (route) => {
  const types = bodyOfTypes.safeParse(route.schema?.body);
  if (!types.success) return jsonSchemaTransform(route);
  const { body: _, ...schema } = route.schema;
  const content = Object.entries(types.data.content).map(([type, body]) => {
    const { schema: described } = jsonSchemaTransform({ ...route, schema: { body: body.schema } });
    return [type, { schema: described.body }];
  });
  const described = jsonSchemaTransform({ ...route, schema });
  return { ...described, schema: { ...described.schema, body: { content: Object.fromEntries(content) } } };
};

import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import swagger from '@fastify/swagger';
import Fastify from 'fastify';
import { jsonSchemaTransform } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { App } from '../http/route.ts';
import { problemSchema } from '../kernel/problem.ts';

const { version } = z
  .object({ version: z.string() })
  .parse(JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8')));

/** /openapi.json, made from the routes, and a page to browse it. Registered before the routes, which it listens for. */
export async function describeApi(app: App): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Muster', version, description: 'User management for accounts of five to five million people.' },
      components: { schemas: { Problem: JSON.parse(problemText) } },
    },
    transform: (route) => describeAnswers(describeTexts(describeRoute(route))),
    transformObject: (whole) => {
      if (!('openapiObject' in whole)) return whole.swaggerObject;
      for (const path of Object.values(whole.openapiObject.paths ?? {})) {
        for (const method of ['post', 'put', 'patch'] as const) {
          const body = path?.[method]?.requestBody;
          // The library calls every body required, but one that may be null may be missing, too.
          if (body && 'content' in body && Object.values(body.content).some(mayBeNull)) body.required = false;
        }
      }
      return whole.openapiObject;
    },
  });
  app.get('/openapi.json', { schema: { hide: true } }, async () => app.swagger());
  browseApi(app);
}

const bodyOfTypes = z.object({ content: z.record(z.string(), z.object({ schema: z.instanceof(z.ZodType) })) });

/** A body of several media types has a schema for each, which jsonSchemaTransform does not look for. */
const describeRoute: typeof jsonSchemaTransform = (route) => {
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

// As text, because the two libraries have types of their own for a schema.
const problemText = JSON.stringify({ ...z.toJSONSchema(problemSchema, { io: 'input' }), $schema: undefined });
const problemRef = '#/components/schemas/Problem';
const named = z.object({ produces: z.array(z.string()).default([]), response: z.looseObject({}).default({}) });

function mayBeNull(media: unknown): boolean {
  const union = z.object({ schema: z.object({ anyOf: z.array(z.looseObject({})) }) }).safeParse(media);
  return union.success && union.data.schema.anyOf.some(({ type }) => type === 'null');
}

/** Of every text that is taken: what no route takes (app/requests.ts), where its own rule does not say so. */
const noNul = { pattern: '^[^\\x00]*$' };

function describeTexts({ schema, url }: ReturnType<typeof jsonSchemaTransform>) {
  const taken = Object.entries(schema).filter(([part]) => ['body', 'querystring', 'params'].includes(part));
  return { schema: { ...schema, ...Object.fromEntries(taken.map(([part, one]) => [part, withoutNul(one)])) }, url };
}

function withoutNul(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(withoutNul);
  if (typeof part !== 'object' || part === null) return part;
  const inner = Object.fromEntries(Object.entries(part).map(([name, item]) => [name, withoutNul(item)]));
  const isFree = inner['type'] === 'string' && !['pattern', 'enum', 'const', 'format'].some((rule) => rule in inner);
  return isFree ? { ...inner, ...noNul } : inner;
}

/** Beside its own answer, every operation may answer an error; a route that streams says only which type. */
function describeAnswers({ schema, url }: ReturnType<typeof jsonSchemaTransform>) {
  const { produces, response } = named.parse(schema);
  const streams = produces.map((type) => [type, { schema: { type: 'string' } }]);
  const streamed = streams.length > 0 ? { 200: { description: 'A stream', content: Object.fromEntries(streams) } } : {};
  const content = { 'application/problem+json': { schema: { $ref: problemRef } } };
  const error = { description: 'What is wrong, and what to do next', content };
  return { schema: { ...schema, response: { ...streamed, ...response, default: error } }, url };
}

const pageFiles = ['/docs', '/docs/', '/docs/js/scalar.js'];
const pageHeaders = ['content-type', 'content-security-policy', 'location'];

/** The page takes a quarter of the server's memory, so it is loaded when somebody asks for it first: on a server of its own. */
function browseApi(app: App): void {
  let page: ReturnType<typeof openPage> | null = null;
  for (const url of pageFiles) {
    app.get(url, { schema: { hide: true } }, async (_request, reply) => {
      // A failure is not kept for the next who asks.
      page ??= openPage().catch((error: unknown) => {
        page = null;
        throw error;
      });
      const { statusCode, headers, rawPayload } = await (await page).inject({ url });
      for (const name of pageHeaders) if (headers[name] !== undefined) reply.header(name, headers[name]);
      return reply.code(statusCode).send(rawPayload);
    });
  }
}

/** The page loads nothing from elsewhere. It shows nothing anyone typed, so one nonce per start is enough for its one inline script. */
async function openPage() {
  const { default: apiReference } = await import('@scalar/fastify-api-reference');
  const app = Fastify();
  const nonce = randomBytes(16).toString('base64');
  const policy = [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}'`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self' data:",
    "connect-src 'self'",
    "worker-src 'self' blob:",
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; ');
  await app.register(apiReference, {
    routePrefix: '/docs',
    hooks: {
      onRequest: (_request, reply, done) => {
        reply.header('content-security-policy', policy);
        done();
      },
    },
    configuration: {
      url: '/openapi.json',
      nonce,
      telemetry: false,
      withDefaultFonts: false,
      pageTitle: 'Muster API',
      agent: { disabled: true },
      mcp: { disabled: true },
    },
  });
  return app;
}

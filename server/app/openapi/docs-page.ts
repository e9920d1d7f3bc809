import { randomBytes } from 'node:crypto';
import Fastify from 'fastify';
import type { App } from '../../http/route.ts';

const pageFiles = ['/docs', '/docs/', '/docs/js/scalar.js'];
const pageHeaders = ['content-type', 'content-security-policy', 'location'];

/** The page takes a quarter of the server's memory, so it is loaded on the first request for it, in a server of its own. */
export function browseApi(app: App): void {
  let page: ReturnType<typeof openPage> | null = null;
  for (const url of pageFiles) {
    app.get(url, { schema: { hide: true } }, async (_request, reply) => {
      // A failed load is tried again on the next request.
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

/**
 * The page loads nothing from elsewhere. It shows nothing that people typed, so one nonce per start is enough for its one inline script.
 */
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

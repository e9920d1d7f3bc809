import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import { sessionToken } from '../access/sessions/cookie.ts';
import type { App } from '../http/route.ts';
import { Problem } from '../kernel/problem.ts';
import type { Tools } from '../tools.ts';
import { sendProblem } from './errors.ts';
import { allowPage } from './security.ts';

const folder = join(import.meta.dirname, '../../console/dist');

/** The console's files. Every address that is neither a file nor part of the API is a page of the console. */
export async function serveConsole(app: App, tools: Tools, methodsOf: (path: string) => string[]): Promise<void> {
  const page = existsSync(join(folder, 'index.html')) ? readFileSync(join(folder, 'index.html'), 'utf8') : null;
  if (page === null) tools.log.warn('the console is not built, so only the API is served');
  else {
    await app.register(fastifyStatic, {
      root: folder,
      wildcard: false,
      index: false,
      globIgnore: ['**/index.html', '**/*.{br,gz}'],
      preCompressed: true,
      cacheControl: false,
      setHeaders: (reply, path) => {
        reply.header('vary', 'accept-encoding');
        // The name of a built file changes with its content.
        reply.header('cache-control', path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache');
      },
    });
  }
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.replace(/\?.*$/, '');
    const isPage = page !== null && ['GET', 'HEAD'].includes(request.method) && !/^\/(v1|docs|assets)(\/|$)/.test(path);
    const allowed = methodsOf(path);
    if (allowed.length > 0)
      return sendProblem(reply.header('allow', allowed.join(', ')), new Problem('method_not_allowed'));
    if (!isPage) return sendProblem(reply, new Problem('not_found'));
    const nonce = allowPage(reply);
    return reply
      .header('cache-control', 'no-cache')
      .type('text/html; charset=utf-8')
      .send(
        page
          .replaceAll('MUSTER_NONCE', nonce)
          .replace('MUSTER_SESSION', sessionToken(tools, request) ? 'some' : 'none'),
      );
  });
}

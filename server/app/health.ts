import type { FastifyRequest } from 'fastify';
import { sql } from 'kysely';
import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client';
import { one, readInSystem } from '../database/database.ts';
import type { App } from '../http/route.ts';
import { standardOutput } from '../kernel/log-output.ts';
import { Problem } from '../kernel/problem.ts';
import type { Tools } from '../tools.ts';

/** For the operator: is the process alive, can it serve, how fast does it answer? */
export function health(app: App, tools: Pick<Tools, 'database'>): void {
  app.get('/healthz', { schema: { hide: true } }, async () => ({ status: 'ok' }));
  app.get('/readyz', { schema: { hide: true } }, async () => {
    await readInSystem(tools.database, (db) => one(db, sql`select 1`)).catch((error: unknown) => {
      throw new Problem('database_unavailable', {}, { cause: error });
    });
    return { status: 'ok' };
  });
  metrics(app);
}

function metrics(app: App): void {
  const register = new Registry();
  collectDefaultMetrics({ register });
  const seconds = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'How long requests took, by route.',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [register],
  });
  new Counter({
    name: 'muster_log_lines_lost_total',
    help: 'Log lines that were not written: the disk was full, or their reader left or was too slow.',
    registers: [register],
    collect() {
      this.reset();
      this.inc(standardOutput().lost);
    },
  });
  // Labels are routes. Addresses could hold tokens, and their number is unbounded.
  const route = (request: FastifyRequest) => request.routeOptions.url ?? 'none';
  app.addHook('onResponse', async (request, reply) => {
    seconds.observe(
      { method: request.method, route: route(request), status: reply.statusCode },
      reply.elapsedTime / 1000,
    );
  });
  app.get('/metrics', { schema: { hide: true } }, async (_request, reply) => {
    reply.type(register.contentType);
    return register.metrics();
  });
}

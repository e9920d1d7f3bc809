import rateLimit from '@fastify/rate-limit';
import type { FastifyRequest } from 'fastify';
import type { Config } from '../kernel/config.ts';
import { Problem } from '../kernel/problem.ts';
import type { App } from '../kernel/route.ts';

/** Requests a minute: of one session, or of one network address without one. */
const perMinute = 600;

/**
 * The limits every request passes. Counted in this server's memory: several servers allow their number each, which slows
 * guessing down all the same and needs no shared store.
 */
export async function limitRequests(app: App, config: Config): Promise<(request: FastifyRequest) => Promise<void>> {
  await app.register(rateLimit, { global: false, cache: 20_000 });
  const window = { timeWindow: 60_000 };
  const general = app.createRateLimit({
    ...window,
    max: perMinute,
    keyGenerator: (request) => request.signedIn?.actor.sessionId ?? request.ip,
  });
  // Routes that try a secret name how many tries a minute one network address has.
  const tries = app.createRateLimit({
    ...window,
    max: (request) => request.routeOptions.config.tries ?? perMinute,
    keyGenerator: (request) => `${request.ip} ${request.method} ${request.routeOptions.url}`,
  });
  return async (request) => {
    if (!config.rateLimits) return;
    refuseExceeding(await general(request));
    if (request.routeOptions.config.tries !== undefined) refuseExceeding(await tries(request));
  };
}

function refuseExceeding(limit: Awaited<ReturnType<ReturnType<App['createRateLimit']>>>): void {
  if (!limit.isAllowed && limit.isExceeded)
    throw new Problem('too_many_requests', { seconds: Math.max(1, limit.ttlInSeconds) });
}

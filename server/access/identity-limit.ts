import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Config } from '../kernel/config.ts';
import { Problem } from '../kernel/problem.ts';
import type { App } from '../kernel/route.ts';
import { emailKey } from './email.ts';

const asksFor = z.object({ email: z.string() });

/**
 * Limits tries on one sign-in, known or not: few from one network address, and somewhat more from everywhere together, so that
 * guessing from many addresses is slow too. It counts the e-mail address the request names.
 */
export function identityLimit(
  app: App,
  config: Config,
  perMinuteHere: number,
): (request: FastifyRequest) => Promise<void> {
  const named = (request: FastifyRequest) => {
    const asked = asksFor.safeParse(request.body);
    return (asked.success && emailKey(asked.data.email)) || 'none';
  };
  const scope = (request: FastifyRequest) => `${request.method} ${request.routeOptions.url}`;
  const limits = [
    app.createRateLimit({
      max: perMinuteHere,
      timeWindow: 60_000,
      keyGenerator: (request) => `${scope(request)} ${request.ip} ${named(request)}`,
    }),
    app.createRateLimit({
      max: perMinuteHere * 5,
      timeWindow: 600_000,
      keyGenerator: (request) => `${scope(request)} ${named(request)}`,
    }),
  ];
  return async (request) => {
    if (!config.rateLimits) return;
    for (const limit of limits) {
      const state = await limit(request);
      if (!state.isAllowed && state.isExceeded)
        throw new Problem('too_many_requests', { seconds: Math.max(1, state.ttlInSeconds) });
    }
  };
}

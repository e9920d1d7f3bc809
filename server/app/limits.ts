import type { FastifyRequest } from 'fastify';
import { devicesOf } from '../access/sessions/cookie.ts';
import type { RateName } from '../kernel/limits.ts';
import { networkOf } from '../kernel/network.ts';
import type { Tools } from '../tools.ts';

type Limits = Pick<Tools, 'config' | 'signer' | 'rateLimits'>;

/**
 * The limits of every request: with a session per sign-in and per account, never per session; without one per network.
 * @throws too_many_requests (429)
 */
export function limitRequest(tools: Limits, request: FastifyRequest): void {
  const { rateLimits } = tools;
  const { caller } = request;
  if (caller) {
    if (caller.session) rateLimits.require('requestsOfIdentity', caller.session.identityId);
    rateLimits.require('requestsOfAccount', caller.accountId);
  } else requireOfNetwork(tools, request, 'requestsOfNetwork');
  for (const rate of request.routeOptions.config.rates ?? []) requireOfNetwork(tools, request, rate);
}

/** Limits on which a known browser gets no extra requests. */
const ofNetworkAlone: readonly RateName[] = ['signUps', 'signUpsInHour'];

/** A known browser is not stopped by others of its network. It has the limit of its sign-in. */
function requireOfNetwork({ config, signer, rateLimits }: Limits, request: FastifyRequest, rate: RateName): void {
  const network = networkOf(request.ip);
  if (rateLimits.take(rate, network) === 0) return;
  const [device] = ofNetworkAlone.includes(rate) ? [] : devicesOf({ config, signer }, request);
  if (device) rateLimits.require('requestsOfIdentity', device.identityId);
  else rateLimits.require(rate, network);
}

import type { FastifyRequest } from 'fastify';
import { devicesOf } from '../access/sessions/cookie.ts';
import type { RateName } from '../kernel/limits.ts';
import { networkOf } from '../kernel/network.ts';
import type { Tools } from '../tools.ts';

type Limits = Pick<Tools, 'config' | 'signer' | 'rateLimits'>;

/**
 * The limits that every request passes: behind a session per sign-in and per account, never per session; else per network.
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

/** What signing in before gives nobody more of. */
const ofNetworkAlone: readonly RateName[] = ['signUps', 'signUpsInHour'];

/** A browser that signed in before is not stopped by what others of its network do. It has what its sign-in has. */
function requireOfNetwork({ config, signer, rateLimits }: Limits, request: FastifyRequest, rate: RateName): void {
  const network = networkOf(request.ip);
  if (rateLimits.take(rate, network) === 0) return;
  const [device] = ofNetworkAlone.includes(rate) ? [] : devicesOf({ config, signer }, request);
  if (device) rateLimits.require('requestsOfIdentity', device.identityId);
  else rateLimits.require(rate, network);
}

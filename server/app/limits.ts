import type { FastifyReply, FastifyRequest } from 'fastify';
import { devicesOf } from '../access/sessions/cookie.ts';
import type { Caller } from '../http/route.ts';
import { type RateName, rates } from '../kernel/limits.ts';
import { networkOf } from '../kernel/network.ts';
import type { Tools } from '../tools.ts';

type Limits = Pick<Tools, 'config' | 'signer' | 'rateLimits'>;
/** A rate, and whose it is. */
type Counted = [rate: RateName, key: string];

/**
 * The limits of every request: with a session per sign-in and per account, never per session; with an API key per key and per account;
 * without either per network. The answer says what is left of the limit that is nearest to its end.
 * @throws too_many_requests (429)
 */
export function limitRequest(tools: Limits, request: FastifyRequest, reply: FastifyReply): void {
  const { rateLimits } = tools;
  const { caller } = request;
  const counted = caller ? countedOf(caller) : ([['requestsOfNetwork', networkOf(request.ip)]] satisfies Counted[]);
  try {
    if (caller) for (const [rate, key] of counted) rateLimits.require(rate, key);
    else requireOfNetwork(tools, request, 'requestsOfNetwork');
  } finally {
    tellWhatIsLeft(tools, reply, counted);
  }
  for (const rate of request.routeOptions.config.rates ?? []) requireOfNetwork(tools, request, rate);
}

function countedOf({ session, actor, accountId }: Caller): Counted[] {
  return session
    ? [
        ['requestsOfIdentity', session.identityId],
        ['requestsOfAccount', accountId],
      ]
    : [
        ['requestsOfKey', String(actor.id)],
        ['requestsOfKeys', accountId],
      ];
}

/** draft-ietf-httpapi-ratelimit-headers-10: q and w are the quota and its seconds, r and t what is left and the seconds until it is whole. */
function tellWhatIsLeft({ rateLimits }: Limits, reply: FastifyReply, counted: Counted[]): void {
  const known = counted.flatMap(([rate, key]) => {
    const state = rateLimits.left(rate, key);
    return state ? [{ rate, ...state }] : [];
  });
  const [nearest] = known.sort((a, b) => a.left - b.left);
  if (!nearest) return;
  const policies = known.map(({ rate }) => `"${rate}";q=${rates[rate].most};w=${rates[rate].seconds}`);
  reply.header('ratelimit-policy', policies.join(', '));
  reply.header('ratelimit', `"${nearest.rate}";r=${nearest.left};t=${nearest.seconds}`);
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

import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FastifyBaseLogger, FastifyInstance, FastifyRequest, RawServerDefault } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { ZodType } from 'zod';
import { type Database, inAccount, readInAccount } from '../database/database.ts';
import type { Actor, Channel, Ctx, Requester } from '../kernel/context.ts';
import type { Foreground } from '../kernel/foreground.ts';
import type { RateName } from '../kernel/limits.ts';
import { Problem, type ProblemCode } from '../kernel/problem.ts';

/** What a request of an account needs from the server. */
export type Services = { database: Database; foreground: Foreground };

export type App = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  ZodTypeProvider
>;

/** The caller, as authentication found. */
export type Caller = {
  accountId: string;
  accountName: string;
  actor: Actor;
  /** What the actor may do in the account (access/rules/permissions.ts). */
  permissions: ReadonlySet<string>;
  channel: Channel;
  /** The session that identified the caller; null if something else did. */
  session: CallerSession | null;
};
export type CallerSession = { id: string; identityId: string };
/** A user of the account, signed in by a session of their own. */
export type SignedIn = Caller & { actor: Extract<Actor, { kind: 'user' }>; session: CallerSession };

declare module 'fastify' {
  interface FastifyRequest {
    caller: Caller | null;
  }
  interface FastifyContextConfig {
    /** Who may call: anyone (public), any session, any caller, or holders of one of these permissions. Every route names it. */
    access?: string | readonly string[];
    /** True if only people may call it, whatever permissions a key has. */
    notForKeys?: true;
    /** Limits per network, besides the general one. */
    rates?: RateName[];
    /** Codes that it answers for reasons of its own, for openapi.json. app/problems.ts adds the general ones. */
    problems?: readonly ProblemCode[];
    /** Parameters of the query that may come several times. */
    severalTimes?: readonly string[];
    /** The content of each event of a server-sent events answer, for openapi.json. */
    events?: ZodType;
    /** True if the route honours If-Match: see requireVersion. */
    ifMatch?: true;
    /** True if the route honours an Idempotency-Key: see idempotency.ts. */
    idempotencyKey?: true;
    /** True if the route answers what it would do and does nothing, where the query says dryRun=true: see write.ts. */
    dryRun?: true;
    /** Fields of the body that are secret. They are in no hash of the request. */
    secretFields?: readonly string[];
  }
}

/** @throws not_signed_in (401) */
export function caller(request: FastifyRequest): Caller {
  if (!request.caller) throw new Problem('not_signed_in');
  return request.caller;
}

/** The caller's own session, or null. For routes that also work without one. */
export function sessionOf(request: FastifyRequest): SignedIn | null {
  const { caller: found } = request;
  if (found === null || found.session === null || found.actor.kind !== 'user') return null;
  return { ...found, actor: found.actor, session: found.session };
}

/** For what only people do, in a session of their own. @throws not_signed_in (401) */
export function signedIn(request: FastifyRequest): SignedIn {
  const session = sessionOf(request);
  if (!session) throw new Problem('not_signed_in');
  return session;
}

/** Reads inside the actor's account. */
export function read<T>(services: Services, request: FastifyRequest, work: (ctx: Ctx) => Promise<T>): Promise<T> {
  return readInAccount(services.database, whoAsks(services, request), work);
}

/** The same in one snapshot: all statements see the account as it was at one moment. */
export function readInSnapshot<T>(
  services: Services,
  request: FastifyRequest,
  work: (ctx: Ctx) => Promise<T>,
): Promise<T> {
  return readInAccount(services.database, whoAsks(services, request), work, 'snapshot');
}

/** Writes inside the actor's account without an Idempotency-Key. For requests that are harmless twice, or refused the second time. */
export function writeUnkeyed<T>(
  services: Services,
  request: FastifyRequest,
  work: (ctx: Ctx) => Promise<T>,
): Promise<T> {
  return inAccount(services.database, whoAsks(services, request), work);
}

function whoAsks({ foreground }: Services, request: FastifyRequest): Requester {
  const requester = requesterOf(request);
  foreground.note(requester.accountId);
  return requester;
}

/** For whom a request is served. @throws not_signed_in (401) */
export function requesterOf(request: FastifyRequest): Requester {
  return asCaller(caller(request), request.id);
}

export function asCaller({ accountId, actor, permissions, channel }: Caller, requestId: string): Requester {
  return { accountId, actor, permissions, channel, requestId };
}

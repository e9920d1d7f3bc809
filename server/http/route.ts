import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FastifyBaseLogger, FastifyInstance, FastifyReply, FastifyRequest, RawServerDefault } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { sql } from 'kysely';
import type { ZodType } from 'zod';
import { type Database, inAccount, maybe, readInAccount } from '../database/database.ts';
import type { Actor, Channel, Ctx, Requester } from '../kernel/context.ts';
import type { Foreground } from '../kernel/foreground.ts';
import type { RateName } from '../kernel/limits.ts';
import { Problem, type ProblemCode } from '../kernel/problem.ts';

/** What a request of an account needs from the server. */
type Services = { database: Database; foreground: Foreground };

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
    /** True if the route honours an Idempotency-Key: see write. */
    idempotencyKey?: true;
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

export type Answer = { status: number; body: unknown; headers?: Record<string, string> };

/**
 * Writes inside the actor's account, in one transaction. With an Idempotency-Key that transaction stores the answer for 24 hours. The same
 * request again does nothing and gets the same answer; another request with the same key is refused (422).
 */
export async function write(
  services: Services,
  request: FastifyRequest,
  reply: FastifyReply,
  work: (ctx: Ctx) => Promise<Answer>,
) {
  const answer = await writeUnkeyed(services, request, (ctx) => answerOnce(ctx, request, work));
  return send(reply, answer);
}

export function send(reply: FastifyReply, answer: Answer) {
  reply.code(answer.status).headers(answer.headers ?? {});
  return answer.body === null ? reply.send() : reply.send(answer.body);
}

async function answerOnce(ctx: Ctx, request: FastifyRequest, work: (ctx: Ctx) => Promise<Answer>): Promise<Answer> {
  if (!request.routeOptions.config.idempotencyKey)
    throw new Error(`${request.method} ${request.routeOptions.url} does not say that it heeds an Idempotency-Key`);
  const key = request.headers['idempotency-key'];
  if (key === undefined) return work(ctx);
  if (typeof key !== 'string' || key.length === 0 || key.length > 255) {
    const detail = 'Idempotency-Key has 1 to 255 characters.';
    throw new Problem('invalid_request', { errors: [{ pointer: '', detail }] });
  }
  const actor = `${ctx.actor.kind}:${ctx.actor.id}`;
  const hash = createHash('sha256')
    .update(`${request.method} ${request.url}\n${JSON.stringify(request.body ?? null)}`)
    .digest();
  const kept = await claimKey(ctx, actor, key, hash);
  if (kept) return kept;
  const answer = await work(ctx);
  ctx.db.post(sql`update idempotency_keys set status = ${answer.status}, answer = ${JSON.stringify(answer.body)}::jsonb, headers = ${JSON.stringify(answer.headers ?? {})}::jsonb
    where account_id = ${ctx.accountId} and actor = ${actor} and key = ${key}`);
  return answer;
}

/** Claims the key, or returns the answer stored for it. Waits for a running request with the same key. */
async function claimKey(ctx: Ctx, actor: string, key: string, hash: Buffer): Promise<Answer | null> {
  const taken = await maybe(
    ctx.db,
    sql`insert into idempotency_keys (account_id, actor, key, request_hash, created_at)
      values (${ctx.accountId}, ${actor}, ${key}, ${hash}, muster_now())
      on conflict (account_id, actor, key) do update
        set request_hash = excluded.request_hash, created_at = excluded.created_at, status = null, answer = null, headers = null
        where idempotency_keys.created_at < muster_now() - interval '24 hours'
      returning 1`,
  );
  if (taken) return null;
  const kept = await maybe(
    ctx.db,
    sql<{ request_hash: Buffer; status: number; answer: unknown; headers: Record<string, string> }>`
      select request_hash, status, answer, headers from idempotency_keys
      where account_id = ${ctx.accountId} and actor = ${actor} and key = ${key}`,
  );
  if (!kept) throw new Error('an idempotency key was there a moment ago');
  if (!kept.request_hash.equals(hash)) throw new Problem('idempotency_key_reused');
  return { status: kept.status, body: kept.answer, headers: kept.headers };
}

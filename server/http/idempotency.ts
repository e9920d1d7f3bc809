import { createHash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { sql } from 'kysely';
import { maybe } from '../database/database.ts';
import type { Ctx, Requester } from '../kernel/context.ts';
import { Problem } from '../kernel/problem.ts';
import { read, type Services, writeUnkeyed } from './route.ts';

export type Answer = {
  status: number;
  body: unknown;
  headers?: Record<string, string>;
  /** The id of the thing whose secret is in the answer. Such an answer is not stored: its repeat is refused. */
  shownOnce?: string;
};

/** A request without an answer after this time has lost its server, so its key is free again. */
const abandonedAfter = sql`interval '5 minutes'`;

/**
 * Answers a request in the transaction of its work. With an Idempotency-Key the transaction stores the answer for 24 hours: the same request
 * again does nothing and gets the same answer.
 * @throws idempotency_key_reused (422) for another request with the key, shown_once (409) if the answer held a secret, forbidden (403) if
 * the actor has lost a permission since
 */
export async function answerOnce(
  ctx: Ctx,
  request: FastifyRequest,
  work: (ctx: Ctx) => Promise<Answer>,
): Promise<Answer> {
  const key = keyOf(request);
  if (key === null) return work(ctx);
  const kept = await claim(ctx, request, key);
  if (kept) return kept;
  const answer = await work(ctx);
  keep(ctx, key, answer);
  return answer;
}

/**
 * The same for work that is not one transaction, such as a look at a password or a talk with a mail server. The key is taken before, and the
 * answer stored after it.
 * @throws as answerOnce, and idempotency_key_busy (409) while the first request is at work
 */
export async function answerOnceOutside(
  services: Services,
  request: FastifyRequest,
  work: () => Promise<Answer>,
): Promise<Answer> {
  const key = keyOf(request);
  if (key === null) return work();
  const kept = await writeUnkeyed(services, request, (ctx) => claim(ctx, request, key));
  if (kept) return kept;
  try {
    const answer = await work();
    await writeUnkeyed(services, request, async (ctx) => keep(ctx, key, answer));
    return answer;
  } catch (error) {
    // What was refused leaves its key free to try again.
    await writeUnkeyed(services, request, async ({ db, ...who }) =>
      db.post(sql`delete from idempotency_keys where ${isKey(who, key)}`),
    );
    throw error;
  }
}

/** A POST that only reads: a repeat reads anew. @throws idempotency_key_reused (422) for another request with the key */
export function readPosted<T>(services: Services, request: FastifyRequest, work: (ctx: Ctx) => Promise<T>): Promise<T> {
  const key = keyOf(request);
  if (key === null) return read(services, request, work);
  return writeUnkeyed(services, request, async (ctx) => {
    if (!(await claim(ctx, request, key))) keep(ctx, key, { status: 200, body: null });
    return work(ctx);
  });
}

/** @throws invalid_request (400) */
function keyOf(request: FastifyRequest): string | null {
  if (!request.routeOptions.config.idempotencyKey)
    throw new Error(`${request.method} ${request.routeOptions.url} does not say that it heeds an Idempotency-Key`);
  const key = request.headers['idempotency-key'];
  if (key === undefined) return null;
  if (typeof key === 'string' && key.length > 0 && key.length <= 255) return key;
  const detail = 'Idempotency-Key has 1 to 255 characters.';
  throw new Problem('invalid_request', { errors: [{ pointer: '', detail }] });
}

/** What makes two requests the same. Secrets are left out, so that no stored hash can be tried against passwords. */
function hashOf(request: FastifyRequest): Buffer {
  const { secretFields = [] } = request.routeOptions.config;
  const body = JSON.stringify(request.body ?? null, (field, value: unknown) =>
    secretFields.includes(field) ? undefined : value,
  );
  return createHash('sha256').update(`${request.method} ${request.url}\n${body}`).digest();
}

const actorOf = ({ actor }: Requester) => `${actor.kind}:${actor.id}`;

const isKey = (who: Requester, key: string) =>
  sql`account_id = ${who.accountId} and actor = ${actorOf(who)} and key = ${key}`;

type Kept = {
  request_hash: Buffer;
  permissions: string[];
  shown_once: string | null;
  status: number | null;
  answer: unknown;
  headers: Record<string, string>;
};

/** Takes the key, or returns the answer stored for it. Waits for a running transaction with the same key. */
async function claim(ctx: Ctx, request: FastifyRequest, key: string): Promise<Answer | null> {
  const hash = hashOf(request);
  const taken = await maybe(
    ctx.db,
    sql`insert into idempotency_keys (account_id, actor, key, request_hash, permissions, created_at)
      values (${ctx.accountId}, ${actorOf(ctx)}, ${key}, ${hash}, ${[...ctx.permissions]}::text[], muster_now())
      on conflict (account_id, actor, key) do update
        set request_hash = excluded.request_hash, permissions = excluded.permissions, created_at = excluded.created_at,
          shown_once = null, status = null, answer = null, headers = null
        where idempotency_keys.created_at < muster_now() - interval '24 hours'
          or (idempotency_keys.status is null and idempotency_keys.created_at < muster_now() - ${abandonedAfter})
      returning 1`,
  );
  if (taken) return null;
  const kept = await maybe(
    ctx.db,
    sql<Kept>`select request_hash, permissions, shown_once, status, answer, headers from idempotency_keys where ${isKey(ctx, key)}`,
  );
  if (!kept) throw new Error('an idempotency key was there a moment ago');
  if (!kept.request_hash.equals(hash)) throw new Problem('idempotency_key_reused');
  if (!kept.permissions.every((permission) => ctx.permissions.has(permission))) throw new Problem('forbidden');
  if (kept.shown_once !== null) throw new Problem('shown_once', { id: kept.shown_once });
  if (kept.status === null) throw new Problem('idempotency_key_busy');
  return { status: kept.status, body: kept.answer, headers: kept.headers };
}

function keep(ctx: Ctx, key: string, { status, body, headers = {}, shownOnce }: Answer): void {
  const [shown, said] = shownOnce === undefined ? [body, headers] : [null, {}];
  ctx.db.post(sql`update idempotency_keys set shown_once = ${shownOnce ?? null}, status = ${status},
      answer = ${JSON.stringify(shown)}::jsonb, headers = ${JSON.stringify(said)}::jsonb
    where ${isKey(ctx, key)}`);
}

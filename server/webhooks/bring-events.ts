import { setTimeout as rest } from 'node:timers/promises';
import { sql } from 'kysely';
import { mailPerson } from '../access/mails/mail-person.ts';
import { permissionsOfRole } from '../access/rules/permissions.ts';
import { accountName } from '../accounts/read-account.ts';
import { recordAudit } from '../audit/record.ts';
import { inAccount, maybe, readInAccount } from '../database/database.ts';
import { encodePlace, type Place } from '../events/cursor.ts';
import { type Placed, readEvents } from '../events/read-feed.ts';
import { asSystem, type Ctx, type Role } from '../kernel/context.ts';
import { newId } from '../kernel/ids.ts';
import { Problem } from '../kernel/problem.ts';
import type { Tools } from '../tools.ts';
import { roleNow } from '../users/rules/user-sql.ts';
import { isDelivered, type Tried, tryOnce } from './deliver.ts';
import { type Message, messageOf } from './message.ts';
import { readSecret } from './secrets.ts';
import { secondsUntilNext } from './tries.ts';
import { neededToRead } from './write-webhook.ts';

/** Events that are read at once, and the most of a batch. */
const readMost = 100;
/** A server has a webhook for so long, and renews that with every reading. A try takes 15 seconds at most. */
const leaseSeconds = 60;
/** After this time others have their turn, and another server may go on. */
const turnMs = 5_000;

type Taken = {
  url: string;
  types: string[];
  batch: boolean;
  pace: number | null;
  cursor: string;
  tries: number;
  makerId: string | null;
  secrets: string[];
};
export type Due = { accountId: string; id: string };
type Brought = { message: Message; events: Placed[]; tried: Tried };

/** Brings the events that are due to one webhook, in order, until none is left, its turn is over, or one was not taken. */
export async function bringEvents(tools: Tools, due: Due, isStopping: () => boolean): Promise<void> {
  const until = performance.now() + turnMs;
  for (;;) {
    const taken = await take(tools, due);
    if (!taken) return;
    const read = await readNext(tools, due, taken);
    if (!read) return pauseFor(tools, due, 'maker');
    const began = performance.now();
    const brought = await bringAll(tools, taken, read.placed, isStopping);
    const count = brought.reduce((sum, { events }) => sum + events.length, 0);
    const failed = brought.some(({ tried }) => !isDelivered(tried));
    const isWhole = !failed && count === read.placed.length;
    const restSeconds = taken.pace === null ? 0 : count / taken.pace - (performance.now() - began) / 1_000;
    await settle(tools, due, taken, brought, { next: isWhole ? read.next : null, restSeconds });
    if (restSeconds > 0 || failed || isStopping() || (isWhole && !read.more) || performance.now() > until) return;
  }
}

/** Takes the webhook for this server, unless another has it or it is paused. */
async function take({ database, encryption }: Tools, due: Due): Promise<Taken | null> {
  const { accountId, id } = due;
  return inAccount(database, asSystem(accountId), async (ctx) => {
    const row = await maybe(
      ctx.db,
      sql<Omit<Taken, 'secrets'> & { secret: Buffer; earlier: Buffer | null }>`
        update webhooks set leased_until = clock_timestamp() + make_interval(secs => ${leaseSeconds}), served_at = clock_timestamp()
        where account_id = ${accountId} and id = ${id} and paused_at is null and (leased_until is null or leased_until < clock_timestamp())
          and (next_try_at is null or next_try_at <= muster_now())
        returning url, types, batch, pace, cursor, tries, secret, maker_id as "makerId",
          case when earlier_until > muster_now() then earlier_secret end as earlier`,
    );
    if (!row) return null;
    const { secret, earlier, ...taken } = row;
    const secrets = [secret, ...(earlier ? [earlier] : [])].map((stored) => readSecret(encryption, due, stored));
    return { ...taken, secrets };
  });
}

/** Does the maker still hold what it takes to read the feed? */
async function mayRead(ctx: Ctx, makerId: string | null): Promise<boolean> {
  const maker = await maybe(
    ctx.db,
    sql<{ role: Role }>`select ${roleNow(ctx.accountId)} as role from users u
      where u.account_id = ${ctx.accountId} and u.id = ${makerId} and u.status = 'active'`,
  );
  const held = maker ? permissionsOfRole(maker.role) : null;
  return held !== null && [...neededToRead, 'webhooks.manage'].every((permission) => held.has(permission));
}

/**
 * The next events, or null if the maker may not read them, as of the same moment. Where its place is not kept any more, it goes on with the
 * oldest that are.
 */
async function readNext({ database }: Tools, { accountId }: Due, { cursor, types, makerId }: Taken) {
  const read = (after: string | null) =>
    readInAccount(
      database,
      asSystem(accountId),
      async (ctx) => ((await mayRead(ctx, makerId)) ? readEvents(ctx, { after, types, limit: readMost }) : null),
      'snapshot',
    );
  return read(cursor).catch((error: unknown) => {
    if (error instanceof Problem && error.code === 'cursor_too_old') return read(null);
    throw error;
  });
}

/** Brings events one after the other, or as one batch, until one is not taken. */
async function bringAll(
  { outbound }: Tools,
  taken: Taken,
  placed: Placed[],
  isStopping: () => boolean,
): Promise<Brought[]> {
  const brought: Brought[] = [];
  const began = performance.now();
  const parts = taken.batch ? [placed] : placed.map((one) => [one]);
  let count = 0;
  for (const events of parts) {
    if (events.length === 0 || isStopping()) break;
    if (taken.pace !== null) await rest(Math.max(0, began + (count / taken.pace) * 1_000 - performance.now()));
    const message = messageOf(
      events.map(({ event }) => event),
      taken.batch,
    );
    const tried = await tryOnce(outbound, taken, message);
    brought.push({ message, events, tried });
    count += events.length;
    if (!isDelivered(tried) || performance.now() - began > turnMs) break;
  }
  return brought;
}

/**
 * Notes what was brought, and how far that is. `next` is the place after everything that was read, if all of it was taken. By its pace the
 * webhook rests before the next events.
 */
async function settle(
  tools: Tools,
  due: Due,
  taken: Taken,
  brought: Brought[],
  { next, restSeconds }: { next: Place | null; restSeconds: number },
): Promise<void> {
  const { accountId, id } = due;
  const done = brought.filter(({ tried }) => isDelivered(tried));
  const failed = brought.find(({ tried }) => !isDelivered(tried));
  const place = next ?? done.at(-1)?.events.at(-1)?.after ?? null;
  const tries = failed ? (done.length > 0 ? 0 : taken.tries) + 1 : 0;
  await inAccount(tools.database, asSystem(accountId), async (ctx) => {
    noteDeliveries(ctx, due, taken, brought);
    const isOwn = sql`account_id = ${accountId} and id = ${id}`;
    // A replay meanwhile has moved it: its place stays.
    if (place)
      ctx.db.post(sql`update webhooks set cursor = ${encodePlace(place)}, position = ${place.position}, partial = ${place.isPartial}
        where ${isOwn} and cursor = ${taken.cursor}`);
    const wait = failed ? secondsUntilNext(tries) : null;
    const untilNext = failed ? wait : restSeconds > 0 ? restSeconds : null;
    ctx.db.post(sql`update webhooks set tries = ${tries}, leased_until = null,
        next_try_at = ${untilNext === null ? null : sql`muster_now() + make_interval(secs => ${untilNext})`} where ${isOwn}`);
    if (failed?.tried.status === 410) await giveUp(ctx, tools, due, 'gone');
    else if (failed && wait === null) await giveUp(ctx, tools, due, 'failed');
  });
}

function noteDeliveries(ctx: Ctx, { id }: Due, { url, types, batch, tries }: Taken, brought: Brought[]): void {
  if (brought.length === 0) return;
  const rows = brought.map(({ message, events, tried }, i) => ({
    id: newId(),
    message_id: message.id,
    type: message.type,
    cursor: events[0] ? encodePlace(events[0].at) : null,
    events: events.length,
    try: i === 0 ? tries + 1 : 1,
    took_ms: tried.tookMs,
    status: tried.status,
    answer: tried.answer,
    failure: tried.failure,
  }));
  ctx.db.post(sql`insert into webhook_deliveries (account_id, webhook_id, id, message_id, type, cursor, types, events, batch, try, at, url, took_ms, status, answer, failure)
    select ${ctx.accountId}, w.id, r.id, r.message_id, r.type, r.cursor, ${types}::text[], r.events, ${batch}, r.try, muster_now(), ${url}, r.took_ms, r.status, r.answer, r.failure
    from webhooks w, jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as r (id uuid, message_id uuid, type text, cursor text, events int, try int, took_ms int, status int, answer text, failure text)
    where w.account_id = ${ctx.accountId} and w.id = ${id}`);
}

/** Pauses a webhook and mails its maker. */
async function giveUp(ctx: Ctx, tools: Tools, { id }: Due, because: 'failed' | 'gone'): Promise<void> {
  const webhook = await maybe(
    ctx.db,
    sql<{ url: string; email: string | null }>`select w.url, u.email from webhooks w
      left join users u on u.account_id = w.account_id and u.id = w.maker_id and u.status = 'active'
      where w.account_id = ${ctx.accountId} and w.id = ${id} and w.paused_at is null`,
  );
  if (!webhook) return;
  pause(ctx, id, because);
  if (webhook.email === null) return;
  const account = await accountName(ctx);
  await mailPerson(ctx, tools, {
    template: 'webhook-paused',
    recipient: webhook.email,
    accountId: ctx.accountId,
    ofAccount: true,
    rate: 'notices',
    data: () => ({ url: webhook.url, because, accountName: account }),
  });
}

async function pauseFor({ database }: Tools, { accountId, id }: Due, because: 'maker'): Promise<void> {
  await inAccount(database, asSystem(accountId), async (ctx) => pause(ctx, id, because));
}

function pause(ctx: Ctx, id: string, because: 'failed' | 'gone' | 'maker'): void {
  ctx.db.post(sql`update webhooks set paused_at = muster_now(), paused_because = ${because}, leased_until = null, next_try_at = null
    where account_id = ${ctx.accountId} and id = ${id}`);
  recordAudit(ctx, 'webhook.paused', { details: { webhookId: id, because } });
}

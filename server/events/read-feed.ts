import { sql } from 'kysely';
import { all, maybe, one } from '../database/database.ts';
import type { Ctx } from '../kernel/context.ts';
import { bounds } from '../kernel/limits.ts';
import { Problem } from '../kernel/problem.ts';
import { decodePlace, encodePlace, markOf, type Place } from './cursor.ts';
import { type Event, matches } from './event.ts';
import { expand, type Found, type Slice } from './expand.ts';
import { toEvents } from './to-events.ts';

/** An entry of the feed, without what it stands for. */
export type Entry = {
  position: number;
  id: string;
  at: string;
  actor: Event['actor'];
  channel: string;
  changeId: string | null;
  seq: number | null;
  auditId: string | null;
  events: number;
};

export type Asked = { after: string | null; types: readonly string[]; limit: number };
/** Events as JSON. Thousands a second are read, so each is written out once. */
export type FeedPage = { data: string[]; nextCursor: string; more: boolean };

/** Bytes of an answer around its events. */
const frameBytes = 16 * 1024;

/** Events that one request looks at when it asks for some types only. */
const lookedAtMax = 5_000;

/** An event, its own place, from which it is read again, and the place after it. */
export type Placed = { event: Event; at: Place; after: Place };
type Read = { placed: Placed[]; next: Place; more: boolean };

/**
 * What happened in the account, oldest first. It runs in one snapshot.
 * @throws invalid_cursor (400), cursor_too_old (410)
 */
export async function readEvents(ctx: Ctx, { after, types, limit }: Asked): Promise<Read> {
  const start = await placeOf(ctx, after);
  const most = types.length === 0 ? limit : lookedAtMax;
  // One may be read already, and one more tells whether there is more.
  const entries = await entriesFrom(ctx, start, most + 2);
  const { slices, more } = slicesOf(entries, start, most);
  const found = await expand(ctx, slices);
  const wanted = found.filter(({ type }) => types.length === 0 || types.some((pattern) => matches(pattern, type)));
  const chosen = wanted.slice(0, limit);
  const isCut = wanted.length > limit;
  const events = await toEvents(ctx, chosen, chosen.length < found.length ? upTo(found, chosen.at(-1)) : found);
  const placed = chosen.flatMap((one, i) => {
    const event = events[i];
    return event ? [{ event, at: placeIn(one.entry, one.index), after: placeIn(one.entry, one.index + 1) }] : [];
  });
  const next = isCut ? placed.at(-1)?.after : endOf(slices);
  return { placed, next: next ?? start, more: more || isCut };
}

const upTo = (found: Found[], last: Found | undefined): Found[] =>
  last ? found.slice(0, found.indexOf(last) + 1) : [];

/** The same as a page of the API. @throws invalid_cursor (400), cursor_too_old (410) */
export async function readFeed(ctx: Ctx, asked: Asked): Promise<FeedPage> {
  const { placed, next, more } = await readEvents(ctx, asked);
  const data = placed.map(({ event }) => JSON.stringify(event));
  const fits = countFitting(data);
  const isCut = fits < placed.length;
  const end = isCut ? (placed[fits - 1]?.after ?? next) : next;
  return { data: data.slice(0, fits), nextCursor: encodePlace(end), more: more || isCut };
}

const placeIn = (entry: Entry, index: number): Place => ({
  position: entry.position,
  index,
  isPartial: index < entry.events,
  mark: markOf(entry.id),
});

/** The place after everything that was looked at. */
function endOf(slices: Slice[]): Place | null {
  const last = slices.at(-1);
  return last ? placeIn(last.entry, last.to) : null;
}

/** How many events fit into an answer. Long texts make a page shorter, and one event fits always. */
function countFitting(data: string[]): number {
  let room = bounds.answerBytesMax - frameBytes;
  const beyond = data.findIndex((text, i) => {
    room -= Buffer.byteLength(text) + 1;
    return room < 0 && i > 0;
  });
  return beyond === -1 ? data.length : beyond;
}

/** The place after everything that has happened: where a reader goes on who has just made a copy of all people. */
export async function latestPlace(ctx: Ctx): Promise<Place> {
  const entry = await maybe(
    ctx.db,
    sql<Pick<Entry, 'position' | 'id' | 'events'>>`select position, id, events from feed_entries
      where account_id = ${ctx.accountId} order by position desc limit 1`,
  );
  if (!entry) return { position: 0, index: 0, isPartial: false, mark: '' };
  return { position: entry.position, index: entry.events, isPartial: false, mark: markOf(entry.id) };
}

/** The place before the first event since a time. */
export async function placeSince(ctx: Ctx, time: string): Promise<Place> {
  const entry = await maybe(
    ctx.db,
    sql<Pick<Entry, 'position' | 'id'>>`select position, id from feed_entries
      where account_id = ${ctx.accountId} and at >= ${time}::timestamptz order by position limit 1`,
  );
  return entry ? { position: entry.position, index: 0, isPartial: true, mark: markOf(entry.id) } : latestPlace(ctx);
}

/** The entries from a place on. */
function entriesFrom(ctx: Ctx, { position }: Place, most: number): Promise<Entry[]> {
  return all(
    ctx.db.prepared(),
    sql<Entry>`select position, id, iso(at) as at, json_build_object('id', actor_id, 'kind', actor_kind) as actor, channel,
        change_id as "changeId", seq, audit_id as "auditId", events
      from feed_entries where account_id = ${ctx.accountId} and position >= ${position} order by position limit ${most}`,
  );
}

/** The parts of entries that hold the next events, and whether there are more after them. */
function slicesOf(entries: Entry[], start: Place, most: number): { slices: Slice[]; more: boolean } {
  const slices: Slice[] = [];
  let room = most;
  for (const entry of entries) {
    const from = entry.position === start.position ? start.index : 0;
    if (from >= entry.events) continue;
    if (room === 0) return { slices, more: true };
    const to = Math.min(entry.events, from + room);
    slices.push({ entry, from, to });
    room -= to - from;
    if (to < entry.events) return { slices, more: true };
  }
  return { slices, more: false };
}

/**
 * The place of a cursor, or the oldest one that is kept.
 * @throws invalid_cursor (400), cursor_too_old (410) if entries after it are gone, or it belongs to a feed before a restore
 */
async function placeOf(ctx: Ctx, after: string | null): Promise<Place> {
  const place = after === null ? null : decodePlace(after);
  const { oldest, last, id } = await one(
    ctx.db.prepared(),
    sql<{ oldest: number; last: number; id: string | null }>`select
        coalesce((select min(position) from feed_entries where account_id = ${ctx.accountId}), 1) as oldest,
        coalesce((select last from feeds where account_id = ${ctx.accountId}), 0) as last,
        (select id from feed_entries where account_id = ${ctx.accountId} and position = ${place?.position ?? 0}) as id`,
  );
  if (place === null) return { position: oldest - 1, index: 0, isPartial: false, mark: '' };
  if (place.position > last || place.position < oldest - 1) throw new Problem('cursor_too_old');
  // The entry before the oldest one is gone, and nothing after it.
  if (place.mark !== '' && id !== null && markOf(id) !== place.mark) throw new Problem('cursor_too_old');
  return place;
}

import { sql } from 'kysely';
import { isEvent } from '../audit/summary.ts';
import { sliceOf, valuesAt } from '../changes/show/recorded-rows.ts';
import type { Values } from '../changes/show/row.ts';
import { all } from '../database/database.ts';
import type { Ctx } from '../kernel/context.ts';
import type { EventType } from './event.ts';
import type { Entry } from './read-feed.ts';

/** Events from..to of an entry, counted from 0, `to` exclusive. */
export type Slice = { entry: Entry; from: number; to: number };

/** An event before its people are looked up. */
export type Found = {
  entry: Entry;
  index: number;
  id: string;
  type: EventType;
  changeId: string | null;
  userId: string | null;
  /** What the record of a change says of the person; null for other events. */
  values: { before: Values; after: Values } | null;
  details: Record<string, unknown>;
};

/** The events of slices, in order. */
export async function expand(ctx: Ctx, slices: Slice[]): Promise<Found[]> {
  const ofChunks = slices.filter(({ entry }) => entry.changeId !== null);
  const ofLines = slices.filter(({ entry }) => entry.auditId !== null);
  const others = slices.filter(({ entry }) => entry.changeId === null && entry.auditId === null);
  const parts = await Promise.all([chunkEvents(ctx, ofChunks), lineEvents(ctx, ofLines), expiryEvents(ctx, others)]);
  return parts.flat().sort((a, b) => a.entry.position - b.entry.position || a.index - b.index);
}

type Outcome = 'create' | 'update' | 'remove';
type Recorded = Parameters<typeof valuesAt>[0];
type Chunk = { n: number; outcome: Outcome; ids: string[]; before: Recorded; after: Recorded };

async function chunkEvents(ctx: Ctx, slices: Slice[]): Promise<Found[]> {
  if (slices.length === 0) return [];
  const chunks = await all(
    ctx.db.prepared(),
    sql<Chunk>`select s.n::int as n, c.outcome, c.ids[s.first : s.last]::text[] as ids,
        ${sliceOf(sql`c.before`, sql`s.first`, sql`s.last`)} as before, ${sliceOf(sql`c.after`, sql`s.first`, sql`s.last`)} as after
      from unnest(${slices.map(({ entry }) => entry.changeId)}::uuid[], ${slices.map(({ entry }) => entry.seq)}::int[],
        ${slices.map(({ from }) => from + 1)}::int[], ${slices.map(({ to }) => to)}::int[]) with ordinality as s (change_id, seq, first, last, n)
      join change_chunks c on c.account_id = ${ctx.accountId} and c.change_id = s.change_id and c.seq = s.seq`,
  );
  return chunks.flatMap(({ n, outcome, ids, before, after }) => {
    const slice = slices[n - 1];
    if (!slice) return [];
    return ids.map((userId, i): Found => {
      const values = { before: valuesAt(before, i), after: valuesAt(after, i) };
      return {
        ...eventOf(slice, i),
        type: typeOf(outcome, values),
        changeId: slice.entry.changeId,
        userId,
        values,
        details: {},
      };
    });
  });
}

/** What a record of a person means. */
function typeOf(outcome: Outcome, { before, after }: NonNullable<Found['values']>): EventType {
  if (outcome === 'create') return 'user.created';
  const [was, is] = [before['status'], after['status']];
  if (outcome === 'remove' || (is === 'removed' && was !== 'removed')) return 'user.removed';
  if (is === undefined || is === null) return 'user.updated';
  if (was === 'removed') return 'user.restored';
  if (was === is) return is === 'pending' && isResend(before, after) ? 'invitation.resent' : 'user.updated';
  return is === 'deactivated' ? 'user.deactivated' : 'user.activated';
}

/** A resend writes a new invitation and changes no field. */
const isResend = (before: Values, after: Values): boolean =>
  Object.keys(after).every((field) => (before[field] ?? null) === (after[field] ?? null));

type Line = {
  id: string;
  event: string;
  changeId: string | null;
  userId: string | null;
  count: number | null;
  details: Record<string, unknown>;
};

/** The lines of the audit log, each after the people whose erasure it tells. */
async function lineEvents(ctx: Ctx, slices: Slice[]): Promise<Found[]> {
  if (slices.length === 0) return [];
  const lines = await all(
    ctx.db.prepared(),
    sql<Line>`select id, event, change_id as "changeId", user_id as "userId", count, details from audit_events
      where account_id = ${ctx.accountId} and id = any(${slices.map(({ entry }) => entry.auditId)}::uuid[])`,
  );
  const byId = new Map(lines.map((line) => [line.id, line]));
  return slices.flatMap((slice) => {
    const line = byId.get(slice.entry.auditId ?? '');
    if (!line || !isEvent(line.event)) return [];
    const { event, changeId, userId, count, details } = line;
    const { ids, ...said } = details;
    const erased = Array.isArray(ids) && event === 'users.purged' ? ids.map(String) : [];
    const all = [
      ...erased.map((id) => ({ type: 'user.purged' as const, changeId, userId: id, details: {} })),
      { type: event, changeId, userId, details: { ...said, ...(count === null ? {} : { count }) }, id: line.id },
    ];
    return all.slice(slice.from, slice.to).map((one, i): Found => ({ ...eventOf(slice, i), values: null, ...one }));
  });
}

async function expiryEvents(ctx: Ctx, slices: Slice[]): Promise<Found[]> {
  if (slices.length === 0) return [];
  const entries = await all(
    ctx.db.prepared(),
    sql<{ n: number; ids: string[] }>`select s.n::int as n, f.expired[s.first : s.last]::text[] as ids
      from unnest(${slices.map(({ entry }) => entry.position)}::bigint[], ${slices.map(({ from }) => from + 1)}::int[],
        ${slices.map(({ to }) => to)}::int[]) with ordinality as s (position, first, last, n)
      join feed_entries f on f.account_id = ${ctx.accountId} and f.position = s.position`,
  );
  return entries.flatMap(({ n, ids }) => {
    const slice = slices[n - 1];
    if (!slice) return [];
    return ids.map(
      (userId, i): Found => ({
        ...eventOf(slice, i),
        type: 'invitation.expired',
        changeId: null,
        userId,
        values: null,
        details: {},
      }),
    );
  });
}

/** An event of an entry. Its id is made of the entry's and its place in it: the same whenever it is read. */
function eventOf({ entry, from }: Slice, i: number): Pick<Found, 'entry' | 'index' | 'id'> {
  const index = from + i;
  return { entry, index, id: idOf(entry.id, index) };
}

/** The entry's id, whose last four bytes are random, with the place in it. */
function idOf(entryId: string, index: number): string {
  const tail = (Number.parseInt(entryId.slice(-8), 16) ^ index) >>> 0;
  return entryId.slice(0, -8) + tail.toString(16).padStart(8, '0');
}

import { sql } from 'kysely';
import { z } from 'zod';
import { all, maybe } from '../../database/database.ts';
import { decodeCursor, encodeCursor } from '../../http/page.ts';
import type { Ctx } from '../../kernel/context.ts';
import { isId } from '../../kernel/ids.ts';
import { Problem } from '../../kernel/problem.ts';
import { shownName } from '../../users/rules/user-sql.ts';
import type { Plan } from '../engine/change.ts';
import type { Rules } from '../engine/rules.ts';
import { refusalDetail } from '../run/plan.ts';
import { listLines } from './line-rows.ts';
import { type PlannedChange, plannedRows } from './planned-rows.ts';
import { doneRows, refusedRows, unchangedRows } from './recorded-rows.ts';
import { type FoundRow, fieldChanges, idsNamed, type Place, type Row, type RowsQuery } from './row.ts';
import { namesOf } from './show-changes.ts';

/** Chunks of a plan that one page judges in search of a rare outcome. After that the page is returned as it is, with its cursor. */
const judgedMost = 10;

export type ChangeOfRows = PlannedChange & { state: string; plan: Plan | null; hasLines: boolean };

/**
 * One page of what a change does to each person, in the order of its chunks; for an import, in the order of its lines. A page may be short
 * and still have a next one. It starts after the last row of the page before, so any page of a million rows costs the same.
 * @throws not_found (404)
 */
export async function listRows(ctx: Ctx, rules: Rules, changeId: string, query: RowsQuery) {
  const change = await readChange(ctx, changeId);
  if (change.hasLines) return listLines(ctx, changeId, query);
  const { found, nextCursor } = await findRows(ctx, rules, change, query);
  const names = await namesOf(ctx, idsNamed(found));
  return { data: found.map((row) => toRow(row, names)), nextCursor };
}

/** A page of a change without lines, with the people as they are today. */
export async function findRows(ctx: Ctx, rules: Rules, change: ChangeOfRows, query: RowsQuery) {
  const { rows, stoppedAt } = await walk(ctx, rules, change, query);
  const shown = rows.slice(0, query.limit);
  const next = rows.length > query.limit ? shown.at(-1)?.place : stoppedAt;
  return {
    found: await withPeople(ctx, shown),
    nextCursor: next ? encodeCursor([next.seq, next.part, next.i].map(String)) : null,
  };
}

/** @throws not_found (404) */
export async function readChange(ctx: Ctx, id: string): Promise<ChangeOfRows> {
  const change = isId(id)
    ? await maybe(
        ctx.db,
        sql<ChangeOfRows>`select id, state, operation as "do", undo_of as "undoOf", plan, source = 'csv' as "hasLines" from changes where account_id = ${ctx.accountId} and id = ${id}`,
      )
    : null;
  if (!change) throw new Problem('not_found');
  return change;
}

type Walked = { rows: FoundRow[]; stoppedAt: Place | null };

/** Reads chunk after chunk, part after part, until there is one row more than the page shows. */
async function walk(ctx: Ctx, rules: Rules, change: ChangeOfRows, query: RowsQuery): Promise<Walked> {
  const rows: FoundRow[] = [];
  const { limit, outcome } = query;
  const start = readPlace(query.cursor);
  let judged = 0;
  for (let seq = start.seq; rows.length <= limit; seq++) {
    const chunk = await nextChunk(ctx, change, seq, outcome);
    if (!chunk) break;
    seq = chunk.seq;
    const from = seq === start.seq ? start : { part: 0, i: 0 };
    for (const [part, size] of chunk.sizes.entries()) {
      const i = part === from.part ? from.i : 0;
      const most = limit + 1 - rows.length;
      if (part < from.part || i >= size || most <= 0) continue;
      if (part === 0) rows.push(...(await plannedRows(ctx, rules, change, { seq, i }, { most, outcome })));
      else rows.push(...(await recorded(ctx, part, { changeId: change.id, seq, i }, most)));
    }
    if (outcome !== undefined && chunk.sizes[0] && ++judged >= judgedMost && rows.length <= limit)
      return { rows, stoppedAt: { seq: seq + 1, part: 0, i: 0 } };
  }
  return { rows, stoppedAt: null };
}

function recorded(ctx: Ctx, part: number, where: { changeId: string; seq: number; i: number }, most: number) {
  if (part === 1) return doneRows(ctx, where, most);
  return part === 2 ? unchangedRows(ctx, where, most) : refusedRows(ctx, where, most);
}

const placeSchema = z.tuple([z.coerce.number(), z.coerce.number(), z.coerce.number()]);

function readPlace(cursor: string | undefined): Place {
  const place = decodeCursor(cursor, 3);
  if (!place) return { seq: 0, part: 0, i: 0 };
  if (!place.every((part) => /^\d{1,9}$/.test(part))) throw new Problem('invalid_cursor');
  const [seq, part, i] = placeSchema.parse(place);
  return { seq, part, i };
}

/** The first chunk from seq on that can hold rows of the outcome, and the number of people in each of its parts. */
async function nextChunk(ctx: Ctx, change: ChangeOfRows, seq: number, outcome: Row['outcome'] | undefined) {
  const open = change.state === 'planned' || change.state === 'applying';
  // Only an import skips people, and its rows are its lines.
  const planned =
    open && outcome !== 'skipped' && (outcome === undefined || change.plan === null || change.plan[outcome] > 0);
  const shows = (...outcomes: Row['outcome'][]) => outcome === undefined || outcomes.includes(outcome);
  const targets = planned ? sql`coalesce(cardinality(targets), 0)` : sql`0`;
  const done = shows('create', 'update', 'remove')
    ? sql`case when outcome = ${outcome ?? null} or ${outcome === undefined} then cardinality(ids) else 0 end`
    : sql`0`;
  const unchanged = shows('unchanged') ? sql`cardinality(unchanged)` : sql`0`;
  const refused = shows('refused')
    ? sql`(select coalesce(sum(jsonb_array_length(value)), 0)::int from jsonb_each(refused))`
    : sql`0`;
  const size = [targets, done, unchanged, refused];
  return maybe(
    ctx.db,
    sql<{ seq: number; sizes: number[] }>`select seq, array[${sql.join(size)}] as sizes from change_chunks
      where account_id = ${ctx.accountId} and change_id = ${change.id} and seq >= ${seq} and ${sql.join(size, sql` + `)} > 0 order by seq limit 1`,
  );
}

type Person = { id: string; email: string; firstName: string; lastName: string };
/** person is null if the person no longer exists, or never did. */
export type RowOfPerson = FoundRow & { person: Person | null };

async function withPeople(ctx: Ctx, rows: FoundRow[]): Promise<RowOfPerson[]> {
  const people = await all(
    ctx.db,
    sql<Person>`select id, email, first_name as "firstName", last_name as "lastName" from users
      where account_id = ${ctx.accountId} and id = any(${rows.map((row) => row.userId)}::uuid[])`,
  );
  const byId = new Map(people.map((person) => [person.id, person]));
  return rows.map((row) => ({ ...row, person: byId.get(row.userId) ?? null }));
}

function toRow({ userId, person, outcome, code, before, after }: RowOfPerson, names: ReadonlyMap<string, string>): Row {
  return {
    line: null,
    userId,
    email: person?.email ?? '',
    name: person ? shownName(person) : code === 'unknown_user' ? '' : 'A removed person',
    outcome,
    code,
    detail: code === null ? null : refusalDetail(code),
    fields: fieldChanges(before, after, names),
  };
}

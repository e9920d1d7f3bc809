import { type RawBuilder, sql } from 'kysely';
import { maybe } from '../../database/database.ts';
import type { Ctx } from '../../kernel/context.ts';
import { Problem } from '../../kernel/problem.ts';
import { joinConditions } from '../../users/filter.ts';
import { keptSince } from '../../users/rules/user-sql.ts';
import { filterConditions, type Selection } from '../../users/selection.ts';
import { chunkSize } from './change.ts';

type Sql = RawBuilder<unknown>;

/** The people of a proposal. As a relation (peopleRelation) it has the columns id and seq, and those that its values name. */
export type People =
  | { ids: string[] }
  /** A condition on `users u`. Users are then read in one scan, without a join. */
  | { where: Sql }
  /** Chunks of a change: as they were frozen (targets) or recorded (ids). Both are in the order of the ids. */
  | { changeId: string; seqs: number[]; column: 'targets' | 'ids'; between: Range | null }
  | { relation: Sql; between: Range | null };

/** The least and the greatest id, if known. Users are then read in one scan instead of one by one. */
export type Range = [string, string];

/** The people that a selection means now, in the order of their ids. */
export async function peopleOfSelection(ctx: Ctx, selection: Selection): Promise<People> {
  if ('ids' in selection) return { ids: [...new Set(selection.ids)].sort() };
  if ('missingFrom' in selection) return { where: await missingFrom(ctx, selection.missingFrom) };
  const conditions = joinConditions(await filterConditions(ctx, selection.where));
  return { where: sql`${conditions} and u.id <> all(${selection.except ?? []}::uuid[])` };
}

/**
 * The people that the file of a planned import does not name, whatever becomes of the lines of those that it names. Lines of others may be
 * about to be deleted, so that people would look missing.
 * @throws import_unknown (422)
 */
async function missingFrom(ctx: Ctx, changeId: string): Promise<Sql> {
  const planned = await maybe(
    ctx.db,
    sql`select from changes where account_id = ${ctx.accountId} and id = ${changeId} and source = 'csv' and state = 'planned'
      and created_at > ${keptSince} for share`,
  );
  if (!planned) throw new Problem('import_unknown');
  return sql`${joinConditions(await filterConditions(ctx, {}))} and not exists (select from import_lines l
    where l.account_id = u.account_id and l.change_id = ${changeId} and l.email_key = u.email_key)`;
}

export async function peopleOfChunks(
  ctx: Ctx,
  changeId: string,
  seqs: number[],
  column: 'targets' | 'ids' = 'targets',
): Promise<People> {
  return { changeId, seqs, column, between: await rangeOfChunks(ctx, changeId, seqs, column) };
}

/** The range of ids in the chunks; null if they are empty. */
export async function rangeOfChunks(
  ctx: Ctx,
  changeId: string,
  seqs: number[],
  column: 'targets' | 'ids',
): Promise<Range | null> {
  const ids = sql.ref(`c.${column}`);
  const row = await maybe(
    ctx.db,
    sql<{ first: string | null; last: string | null }>`
      select min(${ids}[1]::text collate "C") as first, max(${ids}[cardinality(${ids})]::text collate "C") as last
      from change_chunks c where ${isChunk(ctx, changeId, seqs)}`,
  );
  return row?.first && row.last ? [row.first, row.last] : null;
}

/** Is chunk c one of these? */
export const isChunk = (ctx: Ctx, changeId: string, seqs: number[]): Sql =>
  sql`c.account_id = ${ctx.accountId} and c.change_id = ${changeId} and c.seq = any(${seqs}::int[])`;

/** The people as a relation p with id and seq, their place among these people from 1 on. */
export function peopleRelation(ctx: Ctx, people: People): Sql {
  if ('ids' in people)
    return sql`(select id, seq from unnest(${people.ids}::uuid[]) with ordinality as t (id, seq)) as p`;
  if ('relation' in people) return people.relation;
  if ('where' in people)
    return sql`(select u.id, row_number() over (order by u.id) as seq from users u where ${people.where}) as p`;
  const { changeId, seqs, column } = people;
  return sql`(select t.id, (c.seq - ${seqs[0] ?? 0}::int) * ${chunkSize}::bigint + t.i as seq
      from change_chunks c, unnest(${sql.ref(`c.${column}`)}) with ordinality as t (id, i)
      where ${isChunk(ctx, changeId, seqs)}
    union all select ${ctx.accountId}::uuid, 0 ${rowsHint(chunkSize * seqs.length)}) as p`;
}

/**
 * An arm of a union that never returns a row, but that the planner counts as n rows. The planner cannot know how many ids an array holds or
 * how many lines a new change has. It would assume one and use nested loops.
 */
export const rowsHint = (n: number): Sql => sql`from generate_series(1, ${n}::int) where (select false)`;

/** Are users found by a condition alone? Then the relation p would only read them a second time. */
export function isCondition(people: People): boolean {
  return 'where' in people;
}

/** The range of ids, if known. */
export function rangeOf(people: People): Range | null {
  return 'between' in people ? people.between : null;
}

/** The relations that users u are read from. */
export const sources = (people: People): Sql => (isCondition(people) ? sql`users u` : sql`p, users u`);

/** Is user u one of the people? */
export function isMeant(ctx: Ctx, people: People): Sql {
  return 'where' in people ? sql`(${people.where})` : sql`(${isRow(ctx, people, sql`p`)})`;
}

/** Is user u the one of the row? The range lets users be read in one scan. */
export function isRow(ctx: Ctx, people: People, row: Sql): Sql {
  return sql`${inRange(ctx, rangeOf(people))} and u.id = ${row}.id`;
}

/** Is user u in the account and, if known, in the range? */
export function inRange(ctx: Ctx, range: Range | null): Sql {
  const within = range ? sql`and u.id between ${range[0]}::uuid and ${range[1]}::uuid` : sql``;
  return sql`u.account_id = ${ctx.accountId} ${within}`;
}

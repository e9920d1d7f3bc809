import { type RawBuilder, sql } from 'kysely';
import { all, one } from '../../database/database.ts';
import type { Ctx } from '../../kernel/context.ts';
import type { FoundRow, Row, Values } from './row.ts';

type Slice = Record<string, string | null | (string | null)[]>;
type Where = { changeId: string; seq: number; i: number };

/**
 * The recorded values of people from..to (from 1) in a chunk: an array per field, or one value that is the same for all. Without a place
 * the result is null: PostgreSQL may evaluate this before it filters such rows out.
 */
export function sliceOf(
  record: RawBuilder<unknown>,
  from: RawBuilder<unknown>,
  to: RawBuilder<unknown>,
): RawBuilder<Slice> {
  return sql`(select coalesce(jsonb_object_agg(key, case when ${from} is null then null
      when jsonb_typeof(value) = 'array' then jsonb_path_query_array(value, '$[$from to $to]', jsonb_build_object('from', ${from} - 1, 'to', ${to} - 1)) else value end), '{}')
    from jsonb_each(${record}))`;
}

export function valuesAt(slice: Slice, index: number): Values {
  return Object.fromEntries(
    Object.entries(slice).map(([field, value]) => [field, Array.isArray(value) ? (value[index] ?? null) : value]),
  );
}

/** People that a chunk changed, with the values before and after. */
export async function doneRows(ctx: Ctx, { changeId, seq, i }: Where, most: number): Promise<FoundRow[]> {
  const [from, to] = [sql`${i + 1}::int`, sql`${i + most}::int`];
  const chunk = await one(
    ctx.db,
    sql<{ outcome: Row['outcome']; ids: string[]; before: Slice; after: Slice }>`
      select outcome, ids[${from} : ${to}]::text[] as ids, ${sliceOf(sql`before`, from, to)} as before, ${sliceOf(sql`after`, from, to)} as after
      from change_chunks where account_id = ${ctx.accountId} and change_id = ${changeId} and seq = ${seq}`,
  );
  return chunk.ids.map((userId, index) => ({
    place: { seq, part: 1, i: i + 1 + index },
    userId,
    outcome: chunk.outcome,
    code: null,
    before: valuesAt(chunk.before, index),
    after: valuesAt(chunk.after, index),
  }));
}

export async function unchangedRows(ctx: Ctx, { changeId, seq, i }: Where, most: number): Promise<FoundRow[]> {
  const { ids } = await one(
    ctx.db,
    sql<{ ids: string[] }>`select unchanged[${i + 1}::int : ${i + most}::int]::text[] as ids
      from change_chunks where account_id = ${ctx.accountId} and change_id = ${changeId} and seq = ${seq}`,
  );
  return ids.map((userId, index) => ({
    place: { seq, part: 2, i: i + 1 + index },
    userId,
    outcome: 'unchanged',
    code: null,
    before: {},
    after: {},
  }));
}

export async function refusedRows(ctx: Ctx, { changeId, seq, i }: Where, most: number): Promise<FoundRow[]> {
  const rows = await all(
    ctx.db,
    sql<{ code: string; id: string }>`select codes.key as code, people.id
      from change_chunks c cross join lateral jsonb_each(c.refused) as codes
        cross join lateral jsonb_array_elements_text(codes.value) with ordinality as people (id, n)
      where c.account_id = ${ctx.accountId} and c.change_id = ${changeId} and c.seq = ${seq}
      order by codes.key collate "C", people.n offset ${i} limit ${most}`,
  );
  return rows.map(({ code, id }, index) => ({
    place: { seq, part: 3, i: i + 1 + index },
    userId: id,
    outcome: 'refused',
    code,
    before: {},
    after: {},
  }));
}

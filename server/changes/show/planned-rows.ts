import { sql } from 'kysely';
import { all } from '../../database/database.ts';
import type { Ctx } from '../../kernel/context.ts';
import { doSchema, type Field, fields } from '../engine/change.ts';
import { judged, type Rules } from '../engine/judge.ts';
import { chunksOf, type Wants, wantsOfDo } from '../engine/wants.ts';
import { readRecord, wantsOfUndo } from '../run/undo-wants.ts';
import type { FoundRow, Row, Values } from './row.ts';

export type PlannedChange = { id: string; do: unknown; undoOf: string | null };
type Judged = { i: number; target: string; code: string; conflict: boolean; person: Record<string, unknown> };

/** What applying would do at this moment to people of one chunk: judged anew, for these people only. */
export async function plannedRows(
  ctx: Ctx,
  rules: Rules,
  change: PlannedChange,
  from: { seq: number; i: number },
  want: { most: number; outcome: Row['outcome'] | undefined },
): Promise<FoundRow[]> {
  const { outcome, ...wants } = await wantsOf(ctx, change, from.seq);
  const condition = conditionOf(want.outcome, outcome);
  if (condition === null) return [];
  const until = want.outcome === undefined ? sql`and w.seq <= ${from.i + want.most}` : sql``;
  const chosen = { ...wants, from: sql`(select w.* from ${wants.from} where w.seq > ${from.i} ${until}) as w` };
  const touched = fields.filter((field) => wants.values[field]);
  const unknown = want.outcome === undefined || want.outcome === 'refused';
  const rows = await all(
    ctx.db,
    sql<Judged>`with ${judged(ctx, chosen, { rules })}
      select * from (
        select j.seq::int as i, j.id as target, j.verdict as code, j.conflict, ${personOf(touched)} as person from j where ${condition}
        union all
        select w.seq::int, w.id, 'unknown_user', false, '{}' from w where ${unknown} and w.id not in (select id from j)) s
      order by i limit ${want.most}`,
  );
  return rows.map((row) => ({
    place: { seq: from.seq, part: 0, i: row.i },
    userId: row.target,
    outcome: row.code === 'ok' ? outcome : row.code === 'unchanged' ? 'unchanged' : 'refused',
    ...codeAndValues(row, touched),
  }));
}

function personOf(touched: readonly Field[]) {
  const names = touched.flatMap((field) => [columns[field], `next_${columns[field]}`]);
  return sql`jsonb_build_object(${sql.join(names.flatMap((name) => [sql.lit(name), sql.ref(`j.${name}`)]))})`;
}

function codeAndValues({ code, conflict, person }: Judged, touched: readonly Field[]) {
  if (code === 'unchanged') return { code: null, before: {}, after: {} };
  if (code !== 'ok') return { code, before: {}, after: {} };
  const values = (prefix: '' | 'next_'): Values =>
    Object.fromEntries(touched.map((field) => [field, text(person[prefix + columns[field]])]));
  return { code: conflict ? 'changed_since' : null, before: values(''), after: values('next_') };
}

async function wantsOf(
  ctx: Ctx,
  change: PlannedChange,
  seq: number,
): Promise<Wants & { outcome: 'update' | 'remove' }> {
  if (change.undoOf !== null) {
    const record = await readRecord(ctx, change.undoOf, seq);
    return wantsOfUndo(ctx, change.undoOf, record);
  }
  const what = doSchema.parse(change.do);
  return {
    ...wantsOfDo(await chunksOf(ctx, change.id, [seq]), what),
    outcome: 'remove' in what ? 'remove' : 'update',
  };
}

/** null: nobody in this chunk can have that outcome. */
function conditionOf(asked: Row['outcome'] | undefined, does: 'update' | 'remove') {
  if (asked === undefined) return sql`true`;
  if (asked === 'unchanged') return sql`j.verdict = 'unchanged'`;
  if (asked === 'refused') return sql`j.verdict not in ('ok', 'unchanged')`;
  return asked === does ? sql`j.verdict = 'ok'` : null;
}

const columns: Record<Field, string> = {
  email: 'email',
  firstName: 'first_name',
  lastName: 'last_name',
  department: 'department',
  type: 'type',
  addOns: 'add_ons',
  groupId: 'group_id',
  role: 'role',
  status: 'status',
};

function text(value: unknown): string | null {
  if (Array.isArray(value)) return value.join(',');
  return typeof value === 'string' ? value : null;
}

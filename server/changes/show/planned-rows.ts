import { sql } from 'kysely';
import { all } from '../../database/database.ts';
import type { Ctx } from '../../kernel/context.ts';
import { type Field, fieldOf } from '../../users/rules/fields.ts';
import { operationSchema } from '../engine/change.ts';
import { evaluated } from '../engine/evaluate.ts';
import { touched as touchedFields } from '../engine/facts.ts';
import { peopleOfChunks, peopleRelation, rangeOf } from '../engine/people.ts';
import { type Proposal, proposalOf } from '../engine/proposal.ts';
import type { Rules } from '../engine/rules.ts';
import { proposalOfUndo, readRecord } from '../run/undo-proposal.ts';
import type { FoundRow, Row, Values } from './row.ts';

export type PlannedChange = { id: string; do: unknown; undoOf: string | null };
type Judged = { i: number; target: string; code: string; conflict: boolean; person: Record<string, unknown> };

/** What applying would do now to people of one chunk. Judged again, for these people only. */
export async function plannedRows(
  ctx: Ctx,
  rules: Rules,
  change: PlannedChange,
  from: { seq: number; i: number },
  want: { most: number; outcome: Row['outcome'] | undefined },
): Promise<FoundRow[]> {
  const { outcome, ...proposal } = await proposalOfChunk(ctx, change, from.seq);
  const condition = conditionOf(want.outcome, outcome);
  if (condition === null) return [];
  const until = want.outcome === undefined ? sql`and p.seq <= ${from.i + want.most}` : sql``;
  const relation = sql`(select p.* from ${peopleRelation(ctx, proposal.people)} where p.seq > ${from.i} ${until}) as p`;
  const chosen = { ...proposal, people: { relation, between: rangeOf(proposal.people) } };
  const touched = touchedFields(proposal);
  const unknown = want.outcome === undefined || want.outcome === 'refused';
  const rows = await all(
    ctx.db,
    sql<Judged>`with ${evaluated(ctx, chosen, { rules })}
      select * from (
        select v.seq::int as i, v.id as target, v.verdict as code, v.conflict, ${personOf(touched)} as person
        from verdicts v where ${condition}
        union all
        select p.seq::int, p.id, 'unknown_user', false, '{}' from p where ${unknown} and p.id not in (select id from verdicts)) s
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
  const names = touched.flatMap((field) => [fieldOf(field).column, `next_${fieldOf(field).column}`]);
  return sql`jsonb_build_object(${sql.join(names.flatMap((name) => [sql.lit(name), sql.ref(`v.${name}`)]))})`;
}

function codeAndValues({ code, conflict, person }: Judged, touched: readonly Field[]) {
  if (code === 'unchanged') return { code: null, before: {}, after: {} };
  if (code !== 'ok') return { code, before: {}, after: {} };
  const values = (prefix: '' | 'next_'): Values =>
    Object.fromEntries(touched.map((field) => [field, text(person[prefix + fieldOf(field).column])]));
  return { code: conflict ? 'changed_since' : null, before: values(''), after: values('next_') };
}

async function proposalOfChunk(
  ctx: Ctx,
  change: PlannedChange,
  seq: number,
): Promise<Proposal & { outcome: 'update' | 'remove' }> {
  if (change.undoOf !== null) {
    const record = await readRecord(ctx, change.undoOf, seq);
    return proposalOfUndo(ctx, change.undoOf, record);
  }
  const operation = operationSchema.parse(change.do);
  return {
    ...proposalOf(await peopleOfChunks(ctx, change.id, [seq]), operation),
    outcome: 'remove' in operation ? 'remove' : 'update',
  };
}

/** null: this chunk cannot have that outcome. */
function conditionOf(asked: Row['outcome'] | undefined, does: 'update' | 'remove') {
  if (asked === undefined) return sql`true`;
  if (asked === 'unchanged') return sql`v.verdict = 'unchanged'`;
  if (asked === 'refused') return sql`v.verdict not in ('ok', 'unchanged')`;
  return asked === does ? sql`v.verdict = 'ok'` : null;
}

function text(value: unknown): string | null {
  if (Array.isArray(value)) return value.join(',');
  return typeof value === 'string' ? value : null;
}

import { type RawBuilder, sql } from 'kysely';
import { fieldOf, textOf } from '../../users/rules/fields.ts';
import { constantAfter, touched } from './facts.ts';
import type { Proposal } from './proposal.ts';

type Sql = RawBuilder<unknown>;
type Side = 'before' | 'after';
const sides: Side[] = ['before', 'after'];

/** One thing that a record stores per user: a touched field, or the key of an address or a name. */
type Kept = { name: string; text: (side: Side) => Sql; constant: string | null };

function keptBy(proposal: Proposal): Kept[] {
  const value = (column: string, side: Side) => sql.ref(side === 'before' ? `v.${column}` : `v.next_${column}`);
  const ofFields = touched(proposal).map((field): Kept => {
    const { column } = fieldOf(field);
    return {
      name: field,
      text: (side) => textOf(field, value(column, side)),
      constant: constantAfter(proposal, field),
    };
  });
  const key = (name: string, column: string): Kept => ({ name, text: (side) => value(column, side), constant: null });
  return [
    ...ofFields,
    ...(proposal.set.email ? [key('emailKey', 'email_key')] : []),
    ...(proposal.keys?.nameKey ? [key('nameKey', 'name_key')] : []),
  ];
}

const columnOf = ({ name }: Kept, side: Side): Sql => sql.ref(`recorded_${name}_${side}`);

/** The recorded texts beside each verdict. Computed before the write, because the values of a cohort are the same for all of it. */
export function keptTexts(proposal: Proposal): Sql[] {
  return keptBy(proposal).flatMap((kept) => sides.map((side) => sql`${kept.text(side)} as ${columnOf(kept, side)}`));
}

/** The same columns, from the relation that was written from. */
export function keptColumns(proposal: Proposal, relation: Sql): Sql[] {
  return keptBy(proposal).flatMap((kept) => sides.map((side) => sql`${relation}.${columnOf(kept, side)}`));
}

/**
 * The ids of those written, and an array in their order of each recorded thing. For cohorts few things vary; those are collected
 * separately.
 */
export function collected(proposal: Proposal, byCohort: boolean): Sql {
  const columns = byCohort ? [] : keptBy(proposal).flatMap((kept) => sides.map((side) => columnOf(kept, side)));
  return sql.join([
    sql`coalesce(array_agg(id), '{}') as ids`,
    ...columns.map((column) => sql`jsonb_agg(${column}) as ${column}`),
  ]);
}

/** One side of a record: per recorded thing an array in the order of the ids, or one text that is the same for all. */
export function recordedSide(proposal: Proposal, byCohort: boolean, side: Side): Sql {
  const pairs = keptBy(proposal).map((kept) => {
    const column = columnOf(kept, side);
    const name = sql.lit(kept.name);
    if (side === 'after' && kept.constant !== null) return sql`${name}, ${kept.constant}::text`;
    if (!byCohort) return sql`${name}, ${column}`;
    return sql`${name}, case when (select count(distinct ${column}) from ok) = 1 then (select to_jsonb(min(${column})) from ok)
        else (select jsonb_agg(${column} order by id) from written) end`;
  });
  return sql`jsonb_build_object(${sql.join(pairs)})`;
}

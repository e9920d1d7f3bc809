import { isDeepStrictEqual } from 'node:util';
import { type RawBuilder, sql } from 'kysely';
import { all, one } from '../../database/database.ts';
import type { Ctx } from '../../kernel/context.ts';
import { chunksOf, isChunk, rangeOf, type Wants } from '../engine/wants.ts';

type Sql = RawBuilder<unknown>;
type Side = Record<string, string | null>;
/** Of one chunk, or of several that say the same: per recorded field the value that all have, null where it varies. */
export type Recorded = { seqs: number[]; outcome: 'create' | 'update' | 'remove'; before: Side; after: Side };

/** So many chunks are looked at together, which is quicker than one after the other and still little to hold. */
const togetherMax = 10;

/** Field of the record → column of users, as text, and the cast back. */
const columns: Record<string, { now: Sql; cast: Sql }> = {
  email: { now: sql`u.email`, cast: sql`text` },
  firstName: { now: sql`u.first_name`, cast: sql`text` },
  lastName: { now: sql`u.last_name`, cast: sql`text` },
  department: { now: sql`u.department`, cast: sql`text` },
  type: { now: sql`u.type`, cast: sql`text` },
  groupId: { now: sql`u.group_id::text`, cast: sql`uuid` },
  role: { now: sql`u.role`, cast: sql`text` },
};
const ofName = ['email', 'firstName', 'lastName'];

/**
 * The wish to put what was recorded back: each field returns to what it was where it still is what the change wrote;
 * where it was changed since, the row is marked as a conflict and that field stays.
 */
export async function wantsOfUndo(
  ctx: Ctx,
  changeId: string,
  record: Recorded,
): Promise<Wants & { outcome: 'update' | 'remove' }> {
  if (record.outcome === 'create') return undoCreation(ctx, changeId, record);
  const whom = await recordRelation(ctx, changeId, record);
  const before = (field: string): Sql => recorded(record, 'before', field);
  const after = (field: string): Sql => recorded(record, 'after', field);
  const unchangedSince = (field: string): Sql => sql`${columns[field]?.now} = ${after(field)}`;
  const has = (field: string): boolean => Object.hasOwn(record.before, field);
  const values: Wants['values'] = {};
  const conflicts: Sql[] = [sql`false`];
  const names = ofName.filter(has);
  const namesSame =
    names.length > 0
      ? sql.join(
          names.map((field) => unchangedSince(field)),
          sql` and `,
        )
      : sql`true`;
  for (const field of Object.keys(record.before)) {
    const column = columns[field];
    if (!column) continue;
    const same = ofName.includes(field) ? sql`(${namesSame})` : unchangedSince(field);
    Object.assign(values, { [field]: sql`(case when ${same} then ${before(field)} end)::${column.cast}` });
    conflicts.push(
      sql`(not (${same}) and ${before(field)} is distinct from ${after(field)} and ${column.now} is distinct from ${before(field)})`,
    );
  }
  if (has('addOns')) {
    const now = sql`array_to_string(u.add_ons, ',')`;
    values.addOns = sql`(case when ${now} = ${after('addOns')} then string_to_array(${before('addOns')}, ',') end)::text[]`;
    conflicts.push(
      sql`(${now} <> ${after('addOns')} and ${now} <> ${before('addOns')} and ${before('addOns')} <> ${after('addOns')})`,
    );
  } else if (values.type) values.addOns = sql`null::text[]`;
  if (has('status')) {
    values.status = statusBack(before('status'), after('status'));
    conflicts.push(sql`(u.status <> ${after('status')} and u.status <> ${before('status')})`);
  }
  return {
    ...whom,
    values,
    conflict: sql.join(conflicts, sql` or `),
    outcome: 'update',
    ...(isUniform(record) ? { uniform: true, ...takenBack(record) } : {}),
    ...(has('emailKey') ? { emailKey: sql`case when ${namesSame} then ${before('emailKey')} end` } : {}),
    ...(has('nameKey') ? { nameKey: sql`case when ${namesSame} then ${before('nameKey')} end` } : {}),
  };
}

/** What the record says of a field: for all, or beside the user's id. */
function recorded(record: Recorded, side: 'before' | 'after', field: string): Sql {
  const constant = record[side][field];
  return typeof constant === 'string' ? sql`${constant}::text` : sql`w.${sql.ref(`${side}_${field}`)}`;
}

/** Nothing varies, and nobody comes back from the trash, where addresses are in each other's way. */
function isUniform({ before, after }: Recorded): boolean {
  const varies = [...Object.values(before), ...Object.values(after)].includes(null);
  return !varies && !ofName.some((field) => field in before) && after['status'] !== 'removed';
}

/** The verb that leads from what the change made of the status back to what it was. */
function statusBack(before: Sql, after: Sql): Sql {
  return sql`case when u.status <> ${after} or ${before} = ${after} then null
    when ${after} = 'removed' then 'restored' when ${before} = 'pending' then null else ${before} end`;
}

/** People who were added and have not joined go back to the trash; whoever joined meanwhile stays and is listed. */
async function undoCreation(ctx: Ctx, changeId: string, { seqs }: Recorded): Promise<Wants & { outcome: 'remove' }> {
  return {
    ...(await chunksOf(ctx, changeId, seqs, 'ids')),
    uniform: true,
    takes: [],
    values: { status: sql`case when u.status = 'pending' then 'removed' end` },
    conflict: sql`u.status not in ('pending', 'removed')`,
    outcome: 'remove',
  };
}

/** Of which products going back may take seats: what is not told here may be any. */
function takenBack({ before }: Recorded): Pick<Wants, 'takes'> {
  if ('status' in before) return {};
  return { takes: [before['type'] ?? [], before['addOns']?.split(',') ?? []].flat() };
}

/** What a change recorded in one chunk. */
export async function readRecord(ctx: Ctx, changeId: string, seq: number): Promise<Recorded> {
  return one(ctx.db, sql<Recorded>`${recordsOf(ctx, changeId)} and seq = ${seq}`);
}

/** What a change recorded, in order, chunks that say the same of everybody together. */
export async function readRecords(ctx: Ctx, changeId: string): Promise<Recorded[]> {
  const chunks = await all(ctx.db, sql<Recorded>`${recordsOf(ctx, changeId)} and ids <> '{}' order by seq`);
  const records: Recorded[] = [];
  for (const chunk of chunks) {
    const last = records.at(-1);
    if (last && last.seqs.length < togetherMax && saysTheSame(last, chunk)) last.seqs.push(...chunk.seqs);
    else records.push(chunk);
  }
  return records;
}

function saysTheSame(a: Recorded, b: Recorded): boolean {
  if (a.outcome === 'create') return b.outcome === 'create';
  const said = ({ outcome, before, after }: Recorded) => ({ outcome, before, after });
  return isUniform(a) && isDeepStrictEqual(said(a), said(b));
}

function recordsOf(ctx: Ctx, changeId: string): Sql {
  const constants = (side: Sql) =>
    sql`coalesce((select jsonb_object_agg(key, case when jsonb_typeof(value) = 'string' then value end) from jsonb_each(${side})), '{}')`;
  return sql`select array[seq] as seqs, outcome, ${constants(sql`before`)} as before, ${constants(sql`after`)} as after
    from change_chunks where account_id = ${ctx.accountId} and change_id = ${changeId}`;
}

/** ids beside the texts recorded for them where those vary, one row each. */
async function recordRelation(ctx: Ctx, changeId: string, record: Recorded): Promise<Pick<Wants, 'from' | 'between'>> {
  const varied = (['before', 'after'] as const).flatMap((side) =>
    Object.keys(record[side]).flatMap((field) => (record[side][field] === null ? [{ side, field }] : [])),
  );
  if (varied.length === 0) return chunksOf(ctx, changeId, record.seqs, 'ids');
  const sources = [
    sql`unnest(c.ids)`,
    ...varied.map(({ side, field }) => sql`jsonb_array_elements_text(${sql.ref(`c.${side}`)} -> ${sql.lit(field)})`),
  ];
  const names = [sql`id`, ...varied.map(({ side, field }) => sql.ref(`${side}_${field}`)), sql`seq`];
  const from = sql`(select t.* from change_chunks c cross join lateral rows from (${sql.join(sources)}) with ordinality as t (${sql.join(names)})
    where ${isChunk(ctx, changeId, record.seqs)}) as w`;
  return { from, ...(await rangeOf(ctx, changeId, record.seqs, 'ids')) };
}

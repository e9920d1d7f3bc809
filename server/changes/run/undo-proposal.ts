import { isDeepStrictEqual } from 'node:util';
import { type RawBuilder, sql } from 'kysely';
import { all, one } from '../../database/database.ts';
import type { Ctx } from '../../kernel/context.ts';
import { type Field, fieldOf, fields } from '../../users/rules/fields.ts';
import { isChunk, type People, peopleOfChunks, rangeOfChunks } from '../engine/people.ts';
import type { Key, Proposal, Recorded, TogetherWith, Value } from '../engine/proposal.ts';

type Sql = RawBuilder<unknown>;
type Side = Record<string, string | null>;
/** The record of one chunk, or of several with the same values: per recorded field the value that all users have, or null if it varies. */
export type ChunkRecord = { seqs: number[]; outcome: 'create' | 'update' | 'remove'; before: Side; after: Side };

/** Chunks that are handled together: quicker than one after the other, and still small in memory. */
const togetherMax = 10;

/** Fields that go back together or not at all, because together they name a person. */
const naming: Field[] = ['email', 'firstName', 'lastName'];
const keys: Key[] = ['emailKey', 'nameKey'];

/**
 * The proposal that restores what was recorded. Each field goes back if it still is what the change wrote. A field that was changed since
 * stays, and the user is marked as a conflict.
 */
export async function proposalOfUndo(
  ctx: Ctx,
  changeId: string,
  record: ChunkRecord,
): Promise<Proposal & { outcome: 'update' | 'remove' }> {
  if (record.outcome === 'create') {
    const people = await peopleOfChunks(ctx, changeId, record.seqs, 'ids');
    return { people, set: { status: { undoAdding: true } }, outcome: 'remove' };
  }
  return { ...proposalOfRecord(record, await peopleOfRecord(ctx, changeId, record)), outcome: 'update' };
}

/** The same for people in a relation that has the recorded texts where they vary. */
export function proposalOfRecord(record: ChunkRecord, people: People): Proposal {
  const has = (name: string) => Object.hasOwn(record.before, name);
  const still = (field: Field): TogetherWith => ({ field, after: recorded(record, 'after', field) });
  const names = naming.filter(has).map(still);
  const back = (name: string, together: TogetherWith[]): Value => ({
    before: recorded(record, 'before', name),
    after: recorded(record, 'after', name),
    together,
  });
  const set: Proposal['set'] = {};
  for (const field of fields.filter(has)) set[field] = back(field, naming.includes(field) ? names : [still(field)]);
  return { people, set, keys: Object.fromEntries(keys.filter(has).map((key) => [key, back(key, names)])) };
}

/** The recorded value of a field: one for all, or a column beside the user's id. */
function recorded(record: ChunkRecord, side: 'before' | 'after', name: string): Recorded {
  const all = record[side][name];
  return typeof all === 'string' ? { all } : { column: `${side}_${name}` };
}

/** What a change recorded in one chunk. */
export async function readRecord(ctx: Ctx, changeId: string, seq: number): Promise<ChunkRecord> {
  return one(ctx.db, sql<ChunkRecord>`${recordsOf(ctx, changeId)} and seq = ${seq}`);
}

/** What a change recorded, in order. Chunks with the same single values are combined. */
export async function readRecords(ctx: Ctx, changeId: string): Promise<ChunkRecord[]> {
  const chunks = await all(ctx.db, sql<ChunkRecord>`${recordsOf(ctx, changeId)} and ids <> '{}' order by seq`);
  const records: ChunkRecord[] = [];
  for (const chunk of chunks) {
    const last = records.at(-1);
    if (last && last.seqs.length < togetherMax && saysTheSame(last, chunk)) last.seqs.push(...chunk.seqs);
    else records.push(chunk);
  }
  return records;
}

function saysTheSame(a: ChunkRecord, b: ChunkRecord): boolean {
  if (a.outcome === 'create') return b.outcome === 'create';
  const said = ({ outcome, before, after }: ChunkRecord) => ({ outcome, before, after });
  return saysOneThing(a) && isDeepStrictEqual(said(a), said(b));
}

function recordsOf(ctx: Ctx, changeId: string): Sql {
  const constants = (side: Sql) =>
    sql`coalesce((select jsonb_object_agg(key, case when jsonb_typeof(value) = 'string' then value end) from jsonb_each(${side})), '{}')`;
  return sql`select array[seq] as seqs, outcome, ${constants(sql`before`)} as before, ${constants(sql`after`)} as after
    from change_chunks where account_id = ${ctx.accountId} and change_id = ${changeId}`;
}

/** No value varies, and none is personal. */
function saysOneThing({ before, after }: ChunkRecord): boolean {
  const varies = [...Object.values(before), ...Object.values(after)].includes(null);
  return !varies && !fields.some((field) => field in before && !fieldOf(field).bulk);
}

/** The ids with their recorded texts where those vary, one row each. */
async function peopleOfRecord(ctx: Ctx, changeId: string, record: ChunkRecord): Promise<People> {
  const varied = (['before', 'after'] as const).flatMap((side) =>
    Object.keys(record[side]).flatMap((field) => (record[side][field] === null ? [{ side, field }] : [])),
  );
  if (varied.length === 0) return peopleOfChunks(ctx, changeId, record.seqs, 'ids');
  const sources = [
    sql`unnest(c.ids)`,
    ...varied.map(({ side, field }) => sql`jsonb_array_elements_text(${sql.ref(`c.${side}`)} -> ${sql.lit(field)})`),
  ];
  const names = [sql`id`, ...varied.map(({ side, field }) => sql.ref(`${side}_${field}`)), sql`seq`];
  const relation = sql`(select t.* from change_chunks c
      cross join lateral rows from (${sql.join(sources)}) with ordinality as t (${sql.join(names)})
    where ${isChunk(ctx, changeId, record.seqs)}) as p`;
  return { relation, between: await rangeOfChunks(ctx, changeId, record.seqs, 'ids') };
}

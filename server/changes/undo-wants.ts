import { type RawBuilder, sql } from 'kysely';
import type { Ctx } from '../kernel/context.ts';
import { one } from '../kernel/database.ts';
import type { Wants } from './wants.ts';

type Sql = RawBuilder<unknown>;
type Recorded = { outcome: 'create' | 'update' | 'remove'; before: string[]; after: Record<string, string | null> };

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
 * The wish to put one recorded chunk back: each field returns to what it was where it still is what the change wrote;
 * where it was changed since, the row is marked as a conflict and that field stays.
 */
export async function wantsOfUndo(
  ctx: Ctx,
  changeId: string,
  seq: number,
): Promise<Wants & { outcome: 'update' | 'remove' }> {
  const record = await readRecord(ctx, changeId, seq);
  if (record.outcome === 'create') return undoCreation(ctx, changeId, seq);
  const from = recordRelation(ctx, changeId, seq, record);
  const values: Wants['values'] = {};
  const conflicts: Sql[] = [sql`false`];
  const names = ofName.filter((field) => record.before.includes(field));
  const namesSame =
    names.length > 0
      ? sql.join(
          names.map((field) => unchangedSince(record, field)),
          sql` and `,
        )
      : sql`true`;
  for (const field of record.before) {
    const column = columns[field];
    if (!column) continue;
    const same = ofName.includes(field) ? sql`(${namesSame})` : unchangedSince(record, field);
    Object.assign(values, { [field]: sql`(case when ${same} then ${before(field)} end)::${column.cast}` });
    conflicts.push(
      sql`(not (${same}) and ${before(field)} is distinct from ${after(record, field)} and ${column.now} is distinct from ${before(field)})`,
    );
  }
  if (record.before.includes('addOns')) {
    const now = sql`array_to_string(u.add_ons, ',')`;
    values.addOns = sql`(case when ${now} = ${after(record, 'addOns')} then string_to_array(${before('addOns')}, ',') end)::text[]`;
    conflicts.push(
      sql`(${now} <> ${after(record, 'addOns')} and ${now} <> ${before('addOns')} and ${before('addOns')} <> ${after(record, 'addOns')})`,
    );
  } else if (values.type) values.addOns = sql`null::text[]`;
  if (record.before.includes('status')) {
    values.status = statusBack(record);
    conflicts.push(sql`(u.status <> ${after(record, 'status')} and u.status <> ${before('status')})`);
  }
  return {
    from,
    values,
    conflict: sql.join(conflicts, sql` or `),
    outcome: 'update',
    ...(record.before.includes('emailKey')
      ? { emailKey: sql`case when ${namesSame} then ${before('emailKey')} end` }
      : {}),
    ...(record.before.includes('nameKey')
      ? { nameKey: sql`case when ${namesSame} then ${before('nameKey')} end` }
      : {}),
  };
}

const before = (field: string): Sql => sql`w.${sql.ref(`b_${field}`)}`;

function after(record: Recorded, field: string): Sql {
  const constant = record.after[field];
  return constant === null || constant === undefined ? sql`w.${sql.ref(`a_${field}`)}` : sql`${constant}::text`;
}

function unchangedSince(record: Recorded, field: string): Sql {
  return sql`${columns[field]?.now} = ${after(record, field)}`;
}

/** The verb that leads from what the change made of the status back to what it was. */
function statusBack(record: Recorded): Sql {
  return sql`case when u.status <> ${after(record, 'status')} or ${before('status')} = ${after(record, 'status')} then null
    when ${after(record, 'status')} = 'removed' then 'restored' when ${before('status')} = 'pending' then null else ${before('status')} end`;
}

/** People who were added and have not joined go back to the trash; whoever joined meanwhile stays and is listed. */
function undoCreation(ctx: Ctx, changeId: string, seq: number): Wants & { outcome: 'remove' } {
  return {
    from: sql`(select t.id, t.i as seq from change_chunks c, unnest(c.ids) with ordinality as t (id, i)
      where c.account_id = ${ctx.accountId} and c.change_id = ${changeId} and c.seq = ${seq}) as w`,
    values: { status: sql`case when u.status = 'pending' then 'removed' end` },
    conflict: sql`u.status not in ('pending', 'removed')`,
    outcome: 'remove',
  };
}

async function readRecord(ctx: Ctx, changeId: string, seq: number): Promise<Recorded> {
  return one(
    ctx.db,
    sql<Recorded>`select outcome, coalesce((select array_agg(key) from jsonb_object_keys(before) as key), '{}') as before,
      coalesce((select jsonb_object_agg(key, case when jsonb_typeof(value) = 'string' then value end) from jsonb_each(after)), '{}') as after
      from change_chunks where account_id = ${ctx.accountId} and change_id = ${changeId} and seq = ${seq}`,
  );
}

/** ids beside the texts recorded for them, one row each. */
function recordRelation(ctx: Ctx, changeId: string, seq: number, record: Recorded): Sql {
  const varied = Object.keys(record.after).filter((field) => record.after[field] === null);
  const sources = [
    sql`unnest(c.ids)`,
    ...record.before.map((field) => sql`jsonb_array_elements_text(c.before -> ${sql.lit(field)})`),
    ...varied.map((field) => sql`jsonb_array_elements_text(c.after -> ${sql.lit(field)})`),
  ];
  const names = [
    sql`id`,
    ...record.before.map((field) => sql.ref(`b_${field}`)),
    ...varied.map((field) => sql.ref(`a_${field}`)),
    sql`seq`,
  ];
  return sql`(select t.* from change_chunks c cross join lateral rows from (${sql.join(sources)}) with ordinality as t (${sql.join(names)})
    where c.account_id = ${ctx.accountId} and c.change_id = ${changeId} and c.seq = ${seq}) as w`;
}

import { type RawBuilder, sql } from 'kysely';
import { all } from '../../database/database.ts';
import type { Ctx } from '../../kernel/context.ts';
import { columnOf, fieldOf, fields, fileFields } from '../../users/rules/fields.ts';

/** The parts of a change's record that identify a person. */
const personal: string[] = [...fields.filter((field) => fieldOf(field).personal), 'emailKey', 'nameKey'];
/** Settings that identify a person, if they were given to one person alone. */
const personalSettings = fields.filter((field) => fieldOf(field).personal && fieldOf(field).bulk);

/**
 * Their places in the records stay, so that every other person's undo still fits; the values are cleared. Records are found by the range of
 * their ids, and each is scanned once: people who are erased together were often changed together.
 */
export async function scrubRecords(ctx: Ctx, ids: string[]): Promise<void> {
  const [least, greatest] = [ids.reduce((a, b) => (a < b ? a : b)), ids.reduce((a, b) => (a > b ? a : b))];
  const named = sql`array(select i from unnest(c.ids) with ordinality as t (id, i) where id = any(${ids}::uuid[]))`;
  await sql`with hit as materialized (
      select c.change_id, c.seq, ${named} as places from change_chunks c
      where c.account_id = ${ctx.accountId} and c.first_id < c.last_id and c.last_id >= ${least}::uuid and c.first_id <= ${greatest}::uuid
        and (c.before ?| ${personal}::text[] or c.after ?| ${personal}::text[]))
    update change_chunks c set before = ${scrubbed(sql`c.before`)}, after = ${scrubbed(sql`c.after`)}
    from hit where c.account_id = ${ctx.accountId} and c.change_id = hit.change_id and c.seq = hit.seq and hit.places <> '{}'`.execute(
    ctx.db,
  );
  // A record of one person alone (an edit of one) is personal, even if it is one value for all. Both sides are removed, so that an undo
  // reads neither.
  await sql`update change_chunks c set before = c.before - ${personal}::text[], after = c.after - ${personal}::text[]
    where c.account_id = ${ctx.accountId} and c.first_id = c.last_id and c.first_id = any(${ids}::uuid[]) and c.after is not null`.execute(
    ctx.db,
  );
  await sql`update changes set operation = jsonb_set(operation, '{set}', (operation -> 'set') - ${personalSettings}::text[]) where account_id = ${ctx.accountId}
    and id in (select change_id from change_chunks where account_id = ${ctx.accountId} and first_id = last_id and first_id = any(${ids}::uuid[])) and operation -> 'set' ?| ${personalSettings}::text[]`.execute(
    ctx.db,
  );
}

/** One side of record c without the values at the places of hit. */
function scrubbed(side: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(select jsonb_object_agg(key, case when key = any(${personal}::text[]) and jsonb_typeof(value) = 'array' then
      (select jsonb_agg(case when p.i is null then e.v else 'null'::jsonb end order by e.i)
        from jsonb_array_elements(value) with ordinality as e (v, i) left join unnest(hit.places) as p (i) on p.i = e.i)
      else value end) from jsonb_each(${side}))`;
}

/** A plan names the first few people it refuses. A filter may search for a name. */
export async function scrubPlans(ctx: Ctx, ids: string[]): Promise<void> {
  await sql`update changes set plan = jsonb_set(plan, '{refusals}', (
      select jsonb_agg(jsonb_set(r, '{people}', (
        select coalesce(jsonb_agg(p order by n), '[]') from jsonb_array_elements(r -> 'people') with ordinality as people (p, n)
        where p ->> 'id' <> all(${ids}::text[]))) order by i) from jsonb_array_elements(plan -> 'refusals') with ordinality as refusals (r, i)))
    where account_id = ${ctx.accountId} and plan -> 'refusals' <> '[]'
      and exists (select from jsonb_path_query(plan, '$.refusals[*].people[*].id') as named (id) where id #>> '{}' = any(${ids}::text[]))`.execute(
    ctx.db,
  );
  await sql`update changes h set selection = selection #- '{where,search}' where h.account_id = ${ctx.accountId} and selection #> '{where,search}' is not null
    and exists (select from change_chunks c, unnest(c.ids || coalesce(c.targets, '{}') || c.unchanged) as id
      where c.account_id = h.account_id and c.change_id = h.id and id = any(${ids}::uuid[]))`.execute(ctx.db);
}

/** Columns of lines that identify a person. The address is not null, so it becomes empty. */
const emptied = fileFields
  .filter((field) => fieldOf(field).personal)
  .map((field) => sql`${columnOf(field)} = ${field === 'email' ? sql`''` : sql`null`}`);

/** The uploaded file has them as plain bytes, so it is deleted. The parsed lines of others stay. */
export async function scrubImports(ctx: Ctx, people: { id: string; emailKey: string }[]): Promise<void> {
  const keys = people.map(({ emailKey }) => emailKey);
  const ids = people.map(({ id }) => id);
  const own = await all(
    ctx.db,
    sql<{ changeId: string }>`update import_lines set email_key = '', name_key = null, ${sql.join(emptied)}
      where account_id = ${ctx.accountId} and email_key = any(${keys}::text[]) returning change_id as "changeId"`,
  );
  // Lines of others named them as their manager, by address.
  const ofOthers = await all(
    ctx.db,
    sql<{ changeId: string }>`update import_lines set manager_id = null
      where account_id = ${ctx.accountId} and manager_id = any(${ids}::uuid[]) returning change_id as "changeId"`,
  );
  const changeIds = [...new Set([...own, ...ofOthers].map(({ changeId }) => changeId))];
  await sql`delete from import_files where account_id = ${ctx.accountId} and change_id = any(${changeIds}::uuid[])`.execute(
    ctx.db,
  );
  await sql`update changes set file_details = jsonb_set(file_details, '{sample}', '[]'), kept_bytes = 0 where account_id = ${ctx.accountId} and id = any(${changeIds}::uuid[]) and file_details is not null`.execute(
    ctx.db,
  );
}

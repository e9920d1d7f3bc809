import { sql } from 'kysely';
import { moveCounts } from '../accounts/counts.ts';
import { recordAudit } from '../audit/record.ts';
import type { Ctx } from '../kernel/context.ts';
import { all } from '../kernel/database.ts';
import { addressesOf, forgetAnswers, forgetMails } from './forget-addresses.ts';

/** Fields of a change's record that say who somebody is. */
const personal = ['email', 'emailKey', 'firstName', 'lastName', 'nameKey', 'department'];

/**
 * Erases removed people's data everywhere: the row, what records and imports hold of them, their mails, their sign-in where no
 * other account needs it. The audit log keeps the id and what happened. Ids that are not in the trash are left alone.
 */
export async function purgeUsers(ctx: Ctx, ids: string[], why: 'trash' | 'expired' | 'request'): Promise<number> {
  const gone = await all(
    ctx.db,
    sql<{ id: string; email: string; email_key: string; status: string; until: string | null }>`
      with chosen as (select id from users where account_id = ${ctx.accountId} and id = any(${ids}::uuid[])
        and (status = 'removed' or (status = 'pending' and expires_at <= muster_now() - interval '30 days')) order by id for update)
      delete from users u using chosen where u.account_id = ${ctx.accountId} and u.id = chosen.id
      returning u.id, u.email, u.email_key, u.status, case when u.status = 'pending' then iso(u.expires_at) end as until`,
  );
  if (gone.length === 0) return 0;
  const goneIds = gone.map((row) => row.id);
  const addresses = await addressesOf(ctx, gone);
  await scrubRecords(ctx, goneIds);
  await scrubPlans(ctx, goneIds);
  await scrubImports(
    ctx,
    gone.map((row) => row.email_key),
  );
  await forgetAnswers(ctx, goneIds, addresses);
  await forgetMails(ctx, addresses);
  await forgetSignIns(ctx, goneIds);
  await moveCounts(
    ctx,
    gone
      .filter((row) => row.status === 'removed')
      .map(() => ({ dimension: 'status', key: 'removed', until: null, n: -1 })),
  );
  await sql`delete from counts where account_id = ${ctx.accountId} and dimension = 'department' and n = 0`.execute(
    ctx.db,
  );
  await recordAudit(ctx, 'users.purged', {
    count: gone.length,
    ...(goneIds.length === 1 && goneIds[0] ? { userId: goneIds[0] } : {}),
    details: { why, ids: goneIds.slice(0, 1000) },
  });
  return gone.length;
}

/** Their places in the records stay, so that every other person's undo still fits; what stood there is taken out. */
async function scrubRecords(ctx: Ctx, ids: string[]): Promise<void> {
  for (const side of [sql.ref('before'), sql.ref('after')]) {
    await sql`update change_chunks c set ${side} = (
        select jsonb_object_agg(key, case when key = any(${personal}::text[]) and jsonb_typeof(value) = 'array' then
          (select jsonb_agg(case when c.ids[i] = any(${ids}::uuid[]) then 'null'::jsonb else v end order by i) from jsonb_array_elements(value) with ordinality as e (v, i))
          else value end) from jsonb_each(c.${side}))
      where c.account_id = ${ctx.accountId} and c.ids && ${ids}::uuid[] and c.${side} ?| ${personal}::text[]`.execute(
      ctx.db,
    );
  }
  // A constant of a change about this person alone (an edit of one) is theirs, too. Both sides go, so that an undo reads neither.
  await sql`update change_chunks c set before = c.before - ${personal}::text[], after = c.after - ${personal}::text[]
    where c.account_id = ${ctx.accountId} and c.first_id = c.last_id and c.first_id = any(${ids}::uuid[]) and c.after is not null`.execute(
    ctx.db,
  );
  await sql`update changes set "do" = "do" #- '{set,department}' where account_id = ${ctx.accountId}
    and id in (select change_id from change_chunks where account_id = ${ctx.accountId} and first_id = last_id and first_id = any(${ids}::uuid[])) and "do" #> '{set,department}' is not null`.execute(
    ctx.db,
  );
}

/** A plan names the first few of those it refuses; a filter may search for a name. */
async function scrubPlans(ctx: Ctx, ids: string[]): Promise<void> {
  await sql`update changes set plan = jsonb_set(plan, '{refusals}', (
      select jsonb_agg(jsonb_set(r, '{people}', (
        select coalesce(jsonb_agg(p order by n), '[]') from jsonb_array_elements(r -> 'people') with ordinality as people (p, n)
        where p ->> 'id' <> all(${ids}::text[]))) order by i) from jsonb_array_elements(plan -> 'refusals') with ordinality as refusals (r, i)))
    where account_id = ${ctx.accountId}
      and exists (select from jsonb_path_query(plan, '$.refusals[*].people[*].id') as named (id) where id #>> '{}' = any(${ids}::text[]))`.execute(
    ctx.db,
  );
  await sql`update changes set "select" = "select" #- '{where,search}' where account_id = ${ctx.accountId} and "select" #> '{where,search}' is not null
    and id in (select change_id from change_chunks where account_id = ${ctx.accountId} and (ids && ${ids}::uuid[] or targets && ${ids}::uuid[] or unchanged && ${ids}::uuid[]))`.execute(
    ctx.db,
  );
}

/** The uploaded file holds them as plain bytes, so it goes; what was understood of the other lines stays. */
async function scrubImports(ctx: Ctx, emailKeys: string[]): Promise<void> {
  const rows = await all(
    ctx.db,
    sql<{
      change_id: string;
    }>`update import_lines set email = '', email_key = '', first_name = null, last_name = null, name_key = null, department = null
      where account_id = ${ctx.accountId} and email_key = any(${emailKeys}::text[]) returning change_id`,
  );
  const changeIds = [...new Set(rows.map((row) => row.change_id))];
  await sql`delete from import_files where account_id = ${ctx.accountId} and change_id = any(${changeIds}::uuid[])`.execute(
    ctx.db,
  );
  await sql`update changes set file = jsonb_set(file, '{sample}', '[]') where account_id = ${ctx.accountId} and id = any(${changeIds}::uuid[]) and file is not null`.execute(
    ctx.db,
  );
}

async function forgetSignIns(ctx: Ctx, ids: string[]): Promise<void> {
  await sql`with left_behind as (delete from memberships where account_id = ${ctx.accountId} and user_id = any(${ids}::uuid[]) returning identity_id, user_id)
    delete from identities i using left_behind l where i.id = l.identity_id
      and not exists (select from memberships m where m.identity_id = i.id and not (m.account_id = ${ctx.accountId} and m.user_id = any(${ids}::uuid[])))`.execute(
    ctx.db,
  );
}

import { sql } from 'kysely';
import type { ErasedPerson } from '../changes/erase/erased.ts';
import type { Ctx } from '../kernel/context.ts';

/** Erases the private views of erased people, their name on shared ones, and a search for their name or address in any view. */
export async function forgetPeople(ctx: Ctx, people: ErasedPerson[]): Promise<void> {
  const ids = people.map(({ id }) => id);
  const made = sql`account_id = ${ctx.accountId} and user_id = any(${ids}::uuid[])`;
  ctx.db.post(sql`delete from saved_views where ${made} and not shared`);
  ctx.db.post(sql`update saved_views set user_id = null where ${made}`);
  ctx.db.post(sql`update saved_views v set filter = v.filter - 'search'
    from unnest(${people.map(({ emailKey }) => emailKey)}::text[], ${people.map(({ nameKey }) => nameKey)}::text[]) as gone (email_key, name_key)
    where v.account_id = ${ctx.accountId}
      and (strpos(lower(v.filter ->> 'search'), gone.email_key) > 0 or lower(v.filter ->> 'search') = replace(split_part(gone.name_key, e' \\t ', 1), '  ', ' '))`);
}

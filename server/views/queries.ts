import { type RawBuilder, sql } from 'kysely';
import { may } from '../access/rules/permissions.ts';
import { personName } from '../audit/actor.ts';
import { all } from '../database/database.ts';
import { type Ctx, personOf } from '../kernel/context.ts';
import { isId } from '../kernel/ids.ts';
import { Problem } from '../kernel/problem.ts';
import type { View } from './view.ts';

/** The caller's own and the shared views, by name. A key has those of its maker. Limits keep them to a few hundred. */
export function listViews(ctx: Ctx): Promise<View[]> {
  return readViews(ctx, sql`true`);
}

/** @throws not_found (404), also for another person's private view. */
export async function getView(ctx: Ctx, id: string): Promise<View> {
  const known = id.toLowerCase();
  const [view] = isId(known) ? await readViews(ctx, sql`v.id = ${known}`) : [];
  if (!view) throw new Problem('not_found');
  return view;
}

async function readViews(ctx: Ctx, where: RawBuilder<unknown>): Promise<View[]> {
  const name = sql`coalesce(${personName(ctx.accountId, sql`v.user_id`)}, '')`;
  const person = personOf(ctx.actor);
  const views = await all(
    ctx.db,
    sql<Omit<View, 'mayDelete'>>`select v.id, v.name, v.filter, v.sort, v.columns, v.shared,
        case when v.user_id is not null then json_build_object('id', v.user_id, 'name', ${name}) end as "madeBy",
        v.user_id is not distinct from ${person}::uuid as mine, iso(v.updated_at) as "updatedAt"
      from saved_views v where v.account_id = ${ctx.accountId} and (v.shared or v.user_id = ${person}) and ${where}
      order by v.name_key, v.id`,
  );
  const isOwner = may(ctx, 'admins.manage');
  return views.map((view) => ({ ...view, mayDelete: view.mine || isOwner }));
}

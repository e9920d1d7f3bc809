import { sql } from 'kysely';
import type { z } from 'zod';
import { requirePermission } from '../access/rules/permissions.ts';
import { recordAudit } from '../audit/record.ts';
import { one } from '../database/database.ts';
import { violates } from '../database/database-error.ts';
import { type Ctx, personOf } from '../kernel/context.ts';
import { newId } from '../kernel/ids.ts';
import { Problem } from '../kernel/problem.ts';
import { getView } from './queries.ts';
import { ownMax, sharedMax, type View, type viewBody, viewNameKey, type viewPatch } from './view.ts';

/** @throws view_name_taken (409), views_full (409), shared_views_full (409) */
export async function createView(ctx: Ctx, given: z.infer<typeof viewBody>): Promise<View> {
  requirePermission(ctx, 'views.manage');
  const id = newId();
  await requireRoom(ctx, { own: true, shared: given.shared });
  const { name, filter, sort, columns, shared } = given;
  await named(() =>
    sql`insert into saved_views (account_id, id, user_id, name, name_key, filter, sort, columns, shared, created_at, updated_at)
      values (${ctx.accountId}, ${id}, ${personOf(ctx.actor)}, ${name}, ${viewNameKey(name)}, ${JSON.stringify(filter)}::jsonb, ${sort}, ${columns}::text[],
        ${shared}, muster_now(), muster_now())`.execute(ctx.db),
  );
  recordAudit(ctx, shared ? 'view.shared' : 'view.created', { details: { viewId: id } });
  return getView(ctx, id);
}

/** Replaces the given fields; the others stay. @throws not_found (404), view_protected (403), as createView */
export async function changeView(ctx: Ctx, id: string, given: z.infer<typeof viewPatch>): Promise<View> {
  requirePermission(ctx, 'views.manage');
  const before = await getView(ctx, id);
  if (!before.mine) throw new Problem('view_protected');
  const {
    name = before.name,
    filter = before.filter,
    sort = before.sort,
    columns = before.columns,
    shared = before.shared,
  } = given;
  const becomesShared = shared && !before.shared;
  if (becomesShared) await requireRoom(ctx, { own: false, shared: true });
  await named(() =>
    sql`update saved_views set name = ${name}, name_key = ${viewNameKey(name)}, filter = ${JSON.stringify(filter)}::jsonb, sort = ${sort},
        columns = ${columns}::text[], shared = ${shared}, updated_at = muster_now()
      where account_id = ${ctx.accountId} and id = ${before.id}`.execute(ctx.db),
  );
  recordAudit(ctx, becomesShared ? 'view.shared' : 'view.changed', { details: { viewId: before.id } });
  return getView(ctx, before.id);
}

/** @throws not_found (404), view_protected (403) */
export async function deleteView(ctx: Ctx, id: string): Promise<void> {
  requirePermission(ctx, 'views.manage');
  const view = await getView(ctx, id);
  if (!view.mayDelete) throw new Problem('view_protected');
  await sql`delete from saved_views where account_id = ${ctx.accountId} and id = ${view.id}`.execute(ctx.db);
  recordAudit(ctx, 'view.deleted', { details: { viewId: view.id } });
}

/** The account's row is locked, so that concurrent requests add views one by one. @throws views_full (409) */
async function requireRoom(ctx: Ctx, more: { own: boolean; shared: boolean }): Promise<void> {
  await sql`select 1 from accounts where id = ${ctx.accountId} for no key update`.execute(ctx.db);
  const kept = await one(
    ctx.db,
    sql<{
      own: number;
      shared: number;
    }>`select count(*) filter (where user_id = ${personOf(ctx.actor)})::int as own, count(*) filter (where shared)::int as shared
      from saved_views where account_id = ${ctx.accountId}`,
  );
  if (more.own && kept.own >= ownMax) throw new Problem('views_full', { max: ownMax });
  if (more.shared && kept.shared >= sharedMax) throw new Problem('shared_views_full', { max: sharedMax });
}

async function named<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw violates(error, 'saved_views_name') ? new Problem('view_name_taken') : error;
  }
}

import { type RawBuilder, sql } from 'kysely';
import { all, one } from '../../database/database.ts';
import type { Ctx } from '../../kernel/context.ts';
import { bounds } from '../../kernel/limits.ts';
import { Problem } from '../../kernel/problem.ts';

const isPlan = sql`state in ('planning', 'planned')`;

/** Drops the oldest unapplied plans to make room for a new one. A plan is only a preview. */
export async function makeRoomForPlan(ctx: Ctx): Promise<void> {
  const tooMany = sql`select id from changes where account_id = ${ctx.accountId} and ${isPlan} order by id desc offset ${bounds.openPlansMax - 1}`;
  const { n } = await one(ctx.db, sql<{ n: number }>`select count(*)::int as n from (${tooMany}) t`);
  if (n > 0) await dropPlans(ctx, sql`id = any(array(${tooMany}))`);
}

/** Drops plans. They keep no people; of an upload they keep the parsed lines, not the file. Skips locked plans. */
export async function dropPlans(ctx: Ctx, which: RawBuilder<unknown>): Promise<void> {
  const plans = sql`select id from changes where account_id = ${ctx.accountId} and ${isPlan} and ${which} for update skip locked`;
  const dropped = await all(
    ctx.db,
    sql<{
      id: string;
    }>`update changes set state = 'cancelled' where account_id = ${ctx.accountId} and id = any(array(${plans})) returning id`,
  );
  const ids = dropped.map(({ id }) => id);
  if (ids.length === 0) return;
  ctx.db.post(
    sql`update change_chunks set targets = null where account_id = ${ctx.accountId} and change_id = any(${ids}::uuid[]) and targets is not null`,
  );
  forgetFiles(ctx, ids);
}

/** Deletes uploaded files. Their parsed lines stay. */
export function forgetFiles(ctx: Ctx, changeIds: string[]): void {
  ctx.db.post(
    sql`delete from import_files where account_id = ${ctx.accountId} and change_id = any(${changeIds}::uuid[])`,
  );
  ctx.db.post(
    sql`update changes set kept_bytes = 0 where account_id = ${ctx.accountId} and id = any(${changeIds}::uuid[]) and kept_bytes > 0`,
  );
}

/** Changes that jobs apply wait for those before them. Limits how many may wait. @throws changes_waiting (409) */
export async function requireRoomToApply(ctx: Ctx): Promise<void> {
  const { n } = await one(
    ctx.db,
    sql<{
      n: number;
    }>`select count(*)::int as n from changes where account_id = ${ctx.accountId} and state = 'applying'`,
  );
  if (n >= bounds.applyingMax) throw new Problem('changes_waiting', { max: bounds.applyingMax });
}

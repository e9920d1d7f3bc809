import { type RawBuilder, sql } from 'kysely';
import { all, one } from '../../database/database.ts';
import type { Ctx } from '../../kernel/context.ts';
import { bounds } from '../../kernel/limits.ts';
import { Problem } from '../../kernel/problem.ts';

const isPlan = sql`state in ('planning', 'planned')`;

/** Plans that nobody applied make room for a new one, the oldest first: a plan is only a look at what would be. */
export async function makeRoomForPlan(ctx: Ctx): Promise<void> {
  const tooMany = sql`select id from changes where account_id = ${ctx.accountId} and ${isPlan} order by id desc offset ${bounds.openPlansMax - 1}`;
  const { n } = await one(ctx.db, sql<{ n: number }>`select count(*)::int as n from (${tooMany}) t`);
  if (n > 0) await dropPlans(ctx, sql`id = any(array(${tooMany}))`);
}

/** Drops plans: nobody is meant any more, and of an upload what was understood is kept, not the file. Passes over those at work. */
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

/** Deletes uploads as they were sent. What was understood of them stays. */
export function forgetFiles(ctx: Ctx, changeIds: string[]): void {
  ctx.db.post(
    sql`delete from import_files where account_id = ${ctx.accountId} and change_id = any(${changeIds}::uuid[])`,
  );
  ctx.db.post(
    sql`update changes set kept_bytes = 0 where account_id = ${ctx.accountId} and id = any(${changeIds}::uuid[]) and kept_bytes > 0`,
  );
}

/** A change that a job applies waits for those before it; there is an end to how many may wait. @throws changes_waiting (409) */
export async function requireRoomToApply(ctx: Ctx): Promise<void> {
  const { n } = await one(
    ctx.db,
    sql<{
      n: number;
    }>`select count(*)::int as n from changes where account_id = ${ctx.accountId} and state = 'applying'`,
  );
  if (n >= bounds.applyingMax) throw new Problem('changes_waiting', { max: bounds.applyingMax });
}

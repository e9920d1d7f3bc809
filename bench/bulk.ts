import type { PlanChange } from '../client/index.ts';
import { type Bench, median, Owner, report, seconds, timed } from './support/bench.ts';
import { fill } from './support/crowd.ts';

/** P3: all Basic to Pro through the API and back by undo, against the same UPDATE in PostgreSQL. */
export async function bulkBench({ url, sql, rows }: Bench): Promise<void> {
  const rounds = rows >= 500_000 ? 3 : 5;
  const floor = await new Owner(url).signUp('raw');
  const owner = await new Owner(url).signUp('bulk');
  for (const filled of [floor, owner]) await fill(sql, filled, rows);
  await owner.buy('pro', rows + 1);
  const seen: { raw: number; rawBack: number; apply: number; undo: number; hot: number }[] = [];
  for (let round = 0; round < rounds; round++) {
    const update = (type: string) =>
      seconds(() =>
        sql.query('update users set type = $2, updated_at = now() where account_id = $1', [floor.accountId, type]),
      );
    const raw = await update('pro');
    const before = await hotUpdates(sql);
    const body: PlanChange = { select: { where: { type: 'basic' } }, do: { set: { type: 'pro' } }, apply: true };
    const [apply, change] = await timed(async () => owner.settled(await owner.api.POST('/v1/changes', { body })));
    const rawBack = await update('basic');
    const undo = await seconds(() => owner.undo(change));
    const after = await hotUpdates(sql);
    const hot = (after.hot - before.hot) / (after.all - before.all);
    seen.push({ raw, rawBack, apply, undo, hot });
    console.error(
      `round ${round + 1} of ${rounds}: raw ${raw.toFixed(2)} s and ${rawBack.toFixed(2)} s back, change ${apply.toFixed(2)} s, undo ${undo.toFixed(2)} s`,
    );
    await sql.query('vacuum users');
  }
  const details = {
    hot: median(seen.map(({ hot }) => hot)),
    seconds: seen.map(({ raw, apply, undo }) => ({ raw, apply, undo })),
  };
  const goal = bulkGoal(rows);
  report('bulk', { rows, ratio: median(seen.map(({ raw, apply }) => apply / raw)), goal, details });
  report('bulk undo', { rows, ratio: median(seen.map(({ rawBack, undo }) => undo / rawBack)), goal, details: {} });
}

/** The fixed cost of a change weighs more on a small one. */
export const bulkGoal = (rows: number) => (rows > 10_000 ? 2 : 4);

async function hotUpdates(sql: Bench['sql']): Promise<{ hot: number; all: number }> {
  await sql.query('select pg_stat_force_next_flush()');
  const { rows } = await sql.query<{ hot: number; all: number }>(
    "select n_tup_hot_upd::int as hot, n_tup_upd::int as all from pg_stat_user_tables where relname = 'users'",
  );
  return rows[0] ?? { hot: 0, all: 0 };
}

import { sql } from 'kysely';
import type { Ctx } from '../kernel/context.ts';

/** n more (or fewer) users of a kind. until is when a pending user's invitation expires, null if nothing ends it. */
export type CountMove = {
  dimension: 'type' | 'group' | 'department' | 'status';
  key: string;
  until: string | null;
  n: number;
};

/** The counts that include a user. Counts per type include pending and active users. A user in the trash is counted by status only. */
export function countsOf(user: {
  status: string;
  type: string;
  groupId: string;
  department: string;
}): Pick<CountMove, 'dimension' | 'key'>[] {
  const stands: Pick<CountMove, 'dimension' | 'key'>[] = [{ dimension: 'status', key: user.status }];
  if (user.status === 'removed') return stands;
  stands.push({ dimension: 'group', key: user.groupId });
  if (user.department !== '') stands.push({ dimension: 'department', key: user.department });
  if (user.status !== 'deactivated') stands.push({ dimension: 'type', key: user.type });
  return stands;
}

/**
 * Changes the kept counts when the transaction commits, in key order, so that concurrent commits cannot deadlock. Until then reads see the
 * old counts.
 */
export function moveCounts(ctx: Ctx, moves: CountMove[]): void {
  const sums = new Map<string, CountMove>();
  for (const move of moves) {
    const key = `${move.dimension}\0${move.key}\0${move.until}`;
    sums.set(key, { ...move, n: (sums.get(key)?.n ?? 0) + move.n });
  }
  const rows = [...sums]
    .filter(([, move]) => move.n !== 0)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, move]) => move);
  if (rows.length === 0) return;
  ctx.db.postLast(sql`insert into counts (account_id, dimension, key, ends_at, people)
    select ${ctx.accountId}, * from unnest(${rows.map((row) => row.dimension)}::text[], ${rows.map((row) => row.key)}::text[],
      ${rows.map((row) => row.until ?? 'infinity')}::timestamptz[], ${rows.map((row) => row.n)}::bigint[])
    on conflict (account_id, dimension, key, ends_at) do update set people = counts.people + excluded.people`);
}

import { type RawBuilder, sql } from 'kysely';
import { all } from '../database/database.ts';
import type { Ctx } from '../kernel/context.ts';
import { Problem } from '../kernel/problem.ts';
import { type Filter, joinConditions } from './filter.ts';
import { type Order, orderBy, positionOf, sharedSortMost } from './orders.ts';
import { type UserRow, userColumns } from './read-users.ts';
import { filterConditions } from './selection.ts';

type Wanted = { order: Order; beyond: RawBuilder<unknown>[]; most: number };

/**
 * The first users in an order that no index has: reads all who match and sorts them, if they are few enough.
 * @throws too_many_to_sort (422)
 */
export async function sortUsers(ctx: Ctx, filter: Filter, { order, beyond, most }: Wanted): Promise<UserRow[]> {
  const after = joinConditions([sql`few.few`, ...beyond]);
  const rows = await all(
    ctx.db,
    sql<UserRow & { few: boolean }>`with found as materialized (${matching(await filterConditions(ctx, filter))}),
      few as materialized (select count(*) <= ${sharedSortMost} as few from found)
      select few.few, page.* from few left join lateral (
        select ${userColumns(ctx)}, ${positionOf(order)} as position
        from (select u.* from found u where ${after} ${orderBy(order)} limit ${most}) u ${orderBy(order)}) page on true`,
  );
  if (!rows[0]?.few) throw tooMany(order);
  return rows.filter(({ id }) => id !== null).map(({ few: _, ...row }) => row);
}

/** @throws too_many_to_sort (422) if the order is by what many share and more match than are sorted by it */
export async function requireSortable(ctx: Ctx, conditions: RawBuilder<unknown>[], order: Order): Promise<void> {
  if (!order.isShared) return;
  const found = await all(ctx.db, sql`select from (${matching(conditions)}) u offset ${sharedSortMost}`);
  if (found.length > 0) throw tooMany(order);
}

const matching = (conditions: RawBuilder<unknown>[]) =>
  sql`select u.* from users u where ${joinConditions(conditions)} limit ${sharedSortMost + 1}`;

const tooMany = ({ name }: Order) =>
  new Problem('too_many_to_sort', { most: sharedSortMost.toLocaleString('en'), sort: name });

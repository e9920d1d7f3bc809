import { sql } from 'kysely';
import { all } from '../database/database.ts';
import { Retry } from '../database/database-error.ts';
import type { Ctx } from '../kernel/context.ts';
import { Problem } from '../kernel/problem.ts';
import { type Catalog, products } from './catalog.ts';

/** n more (or fewer) held seats of a product. until is when a pending holder's invitation expires, null for joined holders. */
export type SeatMove = { product: string; until: string | null; n: number };
export type Shortage = { product: string; needed: number; free: number };

/**
 * Moves seats. The CHECK constraint never lets held exceed bought. Call it after the users are locked. Seats of expired invitations are
 * folded out first, so this statement can reuse them.
 * @throws Problem seats_short (409) with shortages [{product, needed, free}]; nothing is moved then.
 */
export async function moveSeats(
  ctx: Ctx,
  moves: SeatMove[],
  alreadyReserved: Record<string, number> = {},
): Promise<void> {
  const net = sumBy(moves, (move) => move.product);
  const pending = moves.filter((move) => move.until !== null && move.n !== 0);
  if (![...net.values()].some((n) => n !== 0) && pending.length === 0) return;
  const free = await lockSeats(ctx, [...net.keys()]);
  // Another transaction folded an expiry that was in the future for this one. Retry with the later time.
  const folded = ({ product, until }: SeatMove) => until !== null && until <= (free.get(product)?.foldedAt ?? '');
  if (pending.some(folded)) throw new Retry('an invitation expired meanwhile');
  const shortages: Shortage[] = [];
  for (const [product, needed] of net) {
    const available = (free.get(product)?.free ?? 0) + (alreadyReserved[product] ?? 0);
    if (needed > available) shortages.push({ product, needed, free: available });
  }
  if (shortages.length > 0) throw shortageProblem(shortages);
  keepExpiries(ctx, pending);
  const change = [...net].map(([product, n]) => ({
    product,
    n: n - Math.min(alreadyReserved[product] ?? 0, Math.max(n, 0)),
  }));
  ctx.db.post(sql`update seats s set held = s.held + m.n
    from unnest(${change.map((move) => move.product)}::text[], ${change.map((move) => move.n)}::int[]) as m (product, n)
    where s.account_id = ${ctx.accountId} and s.product = m.product and m.n <> 0`);
}

export function shortageProblem(shortages: Shortage[]): Problem {
  const first = shortages[0];
  return new Problem('seats_short', { needed: first?.needed, free: first?.free, shortages });
}

/** Locks the ledger's rows in order, folds out expired seats, and returns the free ones. A product that was never bought has 0 free. */
export async function lockSeats(
  ctx: Ctx,
  products: string[],
): Promise<Map<string, { free: number; foldedAt: string | null }>> {
  ctx.db.post(
    sql`select 1 from seats where account_id = ${ctx.accountId} and product = any(${products}::text[]) order by product for update`,
  );
  foldExpired(ctx, products);
  const free = await all(
    ctx.db,
    sql<{ product: string; free: number; folded_at: string | null }>`
      select product, bought - held as free, iso(folded_at) as folded_at from seats where account_id = ${ctx.accountId} and product = any(${products}::text[])`,
  );
  const none = products.map((product) => [product, { free: 0, foldedAt: null }] as const);
  return new Map([...none, ...free.map((row) => [row.product, { free: row.free, foldedAt: row.folded_at }] as const)]);
}

export type Seats = { product: string; bought: number; held: number; free: number };

/**
 * The bought, held and free seats of every product at this moment, in the catalog's order, without locks. Expired holders do not count. A
 * product that was never bought has 0 bought.
 */
export async function readSeats(ctx: Ctx, catalog: Catalog): Promise<Seats[]> {
  return all(
    ctx.db,
    sql<Seats>`select product, bought, held, bought - held as free from (
      select p.product, p.n, coalesce(s.bought, 0) as bought, coalesce(s.held, 0) - coalesce((select sum(e.held) from seat_expiries e
          where e.account_id = s.account_id and e.product = s.product and e.expires_at <= muster_now()), 0)::int as held
        from unnest(${products(catalog).map(({ key }) => key)}::text[]) with ordinality as p (product, n)
        left join seats s on s.account_id = ${ctx.accountId} and s.product = p.product) t order by n`,
  );
}

function foldExpired(ctx: Ctx, products: string[]): void {
  ctx.db.post(sql`with gone as (
      delete from seat_expiries where account_id = ${ctx.accountId} and product = any(${products}::text[]) and expires_at <= muster_now() returning product, held
    ), sums as (select product, sum(held)::int as n from gone group by product)
    update seats s set held = s.held - sums.n, folded_at = muster_now() from sums
    where s.account_id = ${ctx.accountId} and s.product = sums.product`);
}

function keepExpiries(ctx: Ctx, moves: SeatMove[]): void {
  const sums = [...sumBy(moves, (move) => `${move.product}\n${move.until}`)]
    .filter(([, n]) => n !== 0)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  if (sums.length === 0) return;
  const keys = sums.map(([key]) => key.split('\n'));
  ctx.db.post(sql`insert into seat_expiries (account_id, product, expires_at, held)
    select ${ctx.accountId}, * from unnest(${keys.map((key) => key[0])}::text[], ${keys.map((key) => key[1])}::timestamptz[], ${sums.map(([, n]) => n)}::int[])
    on conflict (account_id, product, expires_at) do update set held = seat_expiries.held + excluded.held`);
}

function sumBy(moves: SeatMove[], keyOf: (move: SeatMove) => string): Map<string, number> {
  const sums = new Map<string, number>();
  for (const move of moves) sums.set(keyOf(move), (sums.get(keyOf(move)) ?? 0) + move.n);
  return sums;
}

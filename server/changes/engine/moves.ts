import { type CountMove, countsOf } from '../../accounts/counts.ts';
import type { Catalog } from '../../seats/catalog.ts';
import { heldBy, type SeatMove } from '../../seats/seat-ledger.ts';

/** How many users stood so, and how they stand after. Stored statuses; statusNow knows the clock. until ends a pending one. */
export type Standing = {
  status: string;
  statusNow: string;
  until: string | null;
  type: string;
  addOns: string[];
  groupId: string;
  department: string;
};
export type Moved = { n: number; before: Standing | null; after: Standing | null };

export function seatMoves(catalog: Catalog, moved: Moved[]): SeatMove[] {
  return moved.flatMap(({ n, before, after }) => [...holds(catalog, before, -n), ...holds(catalog, after, n)]);
}

function holds(catalog: Catalog, standing: Standing | null, n: number): SeatMove[] {
  if (!standing) return [];
  const products = heldBy(catalog, { ...standing, status: standing.statusNow });
  return products.map((product) => ({ product, until: standing.until, n }));
}

export function countMoves(moved: Moved[]): CountMove[] {
  return moved.flatMap(({ n, before, after }) => [...counts(before, -n), ...counts(after, n)]);
}

function counts(standing: Standing | null, n: number): CountMove[] {
  if (!standing) return [];
  return countsOf(standing).map((stand) => ({ ...stand, until: standing.until, n }));
}

/** Seats each product would need (negative: frees). */
export function seatsNeeded(moves: SeatMove[]): { product: string; needed: number }[] {
  const sums = new Map<string, number>();
  for (const move of moves) sums.set(move.product, (sums.get(move.product) ?? 0) + move.n);
  return [...sums].filter(([, needed]) => needed !== 0).map(([product, needed]) => ({ product, needed }));
}

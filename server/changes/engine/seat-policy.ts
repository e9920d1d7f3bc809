import type { Ctx } from '../../kernel/context.ts';
import { type Catalog, products } from '../../seats/catalog.ts';
import { lockSeats, readSeats } from '../../seats/seat-ledger.ts';
import { chunkSize } from './change.ts';

/**
 * How a shortage of seats is met: all or nothing, or as far as the free and the reserved ones reach. A large change has reserved
 * seats, which all of its chunks draw on: expected is what is left of them by now, reserved locks them and says it for certain.
 */
export type SeatPolicy =
  | { overflow: 'refuse' }
  | { overflow: 'fill'; expected: Record<string, number>; reserved: () => Promise<Record<string, number>> };

export const noReserve: SeatPolicy = { overflow: 'fill', expected: {}, reserved: async () => ({}) };

/**
 * Of which products among those wanted a chunk may run short, and how many seats are left of each; none are told while there are
 * plenty, because ranking rows by seats costs a pass over them all. If there are any, the ledger is locked, after `before`:
 * users are locked first, then the change, then the ledger, which is the order in which everyone locks.
 */
export async function scarceSeats(
  ctx: Ctx,
  catalog: Catalog,
  policy: SeatPolicy,
  wanted: string[],
  before: () => Promise<void>,
): Promise<Record<string, number>> {
  if (policy.overflow === 'refuse' || wanted.length === 0) return {};
  const scarce = (seats: { product: string; free: number }[], reserved: Record<string, number>) =>
    seats
      .map(({ product, free }) => [product, free + (reserved[product] ?? 0)] as const)
      .filter(([product, free]) => wanted.includes(product) && free < chunkSize);
  if (scarce(await readSeats(ctx, catalog), policy.expected).length === 0) return {};
  await before();
  const reserved = await policy.reserved();
  const seats = await lockSeats(
    ctx,
    products(catalog).map(({ key }) => key),
  );
  return Object.fromEntries(
    scarce(
      [...seats].map(([product, { free }]) => ({ product, free })),
      reserved,
    ),
  );
}

/** What a chunk may draw on beside the free seats, locked. */
export async function reservedFor(policy: SeatPolicy): Promise<Record<string, number>> {
  return policy.overflow === 'fill' ? policy.reserved() : {};
}

import type { Ctx } from '../../kernel/context.ts';
import { type Catalog, products } from '../../seats/catalog.ts';
import { lockSeats, readSeats } from '../../seats/seat-ledger.ts';
import { chunkSize } from './change.ts';

/**
 * What happens if seats are short: all or nothing, or as many as the free and the reserved seats allow. All chunks of a large change draw
 * on its reserved seats. expected is an estimate of the seats that are left; reserved locks them and returns the exact number.
 */
export type SeatPolicy =
  | { overflow: 'refuse' }
  | { overflow: 'fill'; expected: Record<string, number>; reserved: () => Promise<Record<string, number>> };

export const noReserve: SeatPolicy = { overflow: 'fill', expected: {}, reserved: async () => ({}) };

/**
 * The products that a chunk may run short of, and how many seats of each are left. Empty while seats are plenty, because ranking rows by
 * seats costs a pass over all of them. Otherwise locks the ledger, after `before`: everywhere users are locked first, then the change, then
 * the ledger.
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

/** The reserved seats that a chunk may use beside the free ones, locked. */
export async function reservedFor(policy: SeatPolicy): Promise<Record<string, number>> {
  return policy.overflow === 'fill' ? policy.reserved() : {};
}

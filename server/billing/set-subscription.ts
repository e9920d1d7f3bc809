import { sql } from 'kysely';
import { requirePermission } from '../access/rules/permissions.ts';
import { recordAudit } from '../audit/record.ts';
import type { Ctx } from '../kernel/context.ts';
import { Problem } from '../kernel/problem.ts';
import { productName, products } from '../seats/catalog.ts';
import { lockSeats, readSeats } from '../seats/seat-ledger.ts';
import type { Tools } from '../tools.ts';

/** Sets how many seats of a product are bought. @throws product_unknown (404); seats_below_use (409) with the numbers */
export async function setSubscription(ctx: Ctx, { catalog }: Tools, product: string, quantity: number): Promise<void> {
  requirePermission(ctx, 'billing.manage');
  if (!products(catalog).some(({ key }) => key === product)) throw new Problem('product_unknown');
  await sql`insert into seats (account_id, product, bought, held) values (${ctx.accountId}, ${product}, 0, 0) on conflict do nothing`.execute(
    ctx.db,
  );
  await lockSeats(ctx, [product]);
  const present = (await readSeats(ctx, catalog)).find((seat) => seat.product === product);
  if (quantity === present?.bought) return;
  const held = present?.held ?? 0;
  if (quantity < held)
    throw new Problem('seats_below_use', {
      held,
      bought: quantity,
      short: held - quantity,
      product: productName(catalog, product),
    });
  await sql`update seats set bought = ${quantity} where account_id = ${ctx.accountId} and product = ${product}`.execute(
    ctx.db,
  );
  recordAudit(ctx, 'subscription.changed', {
    details: { product, before: present?.bought ?? 0, after: quantity },
  });
}

import { z } from 'zod';
import { type App, read } from '../http/route.ts';
import { write, writing } from '../http/write.ts';
import type { Ctx } from '../kernel/context.ts';
import { products } from '../seats/catalog.ts';
import { readSeats } from '../seats/seat-ledger.ts';
import type { Tools } from '../tools.ts';
import { setSubscription } from './set-subscription.ts';

const tags = ['Billing'];
const subscriptionSchema = z.object({
  product: z.string(),
  name: z.string(),
  quantity: z.number().describe('Seats bought.'),
  held: z.number().describe('Seats held, by pending users too.'),
  free: z.number(),
});
subscriptionSchema.register(z.globalRegistry, { id: 'Subscription', description: 'Seats of one product.' });
/** More than five million people with every product; keeps the ledger well below the limit of an integer. */
const quantityMax = 100_000_000;
const list = z.object({ data: z.array(subscriptionSchema) }).meta({ id: 'SubscriptionList' });
const params = z.object({ product: z.string() });
const body = z.strictObject({ quantity: z.number().int().min(0).max(quantityMax) }).meta({ id: 'SetSubscription' });

export function billingRoutes(app: App, tools: Tools): void {
  app.get(
    '/v1/billing/subscriptions',
    {
      config: { access: 'billing.read' },
      schema: { operationId: 'listSubscriptions', tags, summary: 'What is bought and held', response: { 200: list } },
    },
    (request) => read(tools, request, async (ctx) => ({ data: await listSubscriptions(ctx, tools) })),
  );
  app.put(
    '/v1/billing/subscriptions/:product',
    {
      config: { access: 'billing.manage', ...writing, problems: ['product_unknown', 'seats_below_use'] },
      schema: {
        operationId: 'setSubscription',
        tags,
        summary: 'Buy, or buy fewer: never below what is held',
        params,
        body,
        response: { 200: subscriptionSchema },
      },
    },
    (request, reply) =>
      write(tools, request, reply, async (ctx) => {
        await setSubscription(ctx, tools, request.params.product, request.body.quantity);
        const subscription = (await listSubscriptions(ctx, tools)).find(
          ({ product }) => product === request.params.product,
        );
        return { status: 200, body: subscription };
      }),
  );
}

async function listSubscriptions(ctx: Ctx, { catalog }: Tools) {
  const seats = await readSeats(ctx, catalog);
  return products(catalog).map(({ key, name }) => {
    const seat = seats.find(({ product }) => product === key);
    return { product: key, name, quantity: seat?.bought ?? 0, held: seat?.held ?? 0, free: seat?.free ?? 0 };
  });
}

import { sql } from 'kysely';
import type { ErasedPerson } from '../changes/erase/erased.ts';
import type { Ctx } from '../kernel/context.ts';

/** Takes erased people off the webhooks they made, which pause with them. */
export async function forgetWebhookMakers(ctx: Ctx, people: ErasedPerson[]): Promise<void> {
  const ids = people.map(({ id }) => id);
  ctx.db.post(
    sql`update webhooks set maker_id = null where account_id = ${ctx.accountId} and maker_id = any(${ids}::uuid[])`,
  );
}

import { sql } from 'kysely';
import type { ErasedPerson } from '../changes/erase/erased.ts';
import type { Ctx } from '../kernel/context.ts';

/** Takes erased people off the keys they made. Their keys have stopped with them. */
export async function forgetMakers(ctx: Ctx, people: ErasedPerson[]): Promise<void> {
  const ids = people.map(({ id }) => id);
  ctx.db.post(
    sql`update api_keys set maker_id = null where account_id = ${ctx.accountId} and maker_id = any(${ids}::uuid[])`,
  );
}

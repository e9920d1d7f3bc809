import { sql } from 'kysely';
import { maybe, one } from '../../database/database.ts';
import type { Config } from '../../kernel/config.ts';
import type { Ctx } from '../../kernel/context.ts';
import { unprovenInvitesMax } from '../../kernel/limits.ts';

type Settings = Pick<Config, 'signUp' | 'rateLimits'>;

/**
 * With open sign-up, an account whose Owner has not proven their address may invite few people. Otherwise accounts could mail strangers in
 * any name. Returns how many more people it may invite; null if there is no limit. A person counts once, also if invited again or removed.
 * The account stays locked until the end of the transaction.
 */
export async function invitationsLeft(ctx: Ctx, { signUp, rateLimits }: Settings): Promise<number | null> {
  if (signUp !== 'open' || !rateLimits) return null;
  const { owner } = await one(
    ctx.db,
    sql<{ owner: string }>`select owner_id as owner from accounts where id = ${ctx.accountId}`,
  );
  const unproven = await maybe(
    ctx.db,
    sql`select from memberships m join identities i on i.id = m.identity_id
      where m.account_id = ${ctx.accountId} and m.user_id = ${owner} and i.account_id is not null`,
  );
  if (!unproven) return null;
  const account = await maybe(
    ctx.db,
    sql<{
      invited: number;
    }>`select early_invited as invited from accounts where id = ${ctx.accountId} for no key update`,
  );
  return Math.max(0, unprovenInvitesMax - (account?.invited ?? 0));
}

/** Counts people who were mailed for the first time. */
export function noteInvited(ctx: Ctx, people: number): void {
  if (people > 0)
    ctx.db.post(sql`update accounts set early_invited = early_invited + ${people}::int where id = ${ctx.accountId}`);
}

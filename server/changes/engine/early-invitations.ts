import { sql } from 'kysely';
import { maybe, one } from '../../database/database.ts';
import type { Config } from '../../kernel/config.ts';
import type { Ctx } from '../../kernel/context.ts';
import { unprovenInvitesMax } from '../../kernel/limits.ts';

type Settings = Pick<Config, 'signUp' | 'rateLimits'>;

/**
 * Where anyone may make an account, one whose Owner has not proven their address writes to few people: else it would be a way to mail
 * strangers in any name. How many more people it may invite; null where no limit holds. Whoever is invited again counts once; who was
 * removed still counts. The account stays locked until the end of the transaction.
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

/** Counts people who were written to for the first time. */
export function noteInvited(ctx: Ctx, people: number): void {
  if (people > 0)
    ctx.db.post(sql`update accounts set early_invited = early_invited + ${people}::int where id = ${ctx.accountId}`);
}

import { sql } from 'kysely';
import { all, one } from '../database/database.ts';
import { versionOf } from '../http/version.ts';
import type { Ctx } from '../kernel/context.ts';
import type { Catalog } from '../seats/catalog.ts';
import { readSeats } from '../seats/seat-ledger.ts';
import { keepDays } from '../users/rules/user-sql.ts';
import type { Account } from './account.ts';

/** The account with its kept counts, as of this moment. Leaves out what has expired by the clock, whether it was folded or not. */
export async function getAccount(ctx: Ctx, catalog: Catalog): Promise<Account> {
  const named = one(
    ctx.db,
    sql<Pick<Account, 'id' | 'name' | 'ownerId' | 'defaultGroupId' | 'invitationDays'>>`
      select id, name, owner_id as "ownerId", default_group_id as "defaultGroupId", invitation_days as "invitationDays"
      from accounts where id = ${ctx.accountId}`,
  );
  const counted = all(
    ctx.db,
    sql<{ dimension: string; key: string; now: number; expired: number }>`
      select dimension, key, coalesce(sum(people) filter (where ends_at > muster_now()), 0)::int as now,
        coalesce(sum(people) filter (where ends_at <= muster_now() and ends_at > muster_now() - make_interval(days => ${keepDays})), 0)::int as expired
      from counts where account_id = ${ctx.accountId} and dimension in ('type', 'status') group by dimension, key`,
  );
  const [account, counts, seats] = await Promise.all([named, counted, readSeats(ctx, catalog)]);
  const find = (dimension: string, key: string) =>
    counts.find((count) => count.dimension === dimension && count.key === key);
  const withStatus = (key: string) => find('status', key)?.now ?? 0;
  return {
    ...account,
    version: versionOf([account.name, account.defaultGroupId, account.invitationDays]),
    totals: Object.fromEntries(catalog.types.map(({ key }) => [key, find('type', key)?.now ?? 0])),
    counts: {
      pending: withStatus('pending'),
      active: withStatus('active'),
      deactivated: withStatus('deactivated'),
      expired: find('status', 'pending')?.expired ?? 0,
      removed: withStatus('removed'),
    },
    seats,
  };
}

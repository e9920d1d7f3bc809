import { sql } from 'kysely';
import { moveCounts } from '../../accounts/counts.ts';
import { recordAudit } from '../../audit/record.ts';
import { all } from '../../database/database.ts';
import type { Ctx } from '../../kernel/context.ts';
import type { Tools } from '../../tools.ts';
import { isExpired, keptSince } from '../../users/rules/user-sql.ts';
import { addressesOf, forgetAnswers, forgetMails } from './forget-addresses.ts';
import { scrubImports, scrubPlans, scrubRecords } from './forget-records.ts';

/** People per purge, and ids that the audit log stores of it. */
export const purgeMax = 1_000;

/**
 * Erases removed people's data everywhere: the row, its traces in records and imports, their mails, their sign-in if no other account needs
 * it, and what features store about them. The audit log keeps the id and what happened. Ids that are not in the trash are ignored. At most
 * purgeMax.
 */
export async function purgeUsers(
  ctx: Ctx,
  { erased }: Pick<Tools, 'erased'>,
  ids: string[],
  why: 'trash' | 'expired' | 'request',
): Promise<number> {
  const gone = await all(
    ctx.db,
    sql<{ id: string; email: string; email_key: string; name_key: string; status: string; until: string | null }>`
      with chosen as (select id from users u where u.account_id = ${ctx.accountId} and u.id = any(${ids}::uuid[])
        and (u.status = 'removed' or (${isExpired} and u.expires_at <= ${keptSince})) order by id for update)
      delete from users u using chosen where u.account_id = ${ctx.accountId} and u.id = chosen.id
      returning u.id, u.email, u.email_key, u.name_key, u.status, case when u.status = 'pending' then iso(u.expires_at) end as until`,
  );
  if (gone.length === 0) return 0;
  const goneIds = gone.map((row) => row.id);
  ctx.db.post(
    sql`update users set manager_id = null where account_id = ${ctx.accountId} and manager_id = any(${goneIds}::uuid[])`,
  );
  const addresses = await addressesOf(ctx, gone);
  await scrubRecords(ctx, goneIds);
  await scrubPlans(ctx, goneIds);
  await scrubImports(
    ctx,
    gone.map(({ id, email_key }) => ({ id, emailKey: email_key })),
  );
  await forgetAnswers(ctx, goneIds, addresses);
  await forgetMails(ctx, addresses);
  await forgetSignIns(ctx, goneIds);
  const people = gone.map((row) => ({ id: row.id, emailKey: row.email_key, nameKey: row.name_key }));
  for (const hook of erased) await hook(ctx, people);
  moveCounts(
    ctx,
    gone
      .filter((row) => row.status === 'removed')
      .map(() => ({ dimension: 'status', key: 'removed', until: null, n: -1 })),
  );
  await sql`delete from counts where account_id = ${ctx.accountId} and dimension = 'department' and people = 0`.execute(
    ctx.db,
  );
  recordAudit(ctx, 'users.purged', {
    count: gone.length,
    ...(goneIds.length === 1 && goneIds[0] ? { userId: goneIds[0] } : {}),
    details: { why, ids: goneIds },
  });
  return gone.length;
}

async function forgetSignIns(ctx: Ctx, ids: string[]): Promise<void> {
  const left = await all(
    ctx.db,
    sql<{
      identityId: string;
    }>`delete from memberships where account_id = ${ctx.accountId} and user_id = any(${ids}::uuid[])
      returning identity_id as "identityId"`,
  );
  if (left.length === 0) return;
  const identities = sql`any(${left.map(({ identityId }) => identityId)}::uuid[])`;
  ctx.db.post(sql`delete from sessions where identity_id = ${identities} and account_id = ${ctx.accountId}`);
  ctx.db.post(
    sql`delete from identities i where i.id = ${identities} and not exists (select from memberships m where m.identity_id = i.id)`,
  );
}

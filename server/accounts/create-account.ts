import { sql } from 'kysely';
import type { Ctx } from '../kernel/context.ts';
import { newId } from '../kernel/ids.ts';
import { countsOf, moveCounts } from './counts.ts';

export type FirstUser = {
  id: string;
  email: string;
  emailKey: string;
  firstName: string;
  lastName: string;
  nameKey: string;
  type: string;
};

/** Creates an account with its default group and its Owner, in the transaction that entered it. */
export async function createAccount(ctx: Ctx, name: string, owner: FirstUser): Promise<void> {
  const groupId = newId();
  await sql`insert into accounts (id, name, owner_id, default_group_id, created_at)
    values (${ctx.accountId}, ${name}, ${owner.id}, ${groupId}, muster_now())`.execute(ctx.db);
  await sql`insert into groups (account_id, id, name, name_key, created_at)
    values (${ctx.accountId}, ${groupId}, 'Everyone', 'everyone', muster_now())`.execute(ctx.db);
  await sql`insert into users (account_id, id, email, email_key, first_name, last_name, name_key, department, type, add_ons, group_id, role, status,
      created_at, updated_at)
    values (${ctx.accountId}, ${owner.id}, ${owner.email}, ${owner.emailKey}, ${owner.firstName}, ${owner.lastName}, ${owner.nameKey}, '',
      ${owner.type}, '{}', ${groupId}, 'admin', 'active', muster_now(), muster_now())`.execute(ctx.db);
  const stands = countsOf({ status: 'active', type: owner.type, groupId, department: '' });
  moveCounts(
    ctx,
    stands.map((count) => ({ ...count, until: null, n: 1 })),
  );
}

import { sql } from 'kysely';
import type { Ctx } from '../kernel/context.ts';
import { sentence } from '../kernel/problem.ts';

/**
 * Finds the managers of staged lines by their addresses: people of the account, or people that other lines of the file create, who get
 * their future id. A line whose manager is neither is refused.
 */
export async function resolveManagers(ctx: Ctx): Promise<void> {
  await sql`update staged_lines l set manager_id = u.id from users u
    where l.manager_key is not null and u.account_id = ${ctx.accountId} and u.email_key = l.manager_key and u.removed_at is null`.execute(
    ctx.db,
  );
  await sql`update staged_lines l set new_user_id = ordered_id((select muster_now()), l.line)
    where l.line in (
      select min(m.line) from staged_lines m where m.code is null
        and m.email_key in (select manager_key from staged_lines where manager_id is null and manager_key is not null)
      group by m.email_key)`.execute(ctx.db);
  await sql`update staged_lines l set manager_id = m.new_user_id from staged_lines m
    where l.manager_id is null and m.email_key = l.manager_key and m.new_user_id is not null`.execute(ctx.db);
  await sql`update staged_lines set code = 'manager_unknown', detail = ${sentence('manager_unknown')}
    where manager_key is not null and manager_id is null and code is null`.execute(ctx.db);
}

/** Clears managers, at the end of an import, who were not created or were erased meanwhile. */
export async function dropMissingManagers(ctx: Ctx, changeId: string): Promise<void> {
  await sql`update users u set manager_id = null from import_lines l
    where l.account_id = ${ctx.accountId} and l.change_id = ${changeId} and l.manager_id is not null
      and u.account_id = l.account_id and u.id = l.user_id and u.manager_id = l.manager_id
      and not exists (select from users m where m.account_id = u.account_id and m.id = u.manager_id)`.execute(ctx.db);
}

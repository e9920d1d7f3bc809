import { sql } from 'kysely';
import { z } from 'zod';
import { emailKey } from '../access/rules/email.ts';
import { all } from '../database/database.ts';
import type { Ctx } from '../kernel/context.ts';
import { bounds } from '../kernel/limits.ts';
import { idSchema, upTo } from '../kernel/schema.ts';
import { statusNow } from './rules/user-sql.ts';
import { statusSchema } from './user.ts';

export const addressesBody = z
  .strictObject({ emails: z.array(upTo(1000)).min(1).max(bounds.listedMax) })
  .meta({ id: 'EmailAddresses' });
export const byEmailSchema = z
  .object({
    found: z.array(z.object({ id: idSchema, email: z.string(), status: statusSchema })),
    missing: z.array(z.string()).describe('As they were asked: no user of this account has them.'),
  })
  .meta({ id: 'UsersByEmail', description: 'Users who are not removed, each once.' });

type Found = z.infer<typeof byEmailSchema>['found'][number];

/** Who has these addresses, so that a pasted list can be a selection. */
export async function usersByEmail(ctx: Ctx, emails: readonly string[]): Promise<z.infer<typeof byEmailSchema>> {
  const asked = emails.map((email) => ({ email, key: emailKey(email) }));
  const keys = [...new Set(asked.flatMap(({ key }) => key ?? []))];
  const rows = await all(
    ctx.db,
    sql<Found & { key: string }>`select u.id, u.email, ${statusNow} as status, u.email_key as key from users u
      where u.account_id = ${ctx.accountId} and u.email_key = any(${keys}::text[]) and u.removed_at is null`,
  );
  const known = new Set(rows.map(({ key }) => key));
  return {
    found: rows.map(({ key: _, ...user }) => user),
    missing: asked.filter(({ key }) => key === null || !known.has(key)).map(({ email }) => email),
  };
}

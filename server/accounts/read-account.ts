import { sql } from 'kysely';
import { one } from '../database/database.ts';
import type { Ctx } from '../kernel/context.ts';

export async function accountName(ctx: Ctx): Promise<string> {
  return (await one(ctx.db, sql<{ name: string }>`select name from accounts where id = ${ctx.accountId}`)).name;
}

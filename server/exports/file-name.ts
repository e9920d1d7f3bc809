import { sql } from 'kysely';
import { accountName } from '../accounts/read-account.ts';
import { all, one } from '../database/database.ts';
import type { Ctx } from '../kernel/context.ts';
import { isId } from '../kernel/ids.ts';
import type { Filter } from '../users/filter.ts';
import { displayName } from '../users/rules/user-sql.ts';

const filterLettersMax = 80;

/** The name of an export says the account, the filter and the day: Acme users - pending, Sales - 2026-11-28. */
export async function exportName(ctx: Ctx, filter: Filter, timeZone = 'UTC'): Promise<string> {
  const account = await accountName(ctx);
  const names = await namesOf(ctx, filter);
  const { day } = await one(
    ctx.db,
    sql<{ day: string }>`select to_char((select muster_now()) at time zone ${timeZone}::text, 'YYYY-MM-DD') as day`,
  );
  const parts = [`${account} users`, filterWords(filter, names), day];
  return parts
    .filter((part) => part !== '')
    .join(' - ')
    .replace(/[\p{Cc}\p{Cf}/\\:*?"<>|]+/gu, ' ')
    .replace(/ +/g, ' ');
}

function filterWords({ not = [], ...filter }: Filter, names: Map<string, string>): string {
  const negated: readonly string[] = [not].flat();
  const words = Object.entries(filter).flatMap(([name, given]) => {
    const field = name.replace(/Id$/, '').replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
    const values = [given ?? []].flat().map((value) => (value === '' ? `no ${field}` : (names.get(value) ?? value)));
    if (values.length === 0) return [];
    const shown = values.join(' or ');
    return /(Since|Before)$/.test(name) ? `${field} ${shown}` : `${negated.includes(name) ? 'not ' : ''}${shown}`;
  });
  const text = words.join(', ');
  return text.length <= filterLettersMax ? text : `${text.slice(0, filterLettersMax).toWellFormed().trim()}…`;
}

/** The names of the groups and managers of a filter. */
async function namesOf(ctx: Ctx, { groupId, managerId }: Filter): Promise<Map<string, string>> {
  const ids = [groupId ?? [], managerId ?? []].flat(2).filter(isId);
  if (ids.length === 0) return new Map();
  const found = await all(
    ctx.db,
    sql<{ id: string; name: string }>`
      select id, name from groups where account_id = ${ctx.accountId} and id = any(${ids}::uuid[])
      union all select m.id, ${displayName('m')} from users m where m.account_id = ${ctx.accountId} and m.id = any(${ids}::uuid[])`,
  );
  return new Map(found.map(({ id, name }) => [id, name]));
}

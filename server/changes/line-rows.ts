import { sql } from 'kysely';
import type { Ctx } from '../kernel/context.ts';
import { all } from '../kernel/database.ts';
import { decodeCursor, toPage } from '../kernel/page.ts';
import { Problem } from '../kernel/problem.ts';
import { shownName } from '../users/user.ts';
import { groupNames } from './queries.ts';
import { fieldChanges, type Row, type RowsQuery, type Values } from './row.ts';

type Line = {
  line: number;
  userId: string | null;
  email: string;
  firstName: string | null;
  lastName: string | null;
  outcome: Row['outcome'];
  code: string | null;
  detail: string | null;
  before: Values | null;
  after: Values;
};

/** The lines of an import, as they were understood, in the order of the file. */
export async function listLines(ctx: Ctx, changeId: string, query: RowsQuery) {
  const [after] = decodeCursor(query.cursor, 1) ?? [];
  if (after !== undefined && !/^\d{1,9}$/.test(after)) throw new Problem('invalid_cursor');
  const outcome = query.outcome === undefined ? sql`l.outcome is not null` : sql`l.outcome = ${query.outcome}`;
  const rows = await all(
    ctx.db,
    sql<Line>`select l.line, l.user_id as "userId", l.email, l.first_name as "firstName", l.last_name as "lastName", l.outcome, l.code, l.detail,
        case when l.outcome = 'update' then jsonb_build_object('firstName', u.first_name, 'lastName', u.last_name, 'department', u.department,
          'type', u.type, 'addOns', array_to_string(u.add_ons, ','), 'groupId', u.group_id::text) end as before,
        jsonb_build_object('firstName', l.first_name, 'lastName', l.last_name, 'department', l.department,
          'type', l.type, 'addOns', array_to_string(l.add_ons, ','), 'groupId', l.group_id::text) as after
      from import_lines l left join users u on u.account_id = l.account_id and u.id = l.user_id
      where l.account_id = ${ctx.accountId} and l.change_id = ${changeId} and l.line > ${Number(after ?? 0)} and ${outcome}
      order by l.line limit ${query.limit + 1}`,
  );
  const groups = await groupNames(
    ctx,
    rows.flatMap((row) => [row.before?.['groupId'] ?? '', row.after['groupId'] ?? '']),
  );
  return toPage(
    rows,
    query.limit,
    (row) => toRow(row, groups),
    (row) => [String(row.line)],
  );
}

function toRow(line: Line, groups: ReadonlyMap<string, string>): Row {
  const { outcome, email, firstName, lastName } = line;
  const changes = outcome === 'create' || outcome === 'update';
  // A line says nothing of what it leaves alone.
  const after = Object.fromEntries(Object.entries(line.after).filter(([, value]) => value !== null));
  const before = Object.fromEntries(Object.keys(after).map((field) => [field, line.before?.[field] ?? null]));
  return {
    line: line.line,
    userId: line.userId,
    email,
    name: shownName({ email, firstName: firstName ?? '', lastName: lastName ?? '' }),
    outcome,
    code: line.code,
    detail: line.detail,
    fields: changes ? fieldChanges(before, after, groups) : [],
  };
}

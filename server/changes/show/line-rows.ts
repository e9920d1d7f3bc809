import { sql } from 'kysely';
import { all } from '../../database/database.ts';
import { decodeCursor, toPage } from '../../http/page.ts';
import type { Ctx } from '../../kernel/context.ts';
import { isId } from '../../kernel/ids.ts';
import { Problem } from '../../kernel/problem.ts';
import { columnOf, type FileField, fileFields, textOf } from '../../users/rules/fields.ts';
import { shownName } from '../../users/rules/user-sql.ts';
import { refusalDetail } from '../run/plan.ts';
import { sliceOf, valuesAt } from './recorded-rows.ts';
import { fieldChanges, idsNamed, type Row, type RowsQuery, type Values } from './row.ts';
import { namesOf } from './show-changes.ts';

type Line = {
  line: number;
  userId: string | null;
  email: string;
  firstName: string | null;
  lastName: string | null;
  outcome: Row['outcome'];
  code: string | null;
  detail: string | null;
  /** The current values of its person. */
  now: Values | null;
  asked: Values;
  /** What was recorded when it was applied. */
  before: Parameters<typeof valuesAt>[0] | null;
  after: Parameters<typeof valuesAt>[0] | null;
};

/** The fields that lines fill, as texts of a user or a line. */
function textsOf(alias: 'u' | 'l') {
  const named = fileFields.filter((field) => field !== 'email');
  // A line has nothing for fields it leaves unchanged. Without this check, a null id would become an empty text.
  const text = (field: FileField) =>
    sql`case when ${columnOf(field, alias)} is not null then ${textOf(field, columnOf(field, alias))} end`;
  return sql`jsonb_build_object(${sql.join(named.flatMap((field) => [sql.lit(field), text(field)]))})`;
}

/** The lines of an import, as they were parsed, in the order of the file. */
export async function listLines(ctx: Ctx, changeId: string, query: RowsQuery) {
  const [after] = decodeCursor(query.cursor, 1) ?? [];
  if (after !== undefined && !/^\d{1,9}$/.test(after)) throw new Problem('invalid_cursor');
  const outcome = query.outcome === undefined ? sql`l.outcome is not null` : sql`l.outcome = ${query.outcome}`;
  const place = sql`array_position(c.ids, l.user_id)`;
  const lines = await all(
    ctx.db,
    sql<Line>`select l.line, l.user_id as "userId", l.email, l.first_name as "firstName", l.last_name as "lastName", l.outcome, l.code, l.detail,
        case when l.outcome = 'update' then ${textsOf('u')} end as now, ${textsOf('l')} as asked, r.before, r.after
      from import_lines l left join users u on u.account_id = l.account_id and u.id = l.user_id
        left join lateral (select ${sliceOf(sql`c.before`, place, place)} as before, ${sliceOf(sql`c.after`, place, place)} as after
          from change_chunks c where c.account_id = l.account_id and c.change_id = l.change_id and c.seq = l.seq
            and l.outcome = 'update' and c.outcome = 'update' and c.at is not null) r on true
      where l.account_id = ${ctx.accountId} and l.change_id = ${changeId} and l.line > ${Number(after ?? 0)} and ${outcome}
      order by l.line limit ${query.limit + 1}`,
  );
  const rows = lines.map((line) => ({ ...line, ...valuesOf(line) }));
  const ids = idsNamed(rows);
  const names = new Map([...(await namesToCome(ctx, changeId, ids)), ...(await namesOf(ctx, ids))]);
  return toPage(
    rows,
    query.limit,
    (row) => toRow(row, names),
    (row) => [String(row.line)],
  );
}

/** The names of groups and people that the import would make, by the ids that they would have. */
async function namesToCome(ctx: Ctx, changeId: string, ids: string[]): Promise<Map<string, string>> {
  const known = ids.filter(isId);
  if (known.length === 0) return new Map();
  const rows = await all(
    ctx.db,
    sql<{ id: string; name: string }>`select g->>'id' as id, g->>'name' as name
        from changes c, jsonb_array_elements(c.file_details->'newGroups') g
        where c.account_id = ${ctx.accountId} and c.id = ${changeId} and g->>'id' = any(${known}::text[])
      union all select l.new_user_id::text, coalesce(nullif(btrim(concat_ws(' ', l.first_name, l.last_name)), ''), l.email) from import_lines l
        where l.account_id = ${ctx.accountId} and l.change_id = ${changeId} and l.new_user_id = any(${known}::uuid[])`,
  );
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** The values of a line: for an applied update the recorded ones, else the requested ones beside the current ones. */
function valuesOf({ outcome, now, asked, before, after }: Line): { before: Values; after: Values } {
  if (before && after) return { before: valuesAt(before, 0), after: valuesAt(after, 0) };
  if (outcome !== 'create' && outcome !== 'update') return { before: {}, after: {} };
  // Null means that the line leaves the field unchanged.
  const named = Object.entries(asked).filter(([, value]) => value !== null);
  return {
    before: Object.fromEntries(named.map(([field]) => [field, now?.[field] ?? null])),
    after: Object.fromEntries(named),
  };
}

function toRow(line: Line & { before: Values; after: Values }, names: ReadonlyMap<string, string>): Row {
  const { outcome, email, firstName, lastName, code } = line;
  return {
    line: line.line,
    userId: line.userId,
    email,
    name: shownName({ email, firstName: firstName ?? '', lastName: lastName ?? '' }),
    outcome,
    code,
    detail: line.detail ?? (code === null ? null : refusalDetail(code)),
    fields: fieldChanges(line.before, line.after, names),
  };
}

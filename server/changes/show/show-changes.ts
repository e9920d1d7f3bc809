import { type RawBuilder, sql } from 'kysely';
import { z } from 'zod';
import { personName, shownActor } from '../../audit/actor.ts';
import { auditEvents } from '../../audit/events.ts';
import { all, one } from '../../database/database.ts';
import { decodeCursor, pageQuery, toPage } from '../../http/page.ts';
import { beginning } from '../../kernel/beginning.ts';
import type { Ctx } from '../../kernel/context.ts';
import { isId } from '../../kernel/ids.ts';
import { isProblemCode, Problem, sentence } from '../../kernel/problem.ts';
import type { Catalog } from '../../seats/catalog.ts';
import { fieldOf, fields } from '../../users/rules/fields.ts';
import { displayName } from '../../users/rules/user-sql.ts';
import { type Change, type ChangeEntry, stateSchema } from '../engine/change.ts';
import { undoUntil } from '../run/undoable.ts';
import { affected, type Names, summarise, type Told } from './summary.ts';

/** Characters of a column's header that are shown: enough to tell columns apart. */
const headerMax = 100;

export const changesQuery = z.strictObject({ ...pageQuery, state: stateSchema.optional() });

type Row<C = ChangeEntry> = Omit<C, 'summary' | 'failure'> & { failure: string | null };

/** A text that is not an id, and an id of another account, are answered like an id that does not exist. @throws not_found (404) */
export async function getChange(ctx: Ctx, catalog: Catalog, id: string): Promise<Change> {
  const rows = isId(id) ? await readChanges<Omit<Change, 'outdated'>>(ctx, sql`c.id = ${id}`, wholeFile) : [];
  const [change] = await present(ctx, catalog, rows);
  if (!change) throw new Problem('not_found');
  const columns = change.file?.columns.map((column) => ({
    ...column,
    header: column.header === null ? null : beginning(column.header, headerMax),
  }));
  const outdated = change.state === 'planned' && (await changedSincePlanned(ctx, id));
  return { ...change, outdated, file: change.file && { ...change.file, columns: columns ?? [] } };
}

/** Events that may change what a plan says. */
const changing = /^(users|group|subscription|invitation|account)\./;
/** Lines of the audit log that are searched. With more of them since, the plan counts as outdated. */
const eventsSearched = 500;

async function changedSincePlanned(ctx: Ctx, id: string): Promise<boolean> {
  const events = auditEvents.filter((event) => changing.test(event));
  const { outdated } = await one(
    ctx.db,
    sql<{
      outdated: boolean;
    }>`select coalesce(bool_or(e.event = any(${events}::text[])) or count(*) = ${eventsSearched}, false) as outdated
      from changes c cross join lateral (
        select event from (select at, event from audit_events where account_id = c.account_id order by id desc limit ${eventsSearched}) last
        where at > c.planned_at) e
      where c.account_id = ${ctx.accountId} and c.id = ${id}`,
  );
  return outdated;
}

/** The same, as a list shows it. @throws not_found (404) */
export async function getChangeEntry(ctx: Ctx, catalog: Catalog, id: string): Promise<ChangeEntry> {
  const rows = isId(id) ? await readChanges(ctx, sql`c.id = ${id}`) : [];
  const [change] = await present(ctx, catalog, rows);
  if (!change) throw new Problem('not_found');
  return change;
}

/** Newest first. A dropped plan changed nothing, so it is not listed. */
export async function listChanges(ctx: Ctx, catalog: Catalog, query: z.infer<typeof changesQuery>) {
  const [before] = decodeCursor(query.cursor, 1) ?? [];
  if (before !== undefined && !isId(before)) throw new Problem('invalid_cursor');
  const conditions = [sql`(c.state <> 'cancelled' or c.applied_at is not null)`];
  if (before !== undefined) conditions.push(sql`c.id < ${before}`);
  if (query.state !== undefined) conditions.push(sql`c.state = ${query.state}`);
  const rows = await readChanges(
    ctx,
    sql`${sql.join(conditions, sql` and `)} order by c.id desc limit ${query.limit + 1}`,
  );
  const changes = await present(ctx, catalog, rows);
  return toPage(
    changes,
    query.limit,
    (change) => change,
    (change) => [change.id],
  );
}

/** The summaries of changes, by id, for lists that mention changes, such as the audit log. */
export async function summariesOf(ctx: Ctx, catalog: Catalog, ids: string[]): Promise<Map<string, string>> {
  const changes =
    ids.length === 0 ? [] : await present(ctx, catalog, await readChanges(ctx, sql`c.id = any(${ids}::uuid[])`));
  return new Map(changes.map((change) => [change.id, change.summary]));
}

const wholeFile = sql`c.file || c.file_details`;

function readChanges<C = ChangeEntry>(ctx: Ctx, where: RawBuilder<unknown>, file = sql`c.file`): Promise<Row<C>[]> {
  return all(
    ctx.db,
    sql<
      Row<C>
    >`select c.id, c.state, c.source, ${shownActor(ctx.accountId, sql`c.actor_kind`, sql`c.actor_id`)} as actor,
        ${shownActor(ctx.accountId, sql`c.planned_by_kind`, sql`c.planned_by_id`)} as "plannedBy",
        c.operation as "do", c.selection as "select", c.overflow, c.plan, c.result, ${file} as file, c.failure,
        json_build_object('done', c.done, 'total', c.total) as progress, c.undo_of as "undoOf", c.undone_by as "undoneBy",
        iso(c.created_at) as "createdAt", iso(c.applied_at) as "appliedAt", ${undoUntil} as "undoUntil"
      from changes c where c.account_id = ${ctx.accountId} and ${where}`,
  );
}

async function present<R extends Row>(ctx: Ctx, catalog: Catalog, rows: R[]) {
  const undone = rows.flatMap(({ undoOf }) => undoOf ?? []);
  const originals = undone.length === 0 ? [] : await readChanges(ctx, sql`c.id = any(${undone}::uuid[])`);
  const named = await namesOf(ctx, [...rows, ...originals].flatMap(idsSet));
  const persons = await onlyPersons(ctx, [...rows, ...originals]);
  const wordsOf = (row: Row, original: string | null): Names => ({
    catalog,
    named,
    person: persons.get(row.id) ?? null,
    original,
  });
  const summaries = new Map(originals.map((row) => [row.id, summarise(row, wordsOf(row, null))]));
  return rows.map((row) => ({
    ...row,
    summary: summarise(row, wordsOf(row, summaries.get(row.undoOf ?? '') ?? null)),
    failure: row.failure === null ? null : explained(row.failure, row),
  }));
}

function explained(code: string, { result, progress }: Pick<Row, 'result' | 'progress'>): Change['failure'] {
  if (code === 'forbidden' && result === null)
    return { code, detail: 'The person who planned this lost the right to do so.' };
  if (code === 'forbidden') {
    const done = result === null ? 0 : result.create + result.update + result.remove;
    const detail = `The person who applied this lost the right to do so after ${done} of ${progress.total} people. What was done can be undone.`;
    return { code, detail };
  }
  return { code, detail: isProblemCode(code) ? sentence(code) : code };
}

/** The ids of groups and people that a change sets. */
function idsSet({ do: operation }: Told): string[] {
  const { set = {} } = z.looseObject({ set: z.looseObject({}).optional() }).parse(operation);
  return fields.flatMap((field) => {
    const value = set[field];
    return fieldOf(field).form === 'id' && typeof value === 'string' ? [value] : [];
  });
}

/** The current names of groups and people, by id. */
export async function namesOf(ctx: Ctx, ids: string[]): Promise<Map<string, string>> {
  const known = ids.filter(isId);
  if (known.length === 0) return new Map();
  const rows = await all(
    ctx.db,
    sql<{
      id: string;
      name: string;
    }>`select id, name from groups where account_id = ${ctx.accountId} and id = any(${known}::uuid[])
      union all select u.id, ${displayName('u')} from users u where u.account_id = ${ctx.accountId} and u.id = any(${known}::uuid[])`,
  );
  return new Map(rows.map((row) => [row.id, row.name]));
}

/** For each change of one person, that person's name. A plan of several people that would change one names none. */
async function onlyPersons(ctx: Ctx, rows: Row[]): Promise<Map<string, string>> {
  const one = rows.filter((row) => affected(row) === 1 && (row.result !== null || row.progress.total === 1));
  const ids = one.map((row) => row.id);
  if (ids.length === 0) return new Map();
  const names = await all(
    ctx.db,
    sql<{ id: string; name: string | null }>`select change_id as id, ${personName(ctx.accountId, sql`one.id`)} as name
      from (select change_id, case when cardinality(ids) = 1 then first_id when cardinality(targets) = 1 then targets[1] end as id
        from change_chunks where account_id = ${ctx.accountId} and change_id = any(${ids}::uuid[])) one
      where one.id is not null`,
  );
  return new Map(names.flatMap(({ id, name }) => (name === null ? [] : [[id, name] as const])));
}

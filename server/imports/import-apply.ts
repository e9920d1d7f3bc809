import { type RawBuilder, sql } from 'kysely';
import { chunkSize, noResult } from '../changes/engine/change.ts';
import { createUsers } from '../changes/engine/create-users.ts';
import { inRange, type Range, rowsHint } from '../changes/engine/people.ts';
import type { SeatPolicy } from '../changes/engine/seat-policy.ts';
import { writeUsers } from '../changes/engine/write-users.ts';
import type { Stored } from '../changes/run/apply.ts';
import type { ChangeHandler, ChunkResult } from '../changes/run/handlers.ts';
import { emptyPlan } from '../changes/run/plan.ts';
import { scheduleInvitations } from '../changes/run/schedule-invitations.ts';
import { all, allFromMany, maybe, one } from '../database/database.ts';
import type { Ctx } from '../kernel/context.ts';
import { freeType } from '../seats/catalog.ts';
import type { Tools } from '../tools.ts';
import { nameKey } from '../users/name.ts';
import { columnOf, emptyOf, type Field, fields, sqlTypeOf } from '../users/rules/fields.ts';
import { isExpired } from '../users/rules/user-sql.ts';
import { readStoredFile } from './import-file.ts';
import { createGroups, dropGroups } from './import-groups.ts';
import { createdStatus, judgedAgain } from './import-plan.ts';
import { nothingProposed, proposalOfLines, proposedColumns } from './import-proposal.ts';
import { dropMissingManagers } from './resolve-managers.ts';

/** How the chunks of an import are applied. Each chunk rechecks its lines, and notes at the line what no longer holds. */
export const importHandler: ChangeHandler = {
  event: 'users.imported',
  started: createGroups,
  undone: dropGroups,
  async applyChunk(ctx, tools, change, seq, policy) {
    const { outcome } = await one(
      ctx.db,
      sql<{ outcome: string | null }>`select outcome from change_chunks
        where account_id = ${ctx.accountId} and change_id = ${change.id} and seq = ${seq}`,
    );
    const chunk = { changeId: change.id, seq };
    if (outcome === 'update') return updateLines(ctx, tools, change, chunk, policy);
    if (outcome === 'create') return createLines(ctx, tools, change, chunk, policy);
    const { unchanged, refused } = change.plan ?? emptyPlan;
    return {
      result: { ...noResult, unchanged, refused: refused - judgedAgain(change.plan ?? emptyPlan) },
      mails: 0,
      seatsTaken: {},
    };
  },
  async finished(ctx, change, state) {
    if (state !== 'applied') await dropGroups(ctx, change.id);
    const { columns } = await readStoredFile(ctx, change.id);
    if (columns.some(({ field }) => field === 'manager')) await dropMissingManagers(ctx, change.id);
    if (change.options.invite)
      await scheduleInvitations(ctx, change.id, change.options.invite, await notSent(ctx, change.id));
  },
};

/** How many people of the change wait for its date. */
async function notSent(ctx: Ctx, changeId: string): Promise<number> {
  const { n } = await one(
    ctx.db,
    sql<{
      n: number;
    }>`select coalesce(sum((select count(*) from users u where u.account_id = c.account_id and u.id = any(c.ids)
        and u.send_with = c.change_id and u.mail_state = 'not_sent')), 0)::int as n
      from change_chunks c where c.account_id = ${ctx.accountId} and c.change_id = ${changeId}`,
  );
  return n;
}

type Chunk = { changeId: string; seq: number };

const linesOf = (ctx: Ctx, { changeId, seq }: Chunk): RawBuilder<unknown> =>
  sql`l.account_id = ${ctx.accountId} and l.change_id = ${changeId} and l.seq = ${seq}`;

async function updateLines(
  ctx: Ctx,
  tools: Tools,
  change: Stored,
  chunk: Chunk,
  policy: SeatPolicy,
): Promise<ChunkResult> {
  const range = await rangeOfLines(ctx, chunk);
  await completeNameKeys(ctx, chunk, range);
  const relation = sql`(
    select l.user_id as id, l.line as seq, ${proposedColumns} from import_lines l where ${linesOf(ctx, chunk)}
    union all select ${ctx.accountId}::uuid, null, ${nothingProposed} ${rowsHint(chunkSize)}) as p`;
  const file = await readStoredFile(ctx, change.id);
  const renewing = await anyExpired(ctx, range);
  const proposal = proposalOfLines({ relation, between: range }, file, renewing);
  const options = { rules: tools, invite: change.options.invite };
  const written = await writeUsers(ctx, { ...chunk, outcome: 'update' }, proposal, options, policy);
  if (written.result.unchanged + written.result.refused > 0 || judgedAgain(change.plan ?? emptyPlan) > 0)
    await noteRecord(ctx, chunk);
  return written;
}

/** The range of user ids that a chunk updates. Its lines are in the order of their people. */
async function rangeOfLines(ctx: Ctx, chunk: Chunk): Promise<Range | null> {
  const { first, last } = await one(
    ctx.db,
    sql<{ first: string | null; last: string | null }>`
      select min(l.user_id::text collate "C") as first, max(l.user_id::text collate "C") as last
      from import_lines l where ${linesOf(ctx, chunk)}`,
  );
  return first !== null && last !== null ? [first, last] : null;
}

/** Most chunks renew no invitation, and a write that leaves the status unchanged is faster. */
async function anyExpired(ctx: Ctx, range: Range | null): Promise<boolean> {
  return (await maybe(ctx.db, sql`select from users u where ${inRange(ctx, range)} and ${isExpired} limit 1`)) !== null;
}

/**
 * A line with one of the two names leaves the other unchanged, and people are sorted by both. So the key is known only after the users are
 * locked.
 */
async function completeNameKeys(ctx: Ctx, chunk: Chunk, range: Range | null): Promise<void> {
  const rows = await allFromMany(
    ctx.db,
    sql<{ line: number; first: string; last: string; email_key: string }>`
      select l.line, coalesce(l.first_name, u.first_name) as first, coalesce(l.last_name, u.last_name) as last, u.email_key
      from import_lines l join users u on ${inRange(ctx, range)} and u.id = l.user_id
      where ${linesOf(ctx, chunk)} and (l.first_name is null) <> (l.last_name is null) order by u.id for update of u`,
  );
  if (rows.length === 0) return;
  await sql`update import_lines l set name_key = t.key
    from unnest(${rows.map((row) => row.line)}::int[], ${rows.map((row) => nameKey(row.first, row.last, row.email_key))}::text[]) as t (line, key)
    where ${linesOf(ctx, chunk)} and l.line = t.line`.execute(ctx.db);
}

/** Notes at the lines what the engine recorded: lines it did not write, or that the plan had refused. */
async function noteRecord(ctx: Ctx, chunk: Chunk): Promise<void> {
  await sql`update import_lines l set outcome = r.outcome, code = r.code
    from change_chunks c cross join lateral (
      select 'update' as outcome, null as code, id from unnest(c.ids) as id
      union all select 'unchanged', null, id from unnest(c.unchanged) as id
      union all select 'refused', key, id::uuid from jsonb_each(c.refused), jsonb_array_elements_text(value) as id) r
    where ${linesOf(ctx, chunk)} and l.user_id = r.id and (l.outcome, l.code) is distinct from (r.outcome, r.code)
      and c.account_id = l.account_id and c.change_id = l.change_id and c.seq = l.seq`.execute(ctx.db);
}

/** The value that a line l of account a gives a new user. */
function createdValue(field: Field, { catalog }: Tools): RawBuilder<unknown> {
  if (field === 'role') return sql`'member'`;
  if (field === 'status') return createdStatus;
  const column = columnOf(field, 'l');
  if (field === 'groupId') return sql`coalesce(${column}, a.default_group_id)`;
  if (field === 'type') return sql`coalesce(${column}, ${freeType(catalog)})`;
  return sql`coalesce(${column}, ${emptyOf(field)})`;
}

async function createLines(
  ctx: Ctx,
  tools: Tools,
  { options: { invite } }: Stored,
  chunk: Chunk,
  policy: SeatPolicy,
): Promise<ChunkResult> {
  const lost = await refuseLostGroups(ctx, chunk);
  const lines = sql`(
    select l.line, l.email_key, l.name_key, l.new_user_id as id, ${sql.join(fields.map((field) => sql`${createdValue(field, tools)} as ${columnOf(field)}`))}
    from import_lines l join accounts a on a.id = l.account_id where ${linesOf(ctx, chunk)} and l.outcome = 'create'
    union all select 0, '', '', null::uuid, ${sql.join(fields.map((field) => sql`null::${sqlTypeOf(field)}`))} ${rowsHint(chunkSize)}) as l`;
  const note = sql`update import_lines l set user_id = done.id from done where ${linesOf(ctx, chunk)} and l.line = done.line`;
  const options = { catalog: tools.catalog, config: tools.config, note, invite };
  const made = await createUsers(ctx, chunk, lines, options, policy);
  await refuseLines(ctx, chunk, made.taken, 'email_taken');
  await refuseLines(ctx, chunk, made.short, 'seats_short');
  await refuseLines(ctx, chunk, made.unproven, 'owner_unproven');
  const refused = lost + made.taken.length + made.short.length + made.unproven.length;
  return {
    result: { ...noResult, create: made.ids.length, refused },
    mails: (invite ?? 'now') === 'now' ? made.invited : 0,
    seatsTaken: made.seatsTaken,
  };
}

/** Groups may have been deleted since the plan. Those that exist are locked, so that they stay until the commit. */
async function refuseLostGroups(ctx: Ctx, chunk: Chunk): Promise<number> {
  const held = await all(
    ctx.db,
    sql<{ id: string }>`select g.id from groups g where g.account_id = ${ctx.accountId} and (
        g.id = (select default_group_id from accounts where id = ${ctx.accountId})
        or g.id in (select l.group_id from import_lines l where ${linesOf(ctx, chunk)})) order by g.id for key share`,
  );
  const lost = await all(
    ctx.db,
    sql<{ line: number }>`select l.line from import_lines l
      where ${linesOf(ctx, chunk)} and l.group_id <> all(${held.map(({ id }) => id)}::uuid[])`,
  );
  await refuseLines(
    ctx,
    chunk,
    lost.map(({ line }) => line),
    'group_unknown',
  );
  return lost.length;
}

async function refuseLines(ctx: Ctx, chunk: Chunk, lines: number[], code: string): Promise<void> {
  if (lines.length === 0) return;
  await sql`update import_lines l set outcome = 'refused', code = ${code}
    where ${linesOf(ctx, chunk)} and l.line = any(${lines}::int[])`.execute(ctx.db);
}

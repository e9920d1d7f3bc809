import { type RawBuilder, sql } from 'kysely';
import { chunkSize, type Plan } from '../changes/engine/change.ts';
import { evaluated } from '../changes/engine/evaluate.ts';
import type { Proposal } from '../changes/engine/proposal.ts';
import { type Rules, refusalsByRight } from '../changes/engine/rules.ts';
import {
  seatMoves,
  seatsNeeded,
  type Transition,
  transitionsSql,
  type UserState,
} from '../changes/engine/transitions.ts';
import { lockChange, type Stored } from '../changes/run/apply.ts';
import { emptyPlan, refusalDetail, seatsOfPlan } from '../changes/run/plan.ts';
import { all, one } from '../database/database.ts';
import type { Ctx } from '../kernel/context.ts';
import { Problem } from '../kernel/problem.ts';
import { type Catalog, freeType } from '../seats/catalog.ts';
import { fitsSql } from '../seats/holding.ts';
import type { Tools } from '../tools.ts';
import { columnOf, fileFields } from '../users/rules/fields.ts';
import { keepStoredFile, readPieces, readStoredFile, type StoredFile } from './import-file.ts';
import { proposalOfLines, proposedColumns } from './import-proposal.ts';
import { type Staged, stageLines } from './import-stage.ts';
import { makeRoom } from './kept-uploads.ts';
import { resolveManagers } from './resolve-managers.ts';

type Settings = Stored['options'];

/** Called with the rows read so far and the approximate total. May throw to stop the reading. */
type OnProgress = (done: number, total: number) => Promise<void>;

/**
 * Plans an import from the stored file: import_lines gets what each line would do, chunks freeze what would be written, and the plan gets
 * the numbers. It is one transaction, so a server that dies leaves nothing of it.
 *
 * @throws change_not_planned (409) if the change was cancelled meanwhile
 * @throws csv_empty, csv_header_only, csv_no_address, csv_too_large (422)
 */
export async function planImport(
  ctx: Ctx,
  tools: Tools,
  change: { id: string; options: Settings },
  onProgress: OnProgress = async () => {},
): Promise<void> {
  const file = await readStoredFile(ctx, change.id);
  const staged = await readFile(ctx, tools, { ...change, file }, onProgress);
  // Locked only here, so that cancelling and progress need not wait for the reading.
  const { state } = await lockChange(ctx, change.id);
  if (state !== 'planning') throw new Problem('change_not_planned', { state });
  await sql`delete from import_lines where account_id = ${ctx.accountId} and change_id = ${change.id}`.execute(ctx.db);
  await sql`delete from change_chunks where account_id = ${ctx.accountId} and change_id = ${change.id}`.execute(ctx.db);
  if (file.columns.some(({ field }) => field === 'manager')) await resolveManagers(ctx);
  const settled = await settleLines(ctx, tools, { ...change, file });
  const plan = await planOf(ctx, tools.catalog, settled);
  await freezeChunks(ctx, change.id, plan);
  await keepStoredFile(ctx, change.id, { ...file, ...staged });
  await makeRoom(ctx, tools, { bytes: 0, files: 0 });
  await sql`update changes set state = 'planned', plan = ${JSON.stringify(plan)}::jsonb, done = 0, total = ${plan.create + plan.update}
    where account_id = ${ctx.accountId} and id = ${change.id}`.execute(ctx.db);
}

async function readFile(
  ctx: Ctx,
  { catalog, foreground }: Tools,
  { id, file, options }: { id: string; file: StoredFile; options: Settings },
  onProgress: OnProgress,
): Promise<Staged> {
  let bytes = 0;
  async function* counted() {
    for await (const piece of readPieces(ctx, id)) {
      bytes += piece.length;
      yield piece;
    }
  }
  const known = { catalog, groups: await groupsByName(ctx), settings: options };
  const makeRoom = foreground.pacer(ctx.accountId);
  return stageLines(ctx, counted(), file, known, async (rows) => {
    await onProgress(rows, Math.round((rows * file.bytes) / bytes));
    await makeRoom();
  });
}

async function groupsByName(ctx: Ctx): Promise<Map<string, string>> {
  const groups = await all(
    ctx.db,
    sql<{ id: string; name_key: string }>`select id, name_key from groups where account_id = ${ctx.accountId}`,
  );
  return new Map(groups.map(({ id, name_key }) => [name_key, id]));
}

type Settled = {
  outcomes: { outcome: string; code: string | null; detail: string | null; n: number }[];
  mails: number;
  lost: number;
  transitions: Transition[];
  created: (Pick<UserState, 'type' | 'addOns'> & { n: number })[];
};

/** Judges all staged lines at once, by the rules of every change, and stores each with what it would do. */
async function settleLines(
  ctx: Ctx,
  rules: Rules,
  change: { id: string; options: Settings; file: StoredFile },
): Promise<Settled> {
  const relation = sql`(select user_id as id, line as seq, ${proposedColumns} from known where user_id is not null) as p`;
  const proposal = proposalOfLines({ relation, between: null }, change.file, change.options, true);
  return one(ctx.db, settleStatement(ctx, rules, change.id, proposal));
}

/** Staged lines → good (those that could be read) → known (with the user who has the address) → verdicts → import_lines. */
export function settleStatement(ctx: Ctx, rules: Rules, changeId: string, proposal: Proposal): RawBuilder<Settled> {
  const { catalog } = rules;
  const kept = sql.join([sql`line, email_key, name_key, new_user_id`, ...fileFields.map((field) => columnOf(field))]);
  const updates = sql`(select count(*) from outcomes where part = 'update')`;
  return sql<Settled>`with good as materialized (
      select s.*, row_number() over (partition by email_key order by line) as nth from staged_lines s where code is null),
    known as materialized (
      select g.*, (
        select u.id from users u where u.account_id = ${ctx.accountId} and u.email_key = g.email_key and u.removed_at is null) as user_id
      from good g where nth = 1),
    ${evaluated(ctx, proposal, { rules })},
    judged as materialized (
      select k.*, case when k.user_id is not null then v.verdict when ${unfit(catalog)} then 'add_on_needs_type' else 'create' end as verdict
      from known k left join verdicts v on v.id = k.user_id),
    outcomes as materialized (
      select *, case when verdict in ('create', 'unchanged') then verdict when verdict = 'ok' then 'update' else 'refused' end as outcome,
        case when verdict = 'create' then 'create' when verdict = 'ok' or verdict = any(${refusalsByRight}::text[]) then 'update' end as part
      from judged),
    numbered as (
      select *, (row_number() over (partition by part order by user_id, email_key) - 1) / ${chunkSize}::int as chunk from outcomes),
    kept as (
      insert into import_lines (account_id, change_id, seq, user_id, outcome, code, detail, ${kept})
      select ${ctx.accountId}::uuid, ${changeId}::uuid, ${seqOf(updates)}, user_id, outcome,
          case when outcome = 'refused' then verdict end, null, ${kept} from numbered
      union all
      select ${ctx.accountId}::uuid, ${changeId}::uuid, null, null, 'refused', coalesce(code, 'email_duplicate'), detail, ${kept}
        from (select code, detail, ${kept} from good where nth > 1
          union all select code, detail, ${kept} from staged_lines where code is not null) bad
      returning outcome, code, detail)
    select
      (select coalesce(json_agg(o), '[]') from (
        select outcome, code, min(detail) as detail, count(*) as n from kept group by outcome, code) o) as outcomes,
      (select count(*) from verdicts where verdict = 'ok' and renews) as mails,
      (select count(*) from verdicts where verdict = 'ok' and cardinality(next_add_ons) < cardinality(asked_add_ons)) as lost,
      ${transitionsSql(proposal, sql`verdicts`)} as transitions,
      (select coalesce(json_agg(c), '[]') from (
        select count(*) as n, coalesce(type, ${freeType(catalog)}) as type, coalesce(add_ons, '{}') as "addOns"
        from outcomes where outcome = 'create' group by 2, 3) c) as created`;
}

/** Does the line of a new user name an add-on that the type cannot hold? */
function unfit(catalog: Catalog): RawBuilder<unknown> {
  const fits = fitsSql(catalog, sql`coalesce(k.type, ${freeType(catalog)})`, sql`a`);
  return sql`coalesce(k.add_ons, '{}') <> '{}' and exists (select from unnest(k.add_ons) a where not ${fits})`;
}

/**
 * Lines refused for lack of permission are among the updates, because the person who applies the change may have it. Chunks of updates come
 * first, because new users may need the seats that they free.
 */
function seqOf(updates: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`case part when 'update' then chunk when 'create' then chunk + (${updates} + ${chunkSize - 1}) / ${chunkSize} end`;
}

async function planOf(ctx: Ctx, catalog: Catalog, settled: Settled): Promise<Plan> {
  const count = (outcome: string) =>
    settled.outcomes.filter((row) => row.outcome === outcome).reduce((sum, row) => sum + row.n, 0);
  const created = settled.created.map(
    ({ n, type, addOns }): Transition => ({
      n,
      before: null,
      after: { status: 'pending', statusNow: 'pending', until: null, type, addOns, groupId: '', department: '' },
    }),
  );
  const refusals = settled.outcomes.flatMap(({ outcome, code, detail, n }) =>
    outcome === 'refused' && code !== null
      ? [{ code, count: n, detail: n === 1 && detail !== null ? detail : refusalDetail(code), people: [] }]
      : [],
  );
  return {
    ...emptyPlan,
    create: count('create'),
    update: count('update'),
    unchanged: count('unchanged'),
    refused: count('refused'),
    refusals: refusals.sort((a, b) => b.count - a.count),
    seats: await seatsOfPlan(ctx, catalog, seatsNeeded(seatMoves(catalog, [...settled.transitions, ...created]))),
    mails: count('create') + settled.mails,
    addOnsLost: settled.lost,
  };
}

/**
 * The chunks that the engine applies one by one: updates, new users, and a last one for what the plan has settled already, so that
 * unchanged and refused lines appear in the result.
 */
async function freezeChunks(ctx: Ctx, changeId: string, plan: Plan): Promise<void> {
  const chunks = [plan.update + judgedAgain(plan), plan.create].map((lines) => Math.ceil(lines / chunkSize));
  const [updates = 0, creates = 0] = chunks;
  await sql`insert into change_chunks (account_id, change_id, seq, targets, outcome)
    select ${ctx.accountId}, ${changeId}, seq, '{}', case when seq < ${updates} then 'update' when seq < ${updates + creates} then 'create' end
    from generate_series(0, ${updates + creates}::int) as seq`.execute(ctx.db);
}

/** The number of refused lines of a plan that are judged again when it is applied. */
export function judgedAgain({ refusals }: Plan): number {
  return refusals.filter(({ code }) => refusalsByRight.includes(code)).reduce((sum, { count }) => sum + count, 0);
}

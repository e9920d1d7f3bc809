import { type RawBuilder, sql } from 'kysely';
import { chunkSize, type Plan } from '../changes/engine/change.ts';
import { evaluated } from '../changes/engine/evaluate.ts';
import { dateOf, type Invite } from '../changes/engine/invite.ts';
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
import { makeRoom } from './kept-uploads.ts';
import { type Choices, requireChoices } from './lines/choices.ts';
import type { Findings } from './lines/import-line.ts';
import { type Staged, stageLines } from './lines/import-stage.ts';
import { type NameCount, nothingUnknown, type Unknown } from './lines/names-in-cells.ts';
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
  const stored = await readStoredFile(ctx, change.id);
  await requireChoices(ctx, tools.catalog, stored.choices);
  const { unknown, ...staged } = await readFile(ctx, tools, { ...change, file: stored }, onProgress);
  const { findings, ...read } = staged;
  for (const [id, { count }] of unknown.newGroups) if (count === 0) unknown.newGroups.delete(id);
  const file = { ...stored, ...read, newGroups: Array.from(unknown.newGroups, ([id, { name }]) => ({ id, name })) };
  // Locked only here, so that cancelling and progress need not wait for the reading.
  const { state } = await lockChange(ctx, change.id);
  if (state !== 'planning') throw new Problem('change_not_planned', { state });
  await sql`delete from import_lines where account_id = ${ctx.accountId} and change_id = ${change.id}`.execute(ctx.db);
  await sql`delete from change_chunks where account_id = ${ctx.accountId} and change_id = ${change.id}`.execute(ctx.db);
  if (file.columns.some(({ field }) => field === 'manager')) await resolveManagers(ctx);
  const settled = await settleLines(ctx, tools, { ...change, file });
  const plan = await planOf(ctx, tools.catalog, settled, change.options.invite);
  if (ctx.dryRun) ctx.dryRun.plan = plan;
  await freezeChunks(ctx, change.id, plan);
  await keepStoredFile(ctx, change.id, { ...file, findings: toldOf(findings, unknown, settled) });
  await makeRoom(ctx, tools, { bytes: 0, files: 0 });
  await sql`update changes set state = 'planned', plan = ${JSON.stringify(plan)}::jsonb, done = 0, total = ${plan.create + plan.update}
    where account_id = ${ctx.accountId} and id = ${change.id}`.execute(ctx.db);
}

async function readFile(
  ctx: Ctx,
  { catalog, foreground }: Tools,
  { id, file, options }: { id: string; file: StoredFile; options: Settings },
  onProgress: OnProgress,
): Promise<Staged & { unknown: Unknown }> {
  let bytes = 0;
  async function* counted() {
    for await (const piece of readPieces(ctx, id)) {
      bytes += piece.length;
      yield piece;
    }
  }
  const unknown = nothingUnknown();
  const { groups, defaultGroupId } = await groupsByName(ctx);
  const known = { catalog, groups, defaultGroupId, settings: options, choices: file.choices, unknown };
  const makeRoom = foreground.pacer(ctx.accountId);
  const staged = await stageLines(ctx, counted(), file, known, async (rows) => {
    await onProgress(rows, Math.round((rows * file.bytes) / bytes));
    await makeRoom();
  });
  return { ...staged, unknown };
}

async function groupsByName(ctx: Ctx): Promise<{ groups: Map<string, string>; defaultGroupId: string }> {
  const rows = await all(
    ctx.db,
    sql<{
      id: string;
      name_key: string;
      is_default: boolean;
    }>`select g.id, g.name_key, g.id = a.default_group_id as is_default
      from groups g join accounts a on a.id = g.account_id where g.account_id = ${ctx.accountId}`,
  );
  const groups = new Map(rows.map(({ id, name_key }) => [name_key, id]));
  return { groups, defaultGroupId: rows.find(({ is_default }) => is_default)?.id ?? '' };
}

/** Names and lines that a plan tells of each kind. */
const toldMax = 100;

function toldOf(findings: Findings, unknown: Unknown, { leftOut, deactivated }: Settled): StoredFile['findings'] {
  const told = (names: Iterable<NameCount>) =>
    [...names]
      .sort((a, b) => b.count - a.count)
      .slice(0, toldMax)
      .map(({ name, count }) => ({ name, count }));
  const switchedOff = [...findings.switchedOff].map(([name, count]) => ({ name, count }));
  return {
    notPeople: { count: findings.notPeopleCount, first: findings.notPeople },
    switchedOff: told(switchedOff),
    leftOut,
    deactivated,
    unknownGroups: told(unknown.groups.values()),
    unknownTypes: told(unknown.types.values()),
    newGroups: told(unknown.newGroups.values()),
  };
}

type Settled = {
  outcomes: { outcome: string; code: string | null; detail: string | null; n: number }[];
  mails: number;
  lost: number;
  transitions: Transition[];
  created: (Pick<UserState, 'type' | 'addOns' | 'status'> & { n: number })[];
  /** People who are left out because the file says that they are switched off. */
  leftOut: number;
  /** People of the file who are here, and deactivated. */
  deactivated: number;
};

/** Judges all staged lines at once, by the rules of every change, and stores each with what it would do. */
async function settleLines(
  ctx: Ctx,
  rules: Rules,
  change: { id: string; options: Settings; file: StoredFile },
): Promise<Settled> {
  const relation = sql`(select user_id as id, line as seq, ${proposedColumns} from known where user_id is not null and not left_out) as p`;
  const proposal = proposalOfLines({ relation, between: null }, change.file, true);
  return one(ctx.db, settleStatement(ctx, rules, { id: change.id, choices: change.file.choices }, proposal));
}

/** Staged lines → good (those that could be read) → known (with the user who has the address) → verdicts → import_lines. */
export function settleStatement(
  ctx: Ctx,
  rules: Rules,
  { id: changeId, choices }: { id: string; choices: Choices },
  proposal: Proposal,
): RawBuilder<Settled> {
  const { catalog } = rules;
  const kept = sql.join([
    sql`line, email_key, name_key, new_user_id, status`,
    ...fileFields.map((field) => columnOf(field)),
  ]);
  const updates = sql`(select count(*) from outcomes where part = 'update')`;
  return sql<Settled>`with good as materialized (
      select s.*, row_number() over (partition by email_key order by off, line) as nth from staged_lines s where code is null),
    known as materialized (
      select k.*, ${leftOut(choices)} as left_out
      from (
        select g.*, (select u.id ${userOfLine(ctx)}) as user_id, case when g.off then (select u.status ${userOfLine(ctx)}) end as off_status
        from good g where nth = 1) k),
    ${evaluated(ctx, proposal, { rules })},
    judged as materialized (
      select k.*, v.status as user_status, case when k.left_out then 'switched_off' when k.user_id is not null then v.verdict when ${unfit(catalog)} then 'add_on_needs_type' else 'create' end as verdict
      from known k left join verdicts v on v.id = k.user_id),
    outcomes as materialized (
      select *, case when verdict in ('create', 'unchanged') then verdict when verdict = 'ok' then 'update'
          when left_out and user_id is null then 'skipped' when left_out then 'unchanged' else 'refused' end as outcome,
        case when verdict = 'create' then 'create' when verdict = 'ok' or verdict = any(${refusalsByRight}::text[]) then 'update' end as part
      from judged),
    numbered as (
      select *, (row_number() over (partition by part order by user_id, email_key) - 1) / ${chunkSize}::int as chunk from outcomes),
    kept as (
      insert into import_lines (account_id, change_id, seq, user_id, outcome, code, detail, ${kept})
      select ${ctx.accountId}::uuid, ${changeId}::uuid, ${seqOf(updates)}, user_id, outcome,
          case when outcome = 'refused' or left_out then verdict end, null, ${kept} from numbered
      union all
      select ${ctx.accountId}::uuid, ${changeId}::uuid, null, null, case when code in ('not_a_person', 'switched_off') then 'skipped' else 'refused' end, code, detail, ${kept}
        from (select ${repeated(choices)} as code, detail, ${kept} from good where nth > 1
          union all select code, detail, ${kept} from staged_lines where code is not null) bad
      returning outcome, code, detail)
    select
      (select coalesce(json_agg(o), '[]') from (
        select outcome, code, min(detail) as detail, count(*) as n from kept group by outcome, code) o) as outcomes,
      (select count(*) from verdicts where verdict = 'ok' and renews) as mails,
      (select count(*) from kept where code = 'switched_off') as "leftOut",
      (select count(*) from judged where user_status = 'deactivated' and not off) as deactivated,
      (select count(*) from verdicts where verdict = 'ok' and cardinality(next_add_ons) < cardinality(asked_add_ons)) as lost,
      ${transitionsSql(proposal, sql`verdicts`)} as transitions,
      (select coalesce(json_agg(c), '[]') from (
        select count(*) as n, coalesce(type, ${freeType(catalog)}) as type, coalesce(add_ons, '{}') as "addOns", ${createdStatus} as status
        from outcomes where outcome = 'create' group by 2, 3, 4) c) as created`;
}

/** The status that a line gives a new user. */
export const createdStatus = sql`case when status = 'deactivated' then 'deactivated' else 'pending' end`;

const userOfLine = (ctx: Ctx): RawBuilder<unknown> =>
  sql`from users u where u.account_id = ${ctx.accountId} and u.email_key = g.email_key and u.removed_at is null`;

/**
 * Is line k left out because the file says that the person is switched off? A person who is deactivated here already is as the file says.
 * A person who has not joined cannot be deactivated.
 */
function leftOut({ switchedOff = 'leaveOut' }: Choices): RawBuilder<unknown> {
  if (switchedOff === 'include') return sql`false`;
  if (switchedOff === 'deactivate') return sql`(k.off and k.off_status is not distinct from 'pending')`;
  return sql`(k.off and k.off_status is distinct from 'deactivated')`;
}

/** Why a further line about a person does not count. HR systems list people who came back twice: once as gone. */
function repeated({ switchedOff = 'leaveOut' }: Choices): RawBuilder<unknown> {
  return switchedOff === 'leaveOut'
    ? sql`case when off then 'switched_off' else 'email_duplicate' end`
    : sql`'email_duplicate'`;
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

/** The mails that go out when it is applied or at its date. Invitations for later are none of the plan. */
function mailsOf(invite: Invite = 'now', people: number): Pick<Plan, 'mails' | 'mailsAt'> {
  const date = dateOf(invite);
  return { mails: invite === 'later' ? 0 : people, ...(date === null ? {} : { mailsAt: date }) };
}

async function planOf(ctx: Ctx, catalog: Catalog, settled: Settled, invite: Invite | undefined): Promise<Plan> {
  const count = (outcome: string) =>
    settled.outcomes.filter((row) => row.outcome === outcome).reduce((sum, row) => sum + row.n, 0);
  const created = settled.created.map(
    ({ n, type, addOns, status }): Transition => ({
      n,
      before: null,
      after: { status, statusNow: status, until: null, type, addOns, groupId: '', department: '' },
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
    ...mailsOf(
      invite,
      settled.created.reduce((sum, { n, status }) => sum + (status === 'pending' ? n : 0), 0) + settled.mails,
    ),
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

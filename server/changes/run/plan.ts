import { type RawBuilder, sql } from 'kysely';
import { all, one, oneFromMany } from '../../database/database.ts';
import type { Ctx } from '../../kernel/context.ts';
import { isProblemCode, sentence } from '../../kernel/problem.ts';
import type { Catalog } from '../../seats/catalog.ts';
import { readSeats } from '../../seats/seat-ledger.ts';
import { displayName, mailsAgainAt } from '../../users/rules/user-sql.ts';
import { chunkSize, type Plan } from '../engine/change.ts';
import { type EvaluateOptions, evaluated, mayJudgeCohorts, othersThanOk } from '../engine/evaluate.ts';
import { rangeOf } from '../engine/people.ts';
import type { Proposal } from '../engine/proposal.ts';
import { seatMoves, seatsNeeded, type Transition, transitionsSql } from '../engine/transitions.ts';
import { stoppedKeys } from './stopped-keys.ts';

export const emptyPlan: Plan = {
  create: 0,
  update: 0,
  remove: 0,
  unchanged: 0,
  refused: 0,
  refusals: [],
  seats: [],
  mails: 0,
  addOnsLost: 0,
};

type Verdict = { verdict: string; n: number; people: { id: string; name: string }[]; nextAt: string | null };
type Row = {
  verdicts: Verdict[];
  mails: number;
  lost: number;
  transitions: Transition[];
  apiKeys: Plan['apiKeys'] | null;
  frozen: number;
};

/** Freezes the people that the proposal means now, in chunks, and plans it in the same statement. total is their number. */
export async function freezeAndPlan(
  ctx: Ctx,
  changeId: string,
  proposal: Proposal,
  options: PlanOptions,
): Promise<{ plan: Plan; total: number }> {
  const row = await planned(ctx, proposal, options, freezing(ctx, changeId));
  return { plan: await planOf(ctx, row, options), total: row.frozen };
}

/** Stores the ids of a plan's people, in chunks. */
export function freezing(ctx: Ctx, changeId: string): RawBuilder<unknown> {
  return sql`insert into change_chunks (account_id, change_id, seq, targets)
      select ${ctx.accountId}::uuid, ${changeId}::uuid, (seq - 1) / ${chunkSize}::int as chunk, array_agg(id order by id) from p group by chunk
      returning cardinality(targets) as n`;
}

type PlanOptions = Pick<EvaluateOptions, 'rules' | 'asSelf'> & { outcome: 'update' | 'remove' };

/** What applying would do, without doing it. */
export async function planProposal(ctx: Ctx, proposal: Proposal, options: PlanOptions): Promise<Plan> {
  return planOf(ctx, await planned(ctx, proposal, options), options);
}

function planned(ctx: Ctx, proposal: Proposal, options: PlanOptions, frozen = sql`select 0 as n`): Promise<Row> {
  const evaluating = { ...options, byCohort: mayJudgeCohorts(proposal) };
  const ask = evaluating.byCohort || rangeOf(proposal.people) ? oneFromMany : one;
  return ask(ctx.db, planStatement(ctx, proposal, evaluating, frozen));
}

/** Counts verdicts: users who are left out by code, with the first few of each, and the state transitions of the others. */
export function planStatement(ctx: Ctx, proposal: Proposal, options: EvaluateOptions, frozen: RawBuilder<unknown>) {
  return sql<Row>`with ${evaluated(ctx, proposal, options)},
    frozen as (
      ${frozen}),
    others as materialized (
      ${othersThanOk(ctx, proposal, options)}),
    numbered as (select *, row_number() over (partition by code order by id) as i from others where verdict <> 'ok'),
    listed as (
      select code as verdict, count(*) as n,
        coalesce(json_agg(json_build_object('id', id, 'name', (
          select ${displayName('named')} from users named where named.account_id = ${ctx.accountId} and named.id = numbered.id
        ))) filter (where i <= 3), '[]') as people,
        case when code = 'mail_limited' then (
          select iso(min(${mailsAgainAt})) from users u where u.account_id = ${ctx.accountId} and u.id = any(array_agg(numbered.id))
        ) end as "nextAt"
      from numbered group by code)
    select (select coalesce(json_agg(listed), '[]') from listed) as verdicts,
      (select coalesce(sum(n), 0) from verdicts where verdict = 'ok' and renews) as mails,
      (select coalesce(sum(n), 0) from verdicts where verdict = 'ok' and cardinality(next_add_ons) < cardinality(asked_add_ons)) as lost,
      ${transitionsSql(proposal, sql`verdicts`)} as transitions,
      ${stoppedKeys(ctx, proposal, options)} as "apiKeys",
      (select coalesce(sum(n), 0) from frozen) as frozen`;
}

async function planOf(ctx: Ctx, row: Row, { rules, outcome }: PlanOptions): Promise<Plan> {
  const verdicts = row.verdicts;
  const done = row.transitions.reduce((sum, { n }) => sum + n, 0);
  const refusals = verdicts
    .filter(({ verdict }) => verdict !== 'unchanged')
    .map(({ verdict, n, people, nextAt }) => ({
      code: verdict,
      count: n,
      detail: refusalDetail(verdict),
      people: verdict === 'unknown_user' ? [] : people,
      ...(nextAt === null ? {} : { nextAt }),
    }));
  return {
    ...emptyPlan,
    [outcome]: done,
    unchanged: verdicts.find(({ verdict }) => verdict === 'unchanged')?.n ?? 0,
    refused: refusals.reduce((sum, refusal) => sum + refusal.count, 0),
    refusals,
    seats: await seatsOfPlan(ctx, rules.catalog, seatsNeeded(seatMoves(rules.catalog, row.transitions))),
    mails: row.mails,
    addOnsLost: row.lost,
    ...(row.apiKeys ? { apiKeys: row.apiKeys } : {}),
  };
}

/** The needed seats beside those that are free at this moment. */
export async function seatsOfPlan(
  ctx: Ctx,
  catalog: Catalog,
  needed: { product: string; needed: number }[],
): Promise<Plan['seats']> {
  if (needed.length === 0) return [];
  const seats = await readSeats(ctx, catalog);
  return needed
    .map(({ product, needed }) => ({
      product,
      needed,
      free: seats.find((seat) => seat.product === product)?.free ?? 0,
    }))
    .sort((a, b) => (a.product < b.product ? -1 : 1));
}

/** The sentence for a refused row. Codes whose sentence needs numbers get a general one. */
export function refusalDetail(code: string): string {
  if (code === 'seats_short') return 'There is no free seat left.';
  if (code === 'mail_limited')
    return 'This person was mailed several times within the last hour. The newest link stays good; a new mail can go later.';
  if (code === 'add_on_needs_type') return 'This add-on needs another user type.';
  if (code === 'email_invalid') return 'The e-mail address is missing or wrong.';
  if (code === 'text_too_long') return 'A text is longer than it may be.';
  if (code === 'text_invalid') return 'A text holds characters that it may not.';
  if (code === 'type_unknown') return 'There is no such user type.';
  if (code === 'add_on_unknown') return 'There is no such add-on.';
  return isProblemCode(code) ? sentence(code) : code;
}

/** Moments in ISO 8601 are in order as texts. */
function earlier(a: string | null | undefined, b: string | null | undefined): string | null {
  if (!a || !b) return a ?? b ?? null;
  return a < b ? a : b;
}

export function addPlans(a: Plan, b: Plan): Plan {
  const merged = new Map(a.refusals.map((refusal) => [refusal.code, { ...refusal }]));
  for (const refusal of b.refusals) {
    const same = merged.get(refusal.code);
    if (same)
      Object.assign(same, {
        count: same.count + refusal.count,
        people: [...same.people, ...refusal.people].slice(0, 3),
        nextAt: earlier(same.nextAt, refusal.nextAt),
      });
    else merged.set(refusal.code, refusal);
  }
  const apiKeys = [...(a.apiKeys ?? []), ...(b.apiKeys ?? [])];
  const seats = new Map(a.seats.map((seat) => [seat.product, { ...seat }]));
  for (const seat of b.seats)
    seats.set(seat.product, { ...seat, needed: seat.needed + (seats.get(seat.product)?.needed ?? 0) });
  return {
    create: a.create + b.create,
    update: a.update + b.update,
    remove: a.remove + b.remove,
    unchanged: a.unchanged + b.unchanged,
    refused: a.refused + b.refused,
    refusals: [...merged.values()],
    seats: [...seats.values()],
    mails: a.mails + b.mails,
    addOnsLost: a.addOnsLost + b.addOnsLost,
    ...(apiKeys.length > 0 ? { apiKeys } : {}),
  };
}

/**
 * The plan without the names of people who were erased since. An erasure clears their names from stored plans, and waits for a plan that is
 * being stored.
 */
export async function withoutErased(ctx: Ctx, plan: Plan): Promise<Plan> {
  const ids = plan.refusals.flatMap(({ people }) => people.map(({ id }) => id));
  if (ids.length === 0) return plan;
  const rows = await all(
    ctx.db,
    sql<{
      id: string;
    }>`select id from users where account_id = ${ctx.accountId} and id = any(${ids}::uuid[]) order by id for key share`,
  );
  const there = new Set(rows.map(({ id }) => id));
  const refusals = plan.refusals.map((refusal) => ({
    ...refusal,
    people: refusal.people.filter(({ id }) => there.has(id)),
  }));
  return { ...plan, refusals };
}

/** The chunks of a change that are still to be applied, in order. */
export async function openChunks(ctx: Ctx, changeId: string): Promise<number[]> {
  const rows = await all(
    ctx.db,
    sql<{
      seq: number;
    }>`select seq from change_chunks where account_id = ${ctx.accountId} and change_id = ${changeId} and targets is not null order by seq`,
  );
  return rows.map((row) => row.seq);
}

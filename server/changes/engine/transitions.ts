import { type RawBuilder, sql } from 'kysely';
import { type CountMove, countsOf } from '../../accounts/counts.ts';
import type { Catalog } from '../../seats/catalog.ts';
import { heldBy } from '../../seats/holding.ts';
import type { SeatMove } from '../../seats/seat-ledger.ts';
import { touches, touchesAccess } from './facts.ts';
import type { Proposal } from './proposal.ts';

type Sql = RawBuilder<unknown>;

/** The state of a user that seats and counts depend on. Statuses are as stored; statusNow includes the clock. until ends a pending one. */
export type UserState = {
  status: string;
  statusNow: string;
  until: string | null;
  type: string;
  addOns: string[];
  groupId: string;
  department: string;
};
/** n users went from one state to another. null means not a user of the account. */
export type Transition = { n: number; before: UserState | null; after: UserState | null };

export function seatMoves(catalog: Catalog, transitions: Transition[]): SeatMove[] {
  const holds = (state: UserState | null, n: number): SeatMove[] => {
    if (!state) return [];
    const held = heldBy(catalog, { ...state, status: state.statusNow });
    return held.map((product) => ({ product, until: state.until, n }));
  };
  return transitions.flatMap(({ n, before, after }) => [...holds(before, -n), ...holds(after, n)]);
}

export function countMoves(transitions: Transition[]): CountMove[] {
  const counts = (state: UserState | null, n: number): CountMove[] =>
    state ? countsOf(state).map((count) => ({ ...count, until: state.until, n })) : [];
  return transitions.flatMap(({ n, before, after }) => [...counts(before, -n), ...counts(after, n)]);
}

/** Seats by product, summed. */
export function sumSeats(moves: SeatMove[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const { product, n } of moves) sums[product] = (sums[product] ?? 0) + n;
  return sums;
}

/** Seats each product would need (negative: frees). */
export function seatsNeeded(moves: SeatMove[]): { product: string; needed: number }[] {
  return Object.entries(sumSeats(moves))
    .filter(([, needed]) => needed !== 0)
    .map(([product, needed]) => ({ product, needed }));
}

/** The column of each part of a state, and its name as JSON. */
const stateColumns = {
  status: 'status',
  status_now: 'statusNow',
  until: 'until',
  type: 'type',
  add_ons: 'addOns',
  group_id: 'groupId',
  department: 'department',
};

/** The number of users of a relation of verdicts per pair of states, as one JSON list. */
export function transitionsSql(proposal: Proposal, from: Sql): RawBuilder<Transition[]> {
  const ofAccess = touchesAccess(proposal);
  // Untouched columns are not read, so users of all groups count as one.
  const column = (name: string, isRead: boolean, otherwise: Sql) =>
    isRead ? sql.ref(name) : sql`${otherwise} as ${sql.ref(name)}`;
  const group = ofAccess || touches(proposal, 'groupId');
  const department = ofAccess || touches(proposal, 'department');
  const side = (prefix: '' | 'next_') =>
    sql.join([
      ...['status', 'status_now', 'type', 'add_ons'].map((name) => sql.ref(prefix + name)),
      sql`case when ${sql.ref(`${prefix}status`)} = 'pending' then iso(${sql.ref(`${prefix}expires_at`)}) end as ${sql.ref(`${prefix}until`)}`,
      column(`${prefix}group_id`, group, sql`null::uuid`),
      column(`${prefix}department`, department, sql`''`),
    ]);
  const columns = (prefix: '' | 'next_') => Object.keys(stateColumns).map((name) => sql.ref(prefix + name));
  const json = (prefix: '' | 'next_') =>
    sql`json_build_object(${sql.join(Object.entries(stateColumns).flatMap(([name, key]) => [sql.lit(key), sql.ref(prefix + name)]))})`;
  const states = sql.join([...columns(''), ...columns('next_')]);
  return sql<Transition[]>`(
    select coalesce(json_agg(json_build_object('n', n, 'before', ${json('')}, 'after', ${json('next_')})), '[]')
    from (
      select sum(n)::int as n, ${states}
      from (select n, ${side('')}, ${side('next_')} from ${from} where verdict = 'ok') s
      group by ${states}) g)`;
}

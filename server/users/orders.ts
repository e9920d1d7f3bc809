import { type RawBuilder, sql } from 'kysely';
import { z } from 'zod';
import { isMoment } from '../http/page.ts';
import { isId } from '../kernel/ids.ts';
import { Problem } from '../kernel/problem.ts';
import { statusNow } from './rules/user-sql.ts';
import { mailStates, statuses } from './user.ts';

type Sql = RawBuilder<unknown>;
/** A column of an order, its type, and whether a text of a cursor can be its value. */
type Place = { column: Sql; type: 'text' | 'uuid' | 'timestamptz' | 'int'; holds: (value: string) => boolean };
type Row = {
  places: Place[];
  /**
   * A condition that is true of every user and is in the predicate of the order's partial index. Only queries that name it can use that
   * index. Otherwise the planner, whose statistics may be stale, would sometimes answer other queries by scanning the order.
   */
  named: Sql;
};

const text = (column: Sql): Place => ({ column, type: 'text', holds: () => true });
const number = (column: Sql): Place => ({ column, type: 'int', holds: (value) => /^\d{1,3}$/.test(value) });
const id: Place = { column: sql`u.id`, type: 'uuid', holds: isId };
/** People without the time stand at one end. */
const moment = (column: Sql, without: string): Place => ({
  column,
  type: 'timestamptz',
  holds: (value) => value === without || isMoment(value),
});
// A coalesce may leak by the rules of row security, so a keyset would not reach the index.
const expiry = sql`case when u.expires_at is null then 'infinity' else u.expires_at end`;

/** The orders that an index has, at any size. Each index has the account, the column and the id. */
const indexed = {
  name: { places: [text(sql`u.name_key`)], named: sql`u.name_key >= ''` },
  lastName: { places: [text(sql`u.last_name_key`)], named: sql`u.last_name_key >= ''` },
  email: { places: [text(sql`u.email_key`)], named: sql`true` },
  employeeNumber: { places: [text(sql`u.employee_number_key`)], named: sql`u.employee_number_key >= ''` },
  createdAt: { places: [id], named: sql`true` },
  lastSignInAt: {
    places: [moment(sql`u.last_sign_in_at`, '-infinity')],
    named: sql`u.last_sign_in_at >= '-infinity'`,
  },
  expiresAt: { places: [moment(expiry, 'infinity')], named: sql`${expiry} >= '-infinity'` },
} satisfies Record<string, Row>;

/** The orders by what many people share. Bulk changes touch it, so no index has it, and only so many people are sorted by it. */
const shared = {
  type: byText(sql`u.type`),
  group: byText(sql`(select g.name from groups g where g.account_id = u.account_id and g.id = u.group_id)`),
  department: byText(sql`u.department`),
  jobTitle: byText(sql`u.job_title`),
  status: byPlace(statuses, statusNow),
  mailState: byPlace(mailStates, sql`u.mail_state`),
} satisfies Record<string, Row>;
/** The most people that are sorted by what they share. */
export const sharedSortMost = 20_000;

/** By the rules of Unicode, the empty ones last, people who have the same by name. */
function byText(column: Sql): Row {
  return {
    places: [number(sql`(${column} = '')::int`), text(sql`(${column}) collate "und-x-icu"`), text(sql`u.name_key`)],
    named: sql`true`,
  };
}

/** In the order of a list of words, people who have the same by name. */
function byPlace(words: readonly string[], column: Sql): Row {
  const place = sql`coalesce(array_position(${words}::text[], ${column}), ${words.length + 1}::int)`;
  return { places: [number(place), text(sql`u.name_key`)], named: sql`true` };
}

type IndexedName = keyof typeof indexed;
type SharedName = keyof typeof shared;
const isIndexed = (name: string): name is IndexedName => Object.hasOwn(indexed, name);
const isShared = (name: string): name is SharedName => Object.hasOwn(shared, name);
const sharedNames = Object.keys(shared).filter(isShared);
const names = [...Object.keys(indexed).filter(isIndexed), ...sharedNames];

/** The sorts of the list. A leading minus reverses the order. */
export const sorts = names.flatMap((name) => [name, `-${name}` as const]);
export const sortSchema = z.enum(sorts).meta({
  id: 'UserSort',
  description: `A leading minus turns the order around. At most ${sharedSortMost} people are sorted by ${sharedNames.join(', ')}.`,
});
export type Sort = z.infer<typeof sortSchema>;

/** A sort as SQL over `users u`. */
export type Order = Row & { sort: Sort; name: string; isShared: boolean; direction: 'asc' | 'desc' };

export function orderOf(sort: Sort): Order {
  const name = sort.replace('-', '');
  const direction = sort.startsWith('-') ? 'desc' : 'asc';
  if (isIndexed(name))
    return { ...indexed[name], places: [...indexed[name].places], sort, name, isShared: false, direction };
  if (isShared(name)) return { ...shared[name], sort, name, isShared: true, direction };
  throw new Error(`no such sort: ${sort}`);
}

/** The id comes last, so that no two users stand at one place. */
const placesOf = ({ places }: Order): Place[] => [...places, id];

export function orderBy(order: Order): Sql {
  return sql`order by ${sql.join(placesOf(order).map(({ column }) => sql`${column} ${sql.raw(order.direction)}`))}`;
}

/** Where a user stands, as a cursor has it before the id. */
export function positionOf({ places }: Order): Sql {
  return sql`array[${sql.join(places.map(({ column }) => sql`(${column})::text`))}]`;
}

/** The condition for users after the position of a cursor. @throws invalid_cursor (400) */
export function beyond(order: Order, [sort, ...position]: string[]): Sql {
  const places = placesOf(order).map((place, i) => ({ ...place, value: position[i] ?? '' }));
  if (sort !== order.sort || !places.every(({ holds, value }) => holds(value))) throw new Problem('invalid_cursor');
  const values = places.map(({ type, value }) => sql`${value}::${sql.raw(type)}`);
  const after = order.direction === 'asc' ? sql`>` : sql`<`;
  return sql`(${sql.join(places.map(({ column }) => column))}) ${after} (${sql.join(values)})`;
}

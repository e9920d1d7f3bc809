import { type RawBuilder, sql } from 'kysely';
import type { Values } from '../changes/show/row.ts';
import { all } from '../database/database.ts';
import type { Ctx } from '../kernel/context.ts';
import { columnOf, fieldOf, fields, textOf } from '../users/rules/fields.ts';
import { displayName } from '../users/rules/user-sql.ts';
import type { Event, EventUser } from './event.ts';
import type { Found } from './expand.ts';

/** A person's fields as texts, as records hold them. */
type State = { createdAt: string; isOwner: boolean; values: Values };
type Names = ReadonlyMap<string, string>;

/**
 * Events with the people as they were after each, however much happened to them since: from how they are at present, everything after it is
 * taken back. `all` is what happened in their place of the feed, in order, without a gap, and ends with the last of the wanted ones.
 */
export async function toEvents(ctx: Ctx, wanted: Found[], all: Found[]): Promise<Event[]> {
  const ids = [...new Set(wanted.flatMap(({ type, userId }) => (showsUser(type) && userId ? [userId] : [])))];
  const [states, later] = await Promise.all([presentStates(ctx, ids), laterRecords(ctx, ids, all.at(-1))]);
  for (const { id, before } of later) rewind(states.get(id), before);
  const names = await namesOf(ctx, wanted, states);
  const events: Event[] = [];
  let next = wanted.length - 1;
  for (const one of all.toReversed()) {
    const state = one.userId === null ? undefined : states.get(one.userId);
    if (one === wanted[next]) {
      events.push(toEvent(one, state && userOf(one, state, names), names));
      next--;
    }
    if (one.values) rewind(state, one.values.before);
  }
  return events.reverse();
}

/** Is the event about one person, whose state it shows? */
const showsUser = (type: string): boolean => type.startsWith('user.') || type.startsWith('invitation.');

/** Takes a change of a person back. */
function rewind(state: State | undefined, before: Values): void {
  if (!state) return;
  for (const field of fields) {
    const value = before[field];
    if (value !== undefined) state.values[field] = value;
  }
}

const present = sql`json_build_object(${sql.join(fields.map((field) => sql`${sql.lit(field)}, ${textOf(field, columnOf(field, 'u'))}`))})`;

async function presentStates(ctx: Ctx, ids: string[]): Promise<Map<string, State>> {
  if (ids.length === 0) return new Map();
  const rows = await all(
    ctx.db.prepared(),
    sql<State & { id: string }>`select u.id, iso(u.created_at) as "createdAt", ${present} as values,
        u.id = (select owner_id from accounts where id = ${ctx.accountId}) as "isOwner"
      from users u where u.account_id = ${ctx.accountId} and u.id = any(${ids}::uuid[])`,
  );
  return new Map(rows.map(({ id, ...state }) => [id, state]));
}

type Later = { id: string; before: Values };

/** What changes after an event did to people, the newest first. The event may be in the middle of a change's people. */
async function laterRecords(ctx: Ctx, ids: string[], last: Found | undefined): Promise<Later[]> {
  if (ids.length === 0 || !last) return [];
  const { position } = last.entry;
  const sorted = ids.toSorted();
  const [least, greatest] = [sorted[0], sorted.at(-1)];
  const ofAccount = sql`c.account_id = ${ctx.accountId}`;
  const chunks = await all(
    ctx.db.prepared(),
    sql<{ ids: string[]; before: Record<string, string | (string | null)[] | null> }>`
      with later as materialized (
        select c.* from change_chunks c where ${ofAccount} and c.first_id = c.last_id and c.first_id = any(${ids}::uuid[])
        union all
        select c.* from change_chunks c where ${ofAccount} and c.first_id < c.last_id and c.last_id >= ${least}::uuid and c.first_id <= ${greatest}::uuid)
      select p.ids, ${picked(sql`c.before`)} as before
      from later c join feed_entries f on f.account_id = ${ctx.accountId} and f.change_id = c.change_id and f.seq = c.seq and f.position >= ${position}
      cross join lateral (
        select array_agg(t.id::text order by t.i) as ids, array_agg(t.i order by t.i) as places
        from unnest(c.ids) with ordinality as t (id, i)
        where t.id = any(${ids}::uuid[]) and (f.position > ${position} or t.i > ${last.index + 1})) p
      where p.ids is not null and c.before is not null
      order by f.position desc`,
  );
  return chunks.flatMap(({ ids: people, before }) =>
    people.map((id, i) => ({
      id,
      before: Object.fromEntries(
        Object.entries(before).map(([field, value]) => [field, Array.isArray(value) ? (value[i] ?? null) : value]),
      ),
    })),
  );
}

/** One side of a record, of the people at p.places alone. */
function picked(record: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(select coalesce(jsonb_object_agg(key, case when jsonb_typeof(value) = 'array'
      then (select jsonb_agg(value -> (place - 1)::int order by n) from unnest(p.places) with ordinality as t (place, n)) else value end), '{}')
    from jsonb_each(${record}))`;
}

/** The names of today of the groups, people and keys that events name. */
async function namesOf(ctx: Ctx, found: Found[], states: ReadonlyMap<string, State>): Promise<Names> {
  const named = [
    ...[...states.values()].flatMap(({ values }) => [values['groupId'], values['managerId']]),
    ...found.flatMap(({ values, details }) => [
      values?.before['groupId'],
      values?.after['groupId'],
      values?.before['managerId'],
      values?.after['managerId'],
      details['groupId'],
      details['keyId'],
    ]),
  ];
  const ids = [...new Set(named.filter((id) => typeof id === 'string' && id !== ''))];
  if (ids.length === 0) return new Map();
  const asked = sql`any(${ids}::uuid[])`;
  const rows = await all(
    ctx.db.prepared(),
    sql<{
      id: string;
      name: string;
    }>`select g.id, g.name from groups g where g.account_id = ${ctx.accountId} and g.id = ${asked}
      union all select u.id, ${displayName('u')} from users u where u.account_id = ${ctx.accountId} and u.id = ${asked}
      union all select k.id, k.name from api_keys k where k.account_id = ${ctx.accountId} and k.id = ${asked}`,
  );
  return new Map(rows.map(({ id, name }) => [id, name]));
}

function toEvent(
  { entry, id, type, changeId, userId, values, details }: Found,
  user: EventUser | undefined,
  names: Names,
): Event {
  const { at, actor, channel } = entry;
  const event = { id, type, at, actor, channel, changeId };
  const said = { ...details, ...namedIn(details, names) };
  if (userId === null) return { ...event, data: said };
  if (!showsUser(type)) return { ...event, data: { ...said, userId } };
  if (!user) return { ...event, data: { ...said, user: { id: userId } } };
  const changed = values && type !== 'user.created' ? changedFields(values, names) : {};
  return { ...event, data: { ...said, user, ...changed } };
}

/** The name of today of what an event is about. */
function namedIn({ groupId, keyId }: Found['details'], names: Names): { name?: string | null } {
  const id = groupId ?? keyId;
  return typeof id === 'string' ? { name: names.get(id) ?? null } : {};
}

/** Every field, with its form and its name in the API. Thousands of people a second are shown. */
const shown = fields.map((field) => ({ field, form: fieldOf(field).form, name: field.replace(/Id$/, '') }));

function userOf({ userId, type }: Found, { values, createdAt, isOwner }: State, names: Names): EventUser {
  const user: EventUser = { id: userId ?? '' };
  for (const { field, form, name } of shown) Object.assign(user, { [name]: shownAs(form, values[field] ?? '', names) });
  if (isOwner) user.role = 'owner';
  if (type === 'invitation.expired') user.status = 'expired';
  user.createdAt = createdAt;
  return user;
}

/** The fields that differ, before and after. */
function changedFields({ before, after }: { before: Values; after: Values }, names: Names) {
  const sides: Record<'before' | 'after', Record<string, unknown>> = { before: {}, after: {} };
  for (const { field, form, name } of shown) {
    const [was, is] = [before[field] ?? '', after[field] ?? ''];
    if (was === is) continue;
    sides.before[name] = shownAs(form, was, names);
    sides.after[name] = shownAs(form, is, names);
  }
  return sides;
}

/** A field as the API shows it. */
function shownAs(form: string, text: string, names: Names): unknown {
  if (form === 'list') return text === '' ? [] : text.split(',');
  if (form !== 'id') return text;
  return text === '' ? null : { id: text, name: names.get(text) ?? null };
}

import { type RawBuilder, sql } from 'kysely';
import type { Values } from '../changes/show/row.ts';
import { all } from '../database/database.ts';
import type { Ctx } from '../kernel/context.ts';
import { columnOf, type Field, fieldOf, fields, textOf } from '../users/rules/fields.ts';
import { displayName } from '../users/rules/user-sql.ts';
import type { Event, EventUser } from './event.ts';
import type { Found } from './expand.ts';

/** A person's fields as texts, as records hold them. */
type State = { createdAt: string; isOwner: boolean; values: Values };
type Names = ReadonlyMap<string, string>;

/** Events with the people as they were after each, however much happened to them since. */
export async function toEvents(ctx: Ctx, found: Found[]): Promise<Event[]> {
  const last = found.at(-1)?.entry.position ?? 0;
  const ids = [...new Set(found.flatMap(({ type, userId }) => (showsUser(type) && userId ? [userId] : [])))];
  const [states, later] = await Promise.all([presentStates(ctx, ids), laterRecords(ctx, ids, last)]);
  for (const { id, before } of later) rewind(states, id, before);
  const after = new Map<Found, State>();
  for (const event of found.toReversed()) {
    const state = event.userId === null ? undefined : states.get(event.userId);
    if (!state) continue;
    after.set(event, { ...state, values: { ...state.values } });
    if (event.values) rewind(states, event.userId ?? '', event.values.before);
  }
  const names = await namesOf(ctx, found, [...after.values()]);
  return found.map((event) => toEvent(event, after.get(event), names));
}

/** Is the event about one person, whose state it shows? */
const showsUser = (type: string): boolean => type.startsWith('user.') || type.startsWith('invitation.');

function rewind(states: Map<string, State>, id: string, before: Values): void {
  const state = states.get(id);
  if (state) Object.assign(state.values, pickFields(before));
}

const pickFields = (values: Values): Values =>
  Object.fromEntries(Object.entries(values).filter(([name]) => isField(name)));

const isField = (name: string): name is Field => fields.some((field) => field === name);

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

/** What changes after a position did to people, the newest first. */
async function laterRecords(ctx: Ctx, ids: string[], position: number): Promise<Later[]> {
  if (ids.length === 0) return [];
  const sorted = ids.toSorted();
  const [first, last] = [sorted[0], sorted.at(-1)];
  const ofAccount = sql`c.account_id = ${ctx.accountId}`;
  const chunks = await all(
    ctx.db.prepared(),
    sql<{ ids: string[]; before: Record<string, string | (string | null)[] | null> }>`
      with later as materialized (
        select c.* from change_chunks c where ${ofAccount} and c.first_id = c.last_id and c.first_id = any(${ids}::uuid[])
        union all
        select c.* from change_chunks c where ${ofAccount} and c.first_id < c.last_id and c.last_id >= ${first}::uuid and c.first_id <= ${last}::uuid)
      select p.ids, ${picked(sql`c.before`)} as before
      from later c join feed_entries f on f.account_id = ${ctx.accountId} and f.change_id = c.change_id and f.seq = c.seq and f.position > ${position}
      cross join lateral (
        select array_agg(t.id::text order by t.i) as ids, array_agg(t.i order by t.i) as places
        from unnest(c.ids) with ordinality as t (id, i) where t.id = any(${ids}::uuid[])) p
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

async function namesOf(ctx: Ctx, found: Found[], states: State[]): Promise<Names> {
  const named = [
    ...states.flatMap(({ values }) => [values['groupId'], values['managerId']]),
    ...found.flatMap(({ values, details }) => [
      ...[values?.before, values?.after].flatMap((side) => [side?.['groupId'], side?.['managerId']]),
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
  state: State | undefined,
  names: Names,
): Event {
  const { at, actor, channel } = entry;
  const event = { id, type, at, actor, channel, changeId };
  const said = { ...details, ...namedIn(details, names) };
  if (!showsUser(type)) return { ...event, data: { ...said, ...(userId === null ? {} : { userId }) } };
  if (userId === null) return { ...event, data: said };
  if (!state) return { ...event, data: { ...said, user: { id: userId } } };
  const user = userOf(userId, type, state, names);
  const changed = values && type !== 'user.created' ? changedFields(values, names) : {};
  return { ...event, data: { ...said, user, ...changed } };
}

/** The name of today of what an event is about. */
function namedIn({ groupId, keyId }: Found['details'], names: Names): { name?: string | null } {
  const id = groupId ?? keyId;
  return typeof id === 'string' ? { name: names.get(id) ?? null } : {};
}

function userOf(id: string, type: string, { values, createdAt, isOwner }: State, names: Names): EventUser {
  const shown = Object.fromEntries(fields.map((field) => shownAs(field, values[field] ?? '', names)));
  return {
    id,
    ...shown,
    ...(isOwner ? { role: 'owner' } : {}),
    ...(type === 'invitation.expired' ? { status: 'expired' } : {}),
    createdAt,
  };
}

/** The fields that differ, before and after. */
function changedFields({ before, after }: { before: Values; after: Values }, names: Names) {
  const changed = fields.filter((field) => (before[field] ?? '') !== (after[field] ?? ''));
  const side = (values: Values) =>
    Object.fromEntries(changed.map((field) => shownAs(field, values[field] ?? '', names)));
  return { before: side(before), after: side(after) };
}

/** A field as the API names and shows it. */
function shownAs(field: Field, text: string, names: Names): [name: string, value: unknown] {
  const { form } = fieldOf(field);
  if (form === 'list') return [field, text === '' ? [] : text.split(',')];
  if (form !== 'id') return [field, text];
  return [field.replace(/Id$/, ''), text === '' ? null : { id: text, name: names.get(text) ?? null }];
}

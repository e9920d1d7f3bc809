import { type RawBuilder, sql } from 'kysely';
import { moveCounts } from '../../accounts/counts.ts';
import { all, allFromMany, one, oneFromMany } from '../../database/database.ts';
import { Retry, violates } from '../../database/database-error.ts';
import type { Ctx } from '../../kernel/context.ts';
import { type Catalog, products } from '../../seats/catalog.ts';
import { moveSeats } from '../../seats/seat-ledger.ts';
import { mailedLately, mailsSince } from '../../users/user.ts';
import { type Field, fields, type Result } from './change.ts';
import { inRange, isOfKind, isRow, type JudgeOptions, judged, othersThanOk } from './judge.ts';
import { countMoves, type Moved, seatMoves } from './moves.ts';
import { reservedFor, type Seating, scarceSeats } from './seating.ts';
import type { Wants } from './wants.ts';

type Sql = RawBuilder<unknown>;

/** Where the record of a chunk goes, and what it is called there. */
export type ChunkRef = { changeId: string; seq: number; outcome: 'update' | 'remove' };
export type Written = {
  result: Result;
  refused: Record<string, string[]>;
  mails: number;
  seatsTaken: Record<string, number>;
};

/**
 * Applies wants to existing users in the caller's transaction: judges, writes, records, moves seats and counts. The one way in
 * which a user row changes. Returns what was done; refused ids by code.
 * @throws seats_short (409) when seats are short and overflow is refuse.
 */
export async function writeUsers(
  ctx: Ctx,
  chunk: ChunkRef,
  wants: Wants,
  options: Pick<JudgeOptions, 'rules' | 'asSelf' | 'reach'>,
  seating: Seating,
): Promise<Written> {
  const { catalog } = options.rules;
  const wanted = productsWanted(catalog, wants);
  const free = await scarceSeats(ctx, catalog, seating, wanted, () => lockUsers(ctx, wants));
  const byKind = wants.uniform === true && Object.keys(free).length === 0;
  const judging: JudgeOptions = { ...options, free, lock: !byKind, byKind };
  const row = await (byKind || wants.between ? oneFromMany : one)(ctx.db, statement(ctx, chunk, wants, judging)).catch(
    (error: unknown) => {
      // Somebody was given the address at this very moment: judged again, it is taken.
      throw violates(error, 'users_email') ? new Retry('an address was taken meanwhile') : error;
    },
  );
  // Kinds are judged without a lock, and whoever no longer stands as judged was not written.
  if (row.written !== row.ok) throw new Retry('a user was changed meanwhile');
  const moves = seatMoves(catalog, row.moved);
  await moveSeats(ctx, moves, await reservedFor(seating));
  moveCounts(ctx, countMoves(row.moved));
  const refusedCount = Object.values(row.refused).reduce((sum, ids) => sum + ids.length, 0);
  return {
    result: {
      create: 0,
      update: 0,
      remove: 0,
      unchanged: row.unchanged,
      refused: refusedCount,
      [chunk.outcome]: row.written,
    },
    refused: row.refused,
    mails: row.mails,
    seatsTaken: Object.fromEntries(
      moves.map((move) => move.product).map((product) => [product, sumOf(moves, product)]),
    ),
  };
}

function sumOf(moves: { product: string; n: number }[], product: string): number {
  return moves.filter((move) => move.product === product).reduce((sum, move) => sum + move.n, 0);
}

/** Products of which the change may take seats. */
function productsWanted(catalog: Catalog, { takes, values }: Wants): string[] {
  if (!values.type && !values.addOns && !values.status) return [];
  return takes ?? products(catalog).map(({ key }) => key);
}

async function lockUsers(ctx: Ctx, wants: Wants): Promise<void> {
  const locked = sql`select from users u where ${inRange(ctx, wants)} and u.id in (select w.id from ${wants.from}) order by u.id for update`;
  await (wants.between ? allFromMany : all)(ctx.db, locked);
}

type Row = {
  ok: number;
  written: number;
  unchanged: number;
  mails: number;
  refused: Record<string, string[]>;
  moved: Moved[];
};

function statement(ctx: Ctx, chunk: ChunkRef, wants: Wants, options: JudgeOptions): RawBuilder<Row> {
  const { byKind } = options;
  return sql<Row>`with ${judged(ctx, wants, options)},
    ok as materialized (select ${sql.join([sql`j.*`, ...keptTexts(wants)])} from j where verdict = 'ok'),
    written as (update users u set ${assignments(ctx, wants)} from ${byKind ? sql`w, ok` : sql`ok`}
      where ${byKind ? isOfKind(ctx, wants, sql`ok`) : isRow(ctx, wants, sql`ok`)}
      returning ${returned(wants)}),
    done as materialized (select ${collected(wants, options)} from (select * from written order by id) s),
    others as materialized (${othersThanOk(ctx, wants, options)}),
    refused as (select coalesce(jsonb_object_agg(code, ids), '{}') as list
      from (select code, jsonb_agg(id) as ids from others where code <> 'unchanged' group by code) by_code),
    record as (
      insert into change_chunks (account_id, change_id, seq, outcome, ids, first_id, last_id, at, before, after, unchanged, refused)
      select ${ctx.accountId}, ${chunk.changeId}, ${chunk.seq}, ${chunk.outcome}, ids, ids[1], ids[cardinality(ids)], (select muster_now()),
        ${recorded(wants, options, 'before')}, ${recorded(wants, options, 'after')},
        (select coalesce(array_agg(id), '{}') from others where code = 'unchanged'), (select list from refused)
      from done
      on conflict (account_id, change_id, seq) do update set targets = null, outcome = excluded.outcome, ids = excluded.ids, first_id = excluded.first_id,
        last_id = excluded.last_id, at = excluded.at, before = excluded.before, after = excluded.after, unchanged = excluded.unchanged, refused = excluded.refused
      returning 1)
    select (select coalesce(sum(n), 0) from ok) as ok, (select count(*) from written) as written,
      (select count(*) from others where code = 'unchanged') as unchanged,
      (select coalesce(sum(n), 0) from ok where renews) as mails, (select list from refused) as refused, ${movedSql(wants, sql`ok`)} as moved, (select count(*) from record) as recorded`;
}

/** Only what is touched is written, so that an update of a type alone stays within its page and off every index. */
function assignments(ctx: Ctx, wants: Wants): Sql {
  const { values } = wants;
  const set = [sql`updated_at = (select muster_now())`];
  if (values.type) set.push(sql`type = ok.next_type`);
  if (values.addOns) set.push(sql`add_ons = ok.next_add_ons`);
  if (values.groupId) set.push(sql`group_id = ok.next_group_id`);
  if (values.department) set.push(sql`department = ok.next_department`);
  if (values.role) set.push(sql`role = ok.next_role`);
  if (values.firstName) set.push(sql`first_name = ok.next_first_name`);
  if (values.lastName) set.push(sql`last_name = ok.next_last_name`);
  if (wants.nameKey) set.push(sql`name_key = ok.next_name_key`);
  if (values.email) set.push(sql`email = ok.next_email, email_key = ok.next_email_key`);
  if (values.status) {
    set.push(sql`status = ok.next_status, status_before = case when ok.next_status = 'removed' then coalesce(u.status_before, u.status) end,
      removed_at = case when ok.next_status = 'removed' then coalesce(u.removed_at, (select muster_now())) end`);
  }
  if (values.status || values.email) {
    set.push(sql`invitation_version = u.invitation_version + (ok.renews or (ok.status = 'pending' and ok.next_status <> 'pending'))::int, expires_at = ok.next_expires_at,
      invited_at = case when ok.renews then (select muster_now()) else u.invited_at end, invited_by = case when ok.renews then ${inviter(ctx)} else u.invited_by end,
      mail_state = case when ok.renews then 'queued' when ok.want_status = 'joined' then 'accepted' else u.mail_state end,
      mail_at = case when ok.renews or ok.want_status = 'joined' then (select muster_now()) else u.mail_at end,
      mail_detail = case when ok.renews or ok.want_status = 'joined' then null else u.mail_detail end,
      recent_mails_since = case when not ok.renews then u.recent_mails_since when ${mailedLately} then ${mailsSince} end,
      recent_mails = case when not ok.renews then u.recent_mails when ${mailedLately} then coalesce(u.recent_mails, 1) + 1 end`);
  }
  return sql.join(set);
}

function inviter(ctx: Ctx): Sql {
  return ctx.actor.kind === 'user' ? sql`${ctx.actor.id}::uuid` : sql`u.invited_by`;
}

/** A field as the record keeps it. */
const texts: Record<Field, (side: 'before' | 'after') => Sql> = {
  email: (side) => judgedValue('email', side),
  firstName: (side) => judgedValue('first_name', side),
  lastName: (side) => judgedValue('last_name', side),
  department: (side) => judgedValue('department', side),
  type: (side) => judgedValue('type', side),
  addOns: (side) => sql`array_to_string(${judgedValue('add_ons', side)}, ',')`,
  groupId: (side) => sql`${judgedValue('group_id', side)}::text`,
  role: (side) => judgedValue('role', side),
  status: (side) => judgedValue('status', side),
};

const sides = ['before', 'after'] as const;
type Side = (typeof sides)[number];

const judgedValue = (column: string, side: Side): Sql =>
  sql.ref(side === 'before' ? `j.${column}` : `j.next_${column}`);

/** What the record keeps, by name: the touched fields, and the keys that go with an address and a name. */
function keptValues(wants: Wants): Record<string, (side: Side) => Sql> {
  const kept: Record<string, (side: Side) => Sql> = {};
  for (const field of fields) if (wants.values[field]) kept[field] = texts[field];
  if (wants.values.email) kept['emailKey'] = (side) => judgedValue('email_key', side);
  if (wants.nameKey) kept['nameKey'] = (side) => judgedValue('name_key', side);
  return kept;
}

const columnOf = (name: string, side: Side): Sql => sql.ref(`kept_${name}_${side}`);

/** Made for what is judged and not for what is written: a kind's values are the same for all of it. */
function keptTexts(wants: Wants): Sql[] {
  return Object.entries(keptValues(wants)).flatMap(([name, value]) =>
    sides.map((side) => sql`${value(side)} as ${columnOf(name, side)}`),
  );
}

/** What an update gives back for the record. */
function returned(wants: Wants): Sql {
  const names = Object.keys(keptValues(wants));
  return sql.join([sql`u.id`, ...names.flatMap((name) => sides.map((side) => sql`ok.${columnOf(name, side)}`))]);
}

/** Ids, and an array of texts in their order for each touched field; where kinds were judged, few vary and are collected apart. */
function collected(wants: Wants, { byKind }: JudgeOptions): Sql {
  const columns = byKind
    ? []
    : Object.keys(keptValues(wants)).flatMap((name) => sides.map((side) => columnOf(name, side)));
  const arrays = columns.map((column) => sql`jsonb_agg(${column}) as ${column}`);
  return sql.join([sql`coalesce(array_agg(id), '{}') as ids`, ...arrays]);
}

/** An array per touched field; a value that is the same for all stands once. */
function recorded(wants: Wants, { byKind }: JudgeOptions, side: Side): Sql {
  const pairs = Object.keys(keptValues(wants)).map((name) => {
    const constant = side === 'after' ? wants.constants?.[name] : undefined;
    if (constant !== undefined) return sql`${sql.lit(name)}, ${constant}::text`;
    const column = columnOf(name, side);
    if (!byKind) return sql`${sql.lit(name)}, ${column}`;
    return sql`${sql.lit(name)}, case when (select count(distinct ${column}) from ok) = 1 then (select to_jsonb(min(${column})) from ok)
      else (select jsonb_agg(${column} order by id) from written) end`;
  });
  return sql`jsonb_build_object(${sql.join(pairs)})`;
}

/** How many stood how before and after, as one JSON list: what seats and counts move by. */
export function movedSql(wants: Wants, from: Sql): RawBuilder<Moved[]> {
  const all = Boolean(wants.values.status || wants.values.email);
  const group =
    all || wants.values.groupId
      ? sql`group_id, next_group_id`
      : sql`null::uuid as group_id, null::uuid as next_group_id`;
  const department =
    all || wants.values.department ? sql`department, next_department` : sql`'' as department, '' as next_department`;
  return sql<Moved[]>`(select coalesce(json_agg(json_build_object('n', n,
      'before', json_build_object('status', status, 'statusNow', status_now, 'until', until, 'type', type, 'addOns', add_ons, 'groupId', group_id, 'department', department),
      'after', json_build_object('status', next_status, 'statusNow', next_status_now, 'until', next_until, 'type', next_type, 'addOns', next_add_ons, 'groupId', next_group_id, 'department', next_department))), '[]')
    from (select sum(n)::int as n, status, status_now, until, type, add_ons, group_id, department, next_status, next_status_now, next_until, next_type, next_add_ons, next_group_id, next_department
      from (select n, status, status_now, case when status = 'pending' then iso(expires_at) end as until, type, add_ons, ${group}, ${department},
          next_status, next_status_now, case when next_status = 'pending' then iso(next_expires_at) end as next_until, next_type, next_add_ons from ${from} where verdict = 'ok') s
      group by status, status_now, until, type, add_ons, group_id, department, next_status, next_status_now, next_until, next_type, next_add_ons, next_group_id, next_department) g)`;
}

import { type RawBuilder, sql } from 'kysely';
import { moveCounts } from '../accounts/counts.ts';
import type { Ctx } from '../kernel/context.ts';
import { one, Retry, violates } from '../kernel/database.ts';
import { type Catalog, products } from '../seats/catalog.ts';
import { lockSeats, moveSeats } from '../seats/seat-ledger.ts';
import { chunkSize, type Field, type Result } from './change.ts';
import { type JudgeOptions, judged } from './judge.ts';
import { countMoves, type Moved, seatMoves } from './moves.ts';
import type { Wants } from './wants.ts';

type Sql = RawBuilder<unknown>;

/** Where the record of a chunk goes, and what it is called there. */
export type ChunkRef = { changeId: string; seq: number; outcome: 'update' | 'remove' };
/** How a shortage of seats is met: all or nothing, or as far as the free and the reserved ones reach. */
export type Seating = { overflow: 'refuse' } | { overflow: 'fill'; reserved: Record<string, number> };
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
  options: Omit<JudgeOptions, 'free' | 'lock'>,
  seating: Seating,
): Promise<Written> {
  const free = seating.overflow === 'fill' ? await freeForFilling(ctx, wants, options, seating.reserved) : undefined;
  const judging = { ...options, ...(free ? { free } : {}), lock: true };
  const row = await one(ctx.db, statement(ctx, chunk, wants, judging)).catch((error: unknown) => {
    // Somebody was given the address at this very moment: judged again, it is taken.
    throw violates(error, 'users_email') ? new Retry('an address was taken meanwhile') : error;
  });
  const moves = seatMoves(options.catalog, row.moved);
  const reserved = seating.overflow === 'fill' ? seating.reserved : {};
  await moveSeats(ctx, moves, reserved);
  await moveCounts(ctx, countMoves(row.moved));
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

/**
 * Users first, then the ledger: the order in which everyone locks. Only products that may run short within one chunk are told:
 * ranking rows by seats costs a pass over them all.
 */
async function freeForFilling(
  ctx: Ctx,
  wants: Wants,
  { catalog }: { catalog: Catalog },
  reserved: Record<string, number>,
) {
  if (!wants.values.type && !wants.values.addOns && !wants.values.status) return undefined;
  await sql`select 1 from users u where u.account_id = ${ctx.accountId} and u.id in (select w.id from ${wants.from}) order by u.id for update`.execute(
    ctx.db,
  );
  const seats = await lockSeats(
    ctx,
    products(catalog).map((product) => product.key),
  );
  const free = products(catalog).map(({ key }) => [key, (seats.get(key)?.free ?? 0) + (reserved[key] ?? 0)] as const);
  return Object.fromEntries(free.filter(([, n]) => n < chunkSize));
}

type Row = { written: number; unchanged: number; mails: number; refused: Record<string, string[]>; moved: Moved[] };

function statement(ctx: Ctx, chunk: ChunkRef, wants: Wants, options: JudgeOptions): RawBuilder<Row> {
  return sql<Row>`with ${judged(ctx, wants, options)},
    ok as materialized (select * from j where verdict = 'ok' order by id),
    written as (update users u set ${assignments(ctx, wants)} from ok where u.account_id = ${ctx.accountId} and u.id = ok.id returning 1),
    bad as (select verdict as code, id from j where verdict not in ('ok', 'unchanged')
      union all select 'changed_since', id from j where verdict = 'ok' and conflict
      union all select 'unknown_user', id from (select id from w except select id from cur) missing),
    refused as (select coalesce(jsonb_object_agg(code, ids), '{}') as list from (select code, jsonb_agg(id) as ids from bad group by code) by_code),
    record as (
      insert into change_chunks (account_id, change_id, seq, outcome, ids, first_id, last_id, at, before, after, unchanged, refused)
      select ${ctx.accountId}, ${chunk.changeId}, ${chunk.seq}, ${chunk.outcome}, coalesce(array_agg(id), '{}'), (array_agg(id))[1], (array_agg(id))[count(*)::int], (select muster_now()),
        ${recorded(wants, 'before')}, ${recorded(wants, 'after')},
        (select coalesce(array_agg(id), '{}') from j where verdict = 'unchanged'), (select list from refused)
      from ok
      on conflict (account_id, change_id, seq) do update set targets = null, outcome = excluded.outcome, ids = excluded.ids, first_id = excluded.first_id,
        last_id = excluded.last_id, at = excluded.at, before = excluded.before, after = excluded.after, unchanged = excluded.unchanged, refused = excluded.refused
      returning 1)
    select (select count(*) from written) as written, (select count(*) from j where verdict = 'unchanged') as unchanged,
      (select count(*) from ok where renews) as mails, (select list from refused) as refused, ${movedSql(wants, sql`ok`)} as moved, (select count(*) from record) as recorded`;
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
    set.push(sql`status = ok.next_status, status_before = case when ok.next_status = 'removed' then coalesce(ok.status_before, ok.status) end,
      removed_at = case when ok.next_status = 'removed' then coalesce(ok.removed_at, (select muster_now())) end`);
  }
  if (values.status || values.email) {
    set.push(sql`epoch = u.epoch + (ok.renews or (ok.status = 'pending' and ok.next_status <> 'pending'))::int, expires_at = ok.next_expires_at,
      invited_at = case when ok.renews then (select muster_now()) else u.invited_at end, invited_by = case when ok.renews then ${inviter(ctx)} else u.invited_by end,
      mail_state = case when ok.renews then 'queued' when ok.want_status = 'joined' then 'accepted' else u.mail_state end,
      mail_at = case when ok.renews or ok.want_status = 'joined' then (select muster_now()) else u.mail_at end,
      mail_detail = case when ok.renews or ok.want_status = 'joined' then null else u.mail_detail end`);
  }
  return sql.join(set);
}

function inviter(ctx: Ctx): Sql {
  return ctx.actor.kind === 'user' ? sql`${ctx.actor.id}::uuid` : sql`u.invited_by`;
}

const texts: Record<Field, { before: Sql; after: Sql }> = {
  email: { before: sql`email`, after: sql`next_email` },
  firstName: { before: sql`first_name`, after: sql`next_first_name` },
  lastName: { before: sql`last_name`, after: sql`next_last_name` },
  department: { before: sql`department`, after: sql`next_department` },
  type: { before: sql`type`, after: sql`next_type` },
  addOns: { before: sql`array_to_string(add_ons, ',')`, after: sql`array_to_string(next_add_ons, ',')` },
  groupId: { before: sql`group_id::text`, after: sql`next_group_id::text` },
  role: { before: sql`role`, after: sql`next_role` },
  status: { before: sql`status`, after: sql`next_status` },
};

/** One array of texts per touched field, in the order of the ids; a value that is the same for all stands once. */
function recorded(wants: Wants, side: 'before' | 'after'): Sql {
  const names = Object.keys(texts)
    .filter(isField)
    .filter((field) => wants.values[field]);
  const pairs = names.map((field) => {
    const constant = side === 'after' ? wants.constants?.[field] : undefined;
    return constant === undefined
      ? sql`${sql.lit(field)}, jsonb_agg(${texts[field][side]})`
      : sql`${sql.lit(field)}, ${constant}::text`;
  });
  if (wants.values.email)
    pairs.push(side === 'before' ? sql`'emailKey', jsonb_agg(email_key)` : sql`'emailKey', jsonb_agg(next_email_key)`);
  if (wants.nameKey)
    pairs.push(side === 'before' ? sql`'nameKey', jsonb_agg(name_key)` : sql`'nameKey', jsonb_agg(next_name_key)`);
  return sql`jsonb_build_object(${sql.join(pairs)})`;
}

function isField(name: string): name is Field {
  return Object.hasOwn(texts, name);
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
    from (select count(*) as n, status, status_now, until, type, add_ons, group_id, department, next_status, next_status_now, next_until, next_type, next_add_ons, next_group_id, next_department
      from (select status, status_now, case when status = 'pending' then iso(expires_at) end as until, type, add_ons, ${group}, ${department},
          next_status, next_status_now, case when next_status = 'pending' then iso(next_expires_at) end as next_until, next_type, next_add_ons from ${from} where verdict = 'ok') s
      group by status, status_now, until, type, add_ons, group_id, department, next_status, next_status_now, next_until, next_type, next_add_ons, next_group_id, next_department) g)`;
}

import { type RawBuilder, sql } from 'kysely';
import { requirePermission } from '../../access/rules/permissions.ts';
import { moveCounts } from '../../accounts/counts.ts';
import { entryOf } from '../../audit/record.ts';
import { all, one } from '../../database/database.ts';
import type { Config } from '../../kernel/config.ts';
import { type Ctx, personOf } from '../../kernel/context.ts';
import { type Catalog, products } from '../../seats/catalog.ts';
import { asksSeat } from '../../seats/holding.ts';
import { moveSeats } from '../../seats/seat-ledger.ts';
import { columnOf, fieldOf, fields, textOf } from '../../users/rules/fields.ts';
import { expiryFromNow } from '../../users/rules/user-sql.ts';
import { invitationsLeft, noteInvited } from './early-invitations.ts';
import { dateOf, type Invite } from './invite.ts';
import { reservedFor, type SeatPolicy, scarceSeats } from './seat-policy.ts';
import { countMoves, seatMoves, sumSeats, type Transition, type UserState } from './transitions.ts';

type Sql = RawBuilder<unknown>;

export type Created = {
  /** Lines, and the ids of the users made of them, in the same order. */
  lines: number[];
  ids: string[];
  short: number[];
  taken: number[];
  unproven: number[];
  /** How many of them are invited. */
  invited: number;
  seatsTaken: Record<string, number>;
};

/**
 * Creates users from lines, a relation l (line, id, email_key, name_key and the columns of all fields) with valid values: an id if it is
 * known already, ids in e-mail order. A pending one is invited: the invitation is the row itself, mail is queued if they are invited now. A deactivated one is
 * not. Leaves out lines whose
 * address is in use (taken). With overflow fill it also leaves out lines beyond the free seats (short), and people whom the account may not
 * invite yet (unproven). note is what else the statement does with the outcome of each line, a relation done (line, id).
 * @throws forbidden (403), seats_short (409) if seats are short and overflow is refuse.
 */
export async function createUsers(
  ctx: Ctx,
  chunk: { changeId: string; seq: number },
  lines: Sql,
  options: { catalog: Catalog; config: Config; note?: Sql; invite?: Invite | undefined },
  policy: SeatPolicy,
): Promise<Created> {
  requirePermission(ctx, 'invitations.manage');
  const left = await invitationsLeft(ctx, options.config);
  const unproven = left === null ? [] : await linesBeyond(ctx, lines, left);
  const allowed =
    unproven.length === 0 ? lines : sql`(select * from ${lines} where line <> all(${unproven}::int[])) as l`;
  const created = await create(ctx, chunk, allowed, options, policy);
  if (left !== null) noteInvited(ctx, created.ids.length);
  return { ...created, unproven };
}

/** The lines whose address is free, after the first `left`. */
async function linesBeyond(ctx: Ctx, lines: Sql, left: number): Promise<number[]> {
  const beyond = await all(
    ctx.db,
    sql<{
      line: number;
    }>`select line from ${lines} where not exists (${userWithAddress(ctx)}) order by line offset ${left}::int`,
  );
  return beyond.map(({ line }) => line);
}

async function create(
  ctx: Ctx,
  chunk: { changeId: string; seq: number },
  lines: Sql,
  options: { catalog: Catalog; note?: Sql; invite?: Invite | undefined },
  policy: SeatPolicy,
): Promise<Omit<Created, 'unproven'>> {
  const asked = policy.overflow === 'fill' ? await productsAsked(ctx, options.catalog, lines) : [];
  const free = await scarceSeats(ctx, options.catalog, policy, asked, async () => {});
  const row = await one(ctx.db, createStatement(ctx, chunk, lines, { ...options, free }));
  const { states, ...made } = row;
  if (made.ids.length > 0) ctx.db.feed.push({ ...entryOf(ctx), ...chunk, events: made.ids.length });
  const transitions = states.map(({ n, ...after }): Transition => ({ n, before: null, after }));
  const moves = seatMoves(options.catalog, transitions);
  await moveSeats(ctx, moves, await reservedFor(policy));
  moveCounts(ctx, countMoves(transitions));
  const invited = states.reduce((sum, { n, status }) => sum + (status === 'pending' ? n : 0), 0);
  return { ...made, invited, seatsTaken: sumSeats(moves) };
}

/** Products that the lines need seats of. */
async function productsAsked(ctx: Ctx, catalog: Catalog, lines: Sql): Promise<string[]> {
  const keys = products(catalog).map(({ key }) => key);
  const { asked } = await one(
    ctx.db,
    sql<{ asked: string[] }>`select coalesce(array_agg(distinct key), '{}') as asked
      from (select distinct type, add_ons from ${lines}) l
        join unnest(${keys}::text[]) as key on key = l.type or key = any(l.add_ons)`,
  );
  return asked;
}

/** Lists are read as JSON: the driver takes 10 ms for an array of 10,000 ids, and Node's parser less than one. */
type Row = Omit<Created, 'seatsTaken' | 'unproven' | 'invited'> & { states: (UserState & { n: number })[] };

const userWithAddress = (ctx: Ctx): Sql =>
  sql`select from users o where o.account_id = ${ctx.accountId} and o.email_key = l.email_key and o.removed_at is null`;

const ifPending = (value: Sql, otherwise = sql`null`): Sql =>
  sql`case when status = 'pending' then ${value} else ${otherwise} end`;

/** The columns of users that lines fill. */
const filled = [...fields.map((field) => columnOf(field)), sql`email_key`, sql`name_key`];

/** What the record stores of created users: enough for their history, without names and addresses. */
const recorded = fields
  .filter((field) => !fieldOf(field).personal)
  .map((field) => ({ name: sql.lit(field), text: textOf(field, columnOf(field)) }));

/**
 * Makes users of lines in one statement, over one snapshot: absent (lines, marked if beyond the free seats) → fresh (with new ids, in the
 * order of addresses, which fills the pages of indexes in order) → made (the insert) → done (line and id) → record.
 */
export function createStatement(
  ctx: Ctx,
  chunk: { changeId: string; seq: number },
  lines: Sql,
  {
    note = sql`select`,
    free,
    invite = 'now',
  }: { note?: Sql; free: Record<string, number>; invite?: Invite | undefined },
): RawBuilder<Row> {
  const asks = (product: string) =>
    sql`(l.status = 'pending' and ${asksSeat({ type: sql`l.type`, addOns: sql`l.add_ons` }, product)})`;
  const short = Object.entries(free).map(
    ([product, seats]) =>
      sql`(${asks(product)} and sum(${asks(product)}::int) over (order by line rows unbounded preceding) > ${seats}::int)`,
  );
  const isShort = short.length > 0 ? sql.join(short, sql` or `) : sql`false`;
  // An address in use takes no seat. If seats are not counted, the index of addresses alone decides who is left out.
  const unused = short.length > 0 ? sql`where not exists (${userWithAddress(ctx)})` : sql``;
  const inviter = personOf(ctx.actor);
  const columns = sql.join(filled);
  return sql<Row>`with l as materialized (select l.* from ${lines}),
    absent as materialized (
      select l.*, ${isShort} as short from l ${unused}),
    fresh as materialized (
      select coalesce(absent.id, ordered_id((select muster_now()), row_number() over (order by email_key))) as new_id, absent.*
      from absent where not short order by email_key),
    made as (
      insert into users (account_id, id, ${columns}, joined, invitation_version, invited_by, invited_at, expires_at,
        mail_state, mail_at, send_with, created_at, updated_at)
      select ${ctx.accountId}::uuid, new_id, ${columns}, false, ${ifPending(sql`1`, sql`0`)}, ${ifPending(sql`${inviter}::uuid`)},
        ${ifPending(sql`(select muster_now())`)}, ${ifPending(expiryFromNow(ctx.accountId))},
        ${ifPending(sql.lit(invite === 'now' ? 'queued' : 'not_sent'))}, ${ifPending(sql`(select muster_now())`)},
        ${ifPending(sql`${dateOf(invite) === null ? null : chunk.changeId}::uuid`)}, (select muster_now()), (select muster_now())
      from fresh order by email_key
      on conflict (account_id, email_key) where removed_at is null do nothing
      returning id, expires_at, ${columns}),
    kept as materialized (select * from made order by id),
    done as materialized (select fresh.line, kept.id from fresh join kept on kept.id = fresh.new_id order by kept.id),
    noted as (${note}),
    record as (
      insert into change_chunks (account_id, change_id, seq, outcome, ids, first_id, last_id, at, after)
      select ${ctx.accountId}::uuid, ${chunk.changeId}::uuid, ${chunk.seq}::int, 'create', coalesce(array_agg(id), '{}'),
        (array_agg(id))[1], (array_agg(id))[count(*)::int], (select muster_now()),
        jsonb_build_object(${sql.join(recorded.map(({ name, text }) => sql`${name}, jsonb_agg(${text})`))})
      from kept
      on conflict (account_id, change_id, seq) do update set targets = null, outcome = excluded.outcome,
        ids = excluded.ids, first_id = excluded.first_id, last_id = excluded.last_id, at = excluded.at, after = excluded.after
      returning 1)
    select (select count(*) from record),
      (select coalesce(json_agg(line), '[]') from absent where short) as short,
      (select coalesce(json_agg(line order by line), '[]') from (
        select line from l except select line from absent where short except select line from done) t) as taken,
      (select coalesce(json_agg(line), '[]') from done) as lines,
      (select coalesce(json_agg(id), '[]') from done) as ids,
      (select coalesce(json_agg(json_build_object('n', n, 'status', status, 'statusNow', status, 'until', until,
          'type', type, 'addOns', add_ons, 'groupId', group_id, 'department', department)), '[]')
        from (
          select count(*) as n, status, iso(expires_at) as until, type, add_ons, group_id, department from kept
          group by status, expires_at, type, add_ons, group_id, department) s) as states`;
}

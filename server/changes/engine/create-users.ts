import { type RawBuilder, sql } from 'kysely';
import { requirePermission } from '../../access/rules/permissions.ts';
import { moveCounts } from '../../accounts/counts.ts';
import { all, one } from '../../database/database.ts';
import type { Config } from '../../kernel/config.ts';
import type { Ctx } from '../../kernel/context.ts';
import { type Catalog, products } from '../../seats/catalog.ts';
import { moveSeats } from '../../seats/seat-ledger.ts';
import { expiryFromNow } from '../../users/user.ts';
import { invitationsLeft, noteInvited } from './early-invitations.ts';
import { countMoves, type Moved, type Standing, seatMoves } from './moves.ts';
import { reservedFor, type Seating, scarceSeats } from './seating.ts';

type Sql = RawBuilder<unknown>;

export type Created = {
  /** Lines, and the ids of who was made of them, in the same order. */
  lines: number[];
  ids: string[];
  short: number[];
  taken: number[];
  unproven: number[];
  seatsTaken: Record<string, number>;
};

/**
 * Creates pending users from lines, a relation l (line, email, email_key, first_name, last_name, name_key, department, group_id,
 * type, add_ons, role) whose values are valid: ids in e-mail order, the invitation is the row itself, mail is queued.
 * An address that is in use by now is left out (taken); with overflow fill so are lines beyond the free seats (short), and those whom
 * an account may not invite yet (unproven).
 * note says what else is done with what became of each line, a relation done (line, id), in the same statement.
 * @throws forbidden (403), seats_short (409) when seats are short and overflow is refuse.
 */
export async function createUsers(
  ctx: Ctx,
  chunk: { changeId: string; seq: number },
  lines: Sql,
  options: { catalog: Catalog; config: Config; note?: Sql },
  seating: Seating,
): Promise<Created> {
  requirePermission(ctx, 'invitations.manage');
  const left = await invitationsLeft(ctx, options.config);
  const unproven = left === null ? [] : await linesBeyond(ctx, lines, left);
  const allowed =
    unproven.length === 0 ? lines : sql`(select * from ${lines} where line <> all(${unproven}::int[])) as l`;
  const created = await create(ctx, chunk, allowed, options, seating);
  if (left !== null) noteInvited(ctx, created.ids.length);
  return { ...created, unproven };
}

/** Of the lines whose address is free, those after the first few. */
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
  options: { catalog: Catalog; note?: Sql },
  seating: Seating,
): Promise<Omit<Created, 'unproven'>> {
  const wanted = seating.overflow === 'fill' ? await productsWanted(ctx, options.catalog, lines) : [];
  const free = await scarceSeats(ctx, options.catalog, seating, wanted, async () => {});
  const row = await one(ctx.db, statement(ctx, chunk, lines, options, Object.entries(free)));
  const { stands, ...made } = row;
  const moved = stands.map(({ n, ...after }): Moved => ({ n, before: null, after }));
  const moves = seatMoves(options.catalog, moved);
  await moveSeats(ctx, moves, await reservedFor(seating));
  moveCounts(ctx, countMoves(moved));
  const seatsTaken: Record<string, number> = {};
  for (const move of moves) seatsTaken[move.product] = (seatsTaken[move.product] ?? 0) + move.n;
  return { ...made, seatsTaken };
}

/** Products that the lines ask seats of. */
async function productsWanted(ctx: Ctx, catalog: Catalog, lines: Sql): Promise<string[]> {
  const keys = products(catalog).map(({ key }) => key);
  const { wanted } = await one(
    ctx.db,
    sql<{ wanted: string[] }>`select coalesce(array_agg(distinct key), '{}') as wanted
      from (select distinct type, add_ons from ${lines}) l join unnest(${keys}::text[]) as key on key = l.type or key = any(l.add_ons)`,
  );
  return wanted;
}

/** Lists come as JSON: the driver takes 10 ms for an array of 10,000 ids, and Node's parser less than one. */
type Row = Omit<Created, 'seatsTaken' | 'unproven'> & { stands: (Standing & { n: number })[] };

const userWithAddress = (ctx: Ctx): Sql =>
  sql`select from users o where o.account_id = ${ctx.accountId} and o.email_key = l.email_key and o.removed_at is null`;

function statement(
  ctx: Ctx,
  chunk: { changeId: string; seq: number },
  lines: Sql,
  { note = sql`select` }: { note?: Sql },
  free: [string, number][],
): RawBuilder<Row> {
  const takes = (product: string) => sql`(l.type = ${product} or ${product} = any(l.add_ons))`;
  const short = free.map(
    ([product, n]) =>
      sql`(${takes(product)} and sum(${takes(product)}::int) over (order by line rows unbounded preceding) > ${n}::int)`,
  );
  // Whose address is in use takes no seat. Where seats are not counted out, the index of addresses alone tells who is left out.
  const unused = sql`where not exists (${userWithAddress(ctx)})`;
  const inviter = ctx.actor.kind === 'user' ? ctx.actor.id : null;
  return sql<Row>`with l as materialized (select l.* from ${lines}),
    absent as materialized (
      select l.*, ${short.length > 0 ? sql.join(short, sql` or `) : sql`false`} as short from l ${short.length > 0 ? unused : sql``}),
    fresh as materialized (
      select ordered_id((select muster_now()), row_number() over (order by email_key)) as id, absent.* from absent where not short order by email_key),
    made as (
      insert into users (account_id, id, email, email_key, first_name, last_name, name_key, department, type, add_ons, group_id, role, status,
        invitation_version, invited_by, invited_at, expires_at, mail_state, mail_at, created_at, updated_at)
      select ${ctx.accountId}::uuid, id, email, email_key, first_name, last_name, name_key, department, type, add_ons, group_id, role, 'pending',
        1, ${inviter}::uuid, (select muster_now()), ${expiryFromNow(ctx.accountId)}, 'queued', (select muster_now()), (select muster_now()), (select muster_now())
      from fresh order by email_key
      on conflict (account_id, email_key) where removed_at is null do nothing
      returning id, type, add_ons, group_id, department, role, expires_at),
    kept as materialized (select * from made order by id),
    done as materialized (select fresh.line, fresh.id from fresh join kept on kept.id = fresh.id order by fresh.id),
    noted as (${note}),
    record as (
      insert into change_chunks (account_id, change_id, seq, outcome, ids, first_id, last_id, at, after)
      select ${ctx.accountId}::uuid, ${chunk.changeId}::uuid, ${chunk.seq}::int, 'create', coalesce(array_agg(id), '{}'), (array_agg(id))[1], (array_agg(id))[count(*)::int], (select muster_now()),
        jsonb_build_object('status', 'pending', 'type', jsonb_agg(type), 'groupId', jsonb_agg(group_id::text), 'addOns', jsonb_agg(array_to_string(add_ons, ',')), 'role', jsonb_agg(role))
      from kept
      on conflict (account_id, change_id, seq) do update set targets = null, outcome = excluded.outcome, ids = excluded.ids, first_id = excluded.first_id,
        last_id = excluded.last_id, at = excluded.at, after = excluded.after
      returning 1)
    select (select count(*) from record),
      (select coalesce(json_agg(line), '[]') from absent where short) as short,
      (select coalesce(json_agg(line order by line), '[]') from (select line from l except select line from absent where short except select line from done) t) as taken,
      (select coalesce(json_agg(line), '[]') from done) as lines, (select coalesce(json_agg(id), '[]') from done) as ids,
      (select coalesce(json_agg(json_build_object('n', n, 'status', 'pending', 'statusNow', 'pending', 'until', until, 'type', type, 'addOns', add_ons, 'groupId', group_id, 'department', department)), '[]')
        from (select count(*) as n, iso(expires_at) as until, type, add_ons, group_id, department from kept group by expires_at, type, add_ons, group_id, department) s) as stands`;
}

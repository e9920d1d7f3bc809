import { type RawBuilder, sql } from 'kysely';
import { moveCounts } from '../../accounts/counts.ts';
import { entryOf } from '../../audit/record.ts';
import { all, allFromMany, one, oneFromMany } from '../../database/database.ts';
import { Retry, violates } from '../../database/database-error.ts';
import { type Ctx, personOf } from '../../kernel/context.ts';
import { moveSeats } from '../../seats/seat-ledger.ts';
import { fieldOf } from '../../users/rules/fields.ts';
import { mailedLately, mailsSince } from '../../users/rules/user-sql.ts';
import type { Result } from './change.ts';
import { type EvaluateOptions, evaluated, isOfCohort, mayJudgeCohorts, othersThanOk } from './evaluate.ts';
import { productsTaken, touched, touches, touchesAccess } from './facts.ts';
import { dateOf, type Invite } from './invite.ts';
import { inRange, isRow, peopleRelation, rangeOf } from './people.ts';
import type { Proposal } from './proposal.ts';
import { collected, keptColumns, keptTexts, recordedSide } from './record-columns.ts';
import { reservedFor, type SeatPolicy, scarceSeats } from './seat-policy.ts';
import { countMoves, seatMoves, sumSeats, type Transition, transitionsSql } from './transitions.ts';

type Sql = RawBuilder<unknown>;

/** The chunk whose record is written, and its outcome. */
export type ChunkRef = { changeId: string; seq: number; outcome: 'update' | 'remove' };
type Inviting = { invite?: Invite | undefined };
export type Written = {
  result: Result;
  refused: Record<string, string[]>;
  mails: number;
  seatsTaken: Record<string, number>;
};

/**
 * Applies a proposal to existing users in the caller's transaction: judges, writes, records, moves seats and counts. The only way to change
 * a user row. Returns what was done, and the refused ids by code.
 * @throws seats_short (409) if seats are short and overflow is refuse.
 */
export async function writeUsers(
  ctx: Ctx,
  chunk: ChunkRef,
  proposal: Proposal,
  options: Pick<EvaluateOptions, 'rules' | 'asSelf' | 'reach'> & Inviting,
  policy: SeatPolicy,
): Promise<Written> {
  const { catalog } = options.rules;
  const taken = productsTaken(catalog, proposal);
  const free = await scarceSeats(ctx, catalog, policy, taken, () => lockUsers(ctx, proposal));
  const byCohort = mayJudgeCohorts(proposal, free);
  const evaluating = { ...options, free, lock: !byCohort, byCohort };
  const ask = byCohort || rangeOf(proposal.people) ? oneFromMany : one;
  const row = await ask(ctx.db, writeStatement(ctx, chunk, proposal, evaluating)).catch((error: unknown) => {
    // A concurrent transaction took this address. Judged again, the rules answer email_taken.
    throw violates(error, 'users_email') ? new Retry('an address was taken meanwhile') : error;
  });
  // Cohorts are judged without a lock. A user who has changed meanwhile was not written.
  if (row.written !== row.ok) throw new Retry('a user was changed meanwhile');
  if (row.written > 0)
    ctx.db.feed.push({ ...entryOf(ctx), changeId: chunk.changeId, seq: chunk.seq, events: row.written });
  const moves = seatMoves(catalog, row.transitions);
  await moveSeats(ctx, moves, await reservedFor(policy));
  moveCounts(ctx, countMoves(row.transitions));
  const refused = Object.values(row.refused).reduce((sum, ids) => sum + ids.length, 0);
  return {
    result: { create: 0, update: 0, remove: 0, unchanged: row.unchanged, refused, [chunk.outcome]: row.written },
    refused: row.refused,
    mails: row.mails,
    seatsTaken: sumSeats(moves),
  };
}

async function lockUsers(ctx: Ctx, { people }: Proposal): Promise<void> {
  const locked = sql`select from users u where ${inRange(ctx, rangeOf(people))}
    and u.id in (select p.id from ${peopleRelation(ctx, people)}) order by u.id for update`;
  await (rangeOf(people) ? allFromMany : all)(ctx.db, locked);
}

type Row = {
  ok: number;
  written: number;
  unchanged: number;
  mails: number;
  refused: Record<string, string[]>;
  transitions: Transition[];
};

/**
 * Applies a proposal in one statement, which PostgreSQL runs over one snapshot: verdicts → ok (users to write, with their recorded values)
 * → written (the update) → done (their ids in order) → record. `others` are users who are left out.
 */
export function writeStatement(
  ctx: Ctx,
  chunk: ChunkRef,
  proposal: Proposal,
  options: EvaluateOptions & Inviting,
): RawBuilder<Row> {
  const byCohort = options.byCohort ?? false;
  const isOk = byCohort ? isOfCohort(ctx, proposal, sql`ok`) : isRow(ctx, proposal.people, sql`ok`);
  return sql<Row>`with ${evaluated(ctx, proposal, options)},
    ok as materialized (
      select ${sql.join([sql`v.*`, ...keptTexts(proposal)])} from verdicts v where verdict = 'ok'),
    written as (
      update users u set ${assignments(ctx, chunk, proposal, options.invite ?? 'now')}
      from ${byCohort ? sql`p, ok` : sql`ok`} where ${isOk}
      returning ${sql.join([sql`u.id`, ...keptColumns(proposal, sql`ok`)])}),
    done as materialized (
      select ${collected(proposal, byCohort)} from (select * from written order by id) s),
    others as materialized (
      ${othersThanOk(ctx, proposal, options)}),
    refused as (
      select coalesce(jsonb_object_agg(code, ids), '{}') as list
      from (select code, jsonb_agg(id) as ids from others where code <> 'unchanged' group by code) by_code),
    record as (
      insert into change_chunks (account_id, change_id, seq, outcome, ids, first_id, last_id, at, before, after, unchanged, refused)
      select ${ctx.accountId}, ${chunk.changeId}, ${chunk.seq}, ${chunk.outcome}, ids, ids[1], ids[cardinality(ids)], (select muster_now()),
        ${recordedSide(proposal, byCohort, 'before')},
        ${recordedSide(proposal, byCohort, 'after')},
        (select coalesce(array_agg(id), '{}') from others where code = 'unchanged'), (select list from refused)
      from done
      on conflict (account_id, change_id, seq) do update set targets = null, outcome = excluded.outcome,
        ids = excluded.ids, first_id = excluded.first_id, last_id = excluded.last_id, at = excluded.at,
        before = excluded.before, after = excluded.after, unchanged = excluded.unchanged, refused = excluded.refused
      returning 1)
    select (select coalesce(sum(n), 0) from ok) as ok,
      (select count(*) from written) as written,
      (select count(*) from others where code = 'unchanged') as unchanged,
      (select coalesce(sum(n), 0) from ok where ${isMailed(options.invite ?? 'now')}) as mails,
      (select list from refused) as refused,
      ${transitionsSql(proposal, sql`ok`)} as transitions,
      (select count(*) from record) as recorded`;
}

/** Writes only what is touched, so that an update of a type alone stays within its page and out of every index. */
function assignments(ctx: Ctx, chunk: ChunkRef, proposal: Proposal, invite: Invite): Sql {
  const set = [sql`updated_at = (select muster_now())`];
  for (const field of touched(proposal)) {
    const { column } = fieldOf(field);
    set.push(sql`${sql.ref(column)} = ok.${sql.ref(`next_${column}`)}`);
  }
  if (proposal.keys?.nameKey) set.push(sql`name_key = ok.next_name_key`);
  if (touches(proposal, 'email')) set.push(sql`email_key = ok.next_email_key`);
  if (touches(proposal, 'status')) set.push(...trash);
  if (touchesAccess(proposal)) set.push(...invitation(ctx, chunk, proposal, invite));
  return sql.join(set);
}

/** The status to restore, and the time at which the user entered the trash. */
const trash: Sql[] = [
  sql`status_before = case when ok.next_status = 'removed' then coalesce(u.status_before, u.status) end`,
  sql`removed_at = case when ok.next_status = 'removed' then coalesce(u.removed_at, (select muster_now())) end`,
];

/** Is a new invitation mailed at once? */
const isMailed = (invite: Invite): Sql => (invite === 'now' ? sql`ok.renews` : sql`false`);

/** A new invitation gets a version, an expiry and a mail, now or later. Joining ends it. */
function invitation(ctx: Ctx, { changeId }: ChunkRef, proposal: Proposal, invite: Invite): Sql[] {
  const mailed = isMailed(invite);
  const sendWith = invite === 'now' ? sql`null` : dateOf(invite) === null ? sql`u.send_with` : sql`${changeId}::uuid`;
  const inviter = sql`coalesce(${personOf(ctx.actor)}::uuid, u.invited_by)`;
  const joins = touches(proposal, 'status') ? sql`coalesce(ok.proposed_status = 'joined', false)` : sql`false`;
  const isNoted = sql`ok.renews or ${joins}`;
  return [
    sql`invitation_version = u.invitation_version + (ok.renews or (ok.status = 'pending' and ok.next_status <> 'pending'))::int`,
    sql`expires_at = ok.next_expires_at`,
    sql`joined = u.joined or ${joins}`,
    sql`invited_at = case when ok.renews then (select muster_now()) else u.invited_at end`,
    sql`invited_by = case when ok.renews then ${inviter} else u.invited_by end`,
    sql`mail_state = case when ok.renews then ${sql.lit(invite === 'now' ? 'queued' : 'not_sent')} when ${joins} then 'accepted' else u.mail_state end`,
    sql`mail_at = case when ${isNoted} then (select muster_now()) else u.mail_at end`,
    sql`mail_detail = case when ${isNoted} then null else u.mail_detail end`,
    sql`send_with = case when ok.renews then ${sendWith} else u.send_with end`,
    sql`recent_mails_since = case when not ${mailed} then u.recent_mails_since when ${mailedLately} then ${mailsSince} end`,
    sql`recent_mails = case when not ${mailed} then u.recent_mails when ${mailedLately} then coalesce(u.recent_mails, 1) + 1 end`,
  ];
}

import { sql } from 'kysely';
import { mailInvitationsJob, mailOwnInvitationsJob } from '../changes/run/change-jobs.ts';
import { all, inAccount, inSystem, maybe, one, readInSystem } from '../database/database.ts';
import type { Run } from '../jobs/job.ts';
import { asSystem, type Ctx } from '../kernel/context.ts';
import { isOf } from '../mail/mail-pace.ts';
import { retryInSeconds } from '../mail/mail-queue.ts';
import type { Tools } from '../tools.ts';
import { isOver } from '../users/rules/user-sql.ts';
import type { Due } from './hand-over.ts';
import type { Outbox } from './outbox.ts';
import { type Invited, withReplyTo } from './reply-to.ts';

/** A mail server that delays a mail for three days will not take it. */
const giveUpAfterDays = 3;
/** Ids of a record that are read at once: many, so that a revoked crowd is skipped quickly. */
const lookAtOnce = 500;

/** The account that has the turn, or the seconds until the next is due. accountId is null if nothing waits. */
export type Turn = {
  accountId: string | null;
  queueId: number;
  seconds: number;
  /** The mail server did not answer the last time: the seconds until it is tried again. */
  silentFor: number | null;
};

/** Whose mail a carrier brings, for the functions of the database. The environment's mail server carries the mail of every account. */
const carriedBy = (tools: Tools, carrier: string | null) => sql`${carrier}::uuid, ${tools.config.smtpUrl !== null}`;

/**
 * Asks which account has the turn, for the one mailing job of a carrier; null if this is no longer that job. Other such jobs only wake it.
 * It deletes them, because this query sees what they announced.
 */
export function nextTurn(tools: Tools, run: Run, carrier: string | null): Promise<Turn | null> {
  const { name } = carrier === null ? mailInvitationsJob : mailOwnInvitationsJob;
  return inSystem(tools.database, (db) =>
    maybe(
      db,
      sql<Turn>`with own as materialized (select from jobs where id = ${run.jobId} and lease_until > clock_timestamp()),
          woken as (delete from jobs where name = ${name} and account_id is not distinct from ${carrier}::uuid and lease_until is null and exists (select from own))
        select t.account_id as "accountId", t.id as "queueId", t.seconds,
          case when m.silent_since is not null then greatest(0, extract(epoch from m.next_try_at - muster_now()))::float8 end as "silentFor"
        from mail_server m left join mail_turn(${carriedBy(tools, carrier)}) t on true
        where m.${isOf(carrier)} and exists (select from own)`,
    ),
  );
}

/**
 * The next people of the turn, except those being sent: of the small changes of all accounts, or of one record. Whom to mail is read from
 * their own rows, so nothing is lost when a server dies.
 */
export async function takeTurn(
  tools: Tools,
  turn: { accountId: string; queueId: number },
  most: number,
  outbox: Outbox,
): Promise<Due[]> {
  // Copied before the query: a mail that is done during the query may still be queued in its snapshot.
  const away = new Set(outbox.flying.keys());
  const ahead = await lookAhead(tools, most + away.size, outbox.mailer.carrier);
  // A small change without people left ends like a crowd.
  const due = ahead[0]?.id != null ? ahead : await takeCrowd(tools, turn, most + away.size, outbox);
  // A person invited by two changes is in both, and is mailed once.
  const people = due
    .filter(isPerson)
    .filter(({ id }) => !away.has(id) && away.add(id))
    .slice(0, most);
  return withReplyTo(tools, people);
}

type Ahead = Omit<Invited, 'id'> & { id: string | null };

const isPerson = (due: Ahead): due is Invited => due.id !== null;

function lookAhead(tools: Tools, most: number, carrier: string | null): Promise<Ahead[]> {
  return readInSystem(tools.database, (db) =>
    all(
      db,
      sql<Ahead>`select account_id as "accountId", queue_id as "queueId", id, email, invitation_version as "invitationVersion", account_name as "accountName",
          expires_at as "expiresAt", days, inviter_id as "inviterId", invited_by as "invitedBy", inviter_email as "inviterEmail", reply_to as "replyTo", last_try as "lastTry"
        from mail_small_changes(${carriedBy(tools, carrier)}, ${most}, make_interval(days => ${giveUpAfterDays}))`,
    ),
  );
}

/** The position in the record only avoids reading people who are done. */
function takeCrowd(
  tools: Tools,
  { accountId, queueId }: { accountId: string; queueId: number },
  most: number,
  outbox: Outbox,
): Promise<Invited[]> {
  const sent = outbox.takeSent(accountId);
  return inAccount(tools.database, asSystem(accountId), async (ctx) => {
    const due = await lookFurther(ctx, queueId, most);
    if (due.length === 0) await endPass(ctx, queueId);
    await noteTurn(ctx, sent);
    return due;
  });
}

function lookFurther(ctx: Ctx, queueId: number, most: number): Promise<Invited[]> {
  return all(
    ctx.db,
    sql<Invited>`with place as materialized (select * from mail_queue where account_id = ${ctx.accountId} and id = ${queueId} for update),
      seen as (select t.id, p.ids_settled + t.n::int as n, p.run_at from place p
        join change_chunks c on c.account_id = p.account_id and c.change_id = p.change_id and c.seq = p.seq
        cross join lateral unnest(c.ids[p.ids_settled + 1 : p.ids_settled + ${lookAtOnce}::int]) with ordinality as t (id, n)),
      due as materialized (select s.n, u.id, u.email, u.invitation_version, u.expires_at, u.invited_by from seen s join users u on u.account_id = ${ctx.accountId} and u.id = s.id
        where u.id = any(array(select id from seen)) and u.status = 'pending' and not ${isOver}
          and (u.mail_state = 'queued' or (u.mail_state = 'delayed' and u.mail_at < s.run_at))),
      moved as (update mail_queue q set ids_settled = coalesce((select min(n) - 1 from due), p.ids_settled + ${lookAtOnce}::int)
        from place p where q.account_id = p.account_id and q.id = p.id)
      select a.id as "accountId", ${queueId}::bigint as "queueId", d.id, d.email, d.invitation_version as "invitationVersion", a.name as "accountName",
        iso(d.expires_at) as "expiresAt", days_until(d.expires_at, (select muster_now())) as days, i.id as "inviterId", i.name as "invitedBy", i.email as "inviterEmail", t.reply_to as "replyTo",
        coalesce(p.delayed_since <= muster_now() - make_interval(days => ${giveUpAfterDays}), false) as "lastTry"
      from due d cross join place p join accounts a on a.id = p.account_id
      left join mail_settings t on t.account_id = p.account_id
      left join lateral (select id, display_name(first_name, last_name) as name, email from users
        where account_id = ${ctx.accountId} and id = d.invited_by and status = 'active') i on true
      order by d.n limit ${most}`,
  );
}

/** At the end of the record: it leaves the queue, or starts again later for people whose mail was delayed. */
async function endPass(ctx: Ctx, queueId: number): Promise<void> {
  const place = sql`account_id = ${ctx.accountId} and id = ${queueId}`;
  const ended = await maybe(
    ctx.db,
    sql<{ ids: string[] }>`select c.ids::text[] as ids
      from mail_queue q join change_chunks c on c.account_id = q.account_id and c.change_id = q.change_id and c.seq = q.seq
      where q.account_id = ${ctx.accountId} and q.id = ${queueId} and q.ids_settled >= cardinality(c.ids)`,
  );
  if (!ended) return;
  const { delayed, since, age } = await one(
    ctx.db,
    sql<{ delayed: number; since: string; age: number }>`select count(*)::int as delayed, iso(min(u.mail_at)) as since,
        coalesce(extract(epoch from muster_now() - coalesce((select delayed_since from mail_queue where ${place}), min(u.mail_at))), 0)::float8 as age
      from users u where u.account_id = ${ctx.accountId} and u.id = any(${ended.ids}::uuid[])
        and u.status = 'pending' and not ${isOver} and u.mail_state = 'delayed'`,
  );
  if (delayed === 0) await sql`delete from mail_queue where ${place}`.execute(ctx.db);
  else
    await sql`update mail_queue set ids_settled = 0, people_waiting = ${delayed}, delayed_since = coalesce(delayed_since, ${since}),
      run_at = ${since}::timestamptz + make_interval(secs => ${retryInSeconds(age)}) where ${place}`.execute(ctx.db);
}

/**
 * Records the account's turn. The rate is what was sent in the last half minute or so; the newest seconds count most. A long pause does not
 * count.
 */
async function noteTurn(ctx: Ctx, sent: number): Promise<void> {
  await sql`insert into mail_steering as s (account_id, last_turn_at, measured_from, measured_mails) values (${ctx.accountId}, clock_timestamp(), clock_timestamp(), 0)
    on conflict (account_id) do update set last_turn_at = clock_timestamp(),
      (measured_from, measured_mails, mails_per_second) = (select
        case when seconds < 5 then s.measured_from else clock_timestamp() end,
        case when seconds < 5 then s.measured_mails + ${sent}::int else 0 end,
        case when seconds < 5 then s.mails_per_second when seconds < 60 then coalesce(0.8 * s.mails_per_second + 0.2 * pace, pace) end
        from (select seconds, (s.measured_mails + ${sent}::int) / greatest(1, seconds) as pace
          from (select coalesce(extract(epoch from clock_timestamp() - s.measured_from), 60)::float8 as seconds) since) age)`.execute(
    ctx.db,
  );
}

import { sql } from 'kysely';
import { absoluteDays } from '../../access/sessions/find-session.ts';
import { all, inAccount, inSystem } from '../../database/database.ts';
import type { Run } from '../../jobs/job.ts';
import { asSystem, type Ctx, type Db } from '../../kernel/context.ts';
import type { Tools } from '../../tools.ts';
import { keepDays, keptSince } from '../../users/rules/user-sql.ts';
import { purgeMax, purgeUsers } from './purge-users.ts';

const everySeconds = 3600;
/** Lines of imported files per transaction. */
const linesMax = 20_000;

/** Erases what is 30 days old: trash, expired invitations, imported files, stored answers, old links. */
export async function sweep(tools: Tools, run: Run): Promise<void> {
  const accounts = await inSystem(tools.database, (db) =>
    all(db, sql<{ id: string }>`select accounts_existing() as id`),
  );
  // Small transactions, so that each holds its locks briefly. Files go first, so that erasing a person need not search them.
  for (const { id } of accounts)
    for (const bite of [sweepImports, sweepPeople]) while (!run.draining() && (await inBite(tools, id, bite)));
  await inSystem(tools.database, sweepServer, 'job');
  await run.putOff(everySeconds);
}

type Bite = (ctx: Ctx, tools: Tools) => Promise<boolean>;

function inBite(tools: Tools, accountId: string, bite: Bite): Promise<boolean> {
  return inAccount(tools.database, asSystem(accountId), (ctx) => bite(ctx, tools));
}

/** Imports, and what else is kept for a limited time. True while there is more. */
async function sweepImports(ctx: Ctx): Promise<boolean> {
  const { accountId } = ctx;
  const old = sql`account_id = ${accountId} and created_at <= ${keptSince}`;
  const lines =
    await sql`delete from import_lines where account_id = ${accountId} and ctid = any(array(select l.ctid from import_lines l
      where l.account_id = ${accountId} and l.change_id in (select id from changes where ${old}) limit ${linesMax}))`.execute(
      ctx.db,
    );
  if (Number(lines.numAffectedRows) === linesMax) return true;
  await sql`delete from import_files where account_id = ${accountId} and change_id in (select id from changes where ${old})`.execute(
    ctx.db,
  );
  await sql`update changes set file_details = jsonb_set(file_details, '{sample}', '[]'), kept_bytes = 0, kept_lines = 0
    where ${old} and (kept_bytes > 0 or kept_lines > 0 or file_details -> 'sample' <> '[]')`.execute(ctx.db);
  await sql`delete from idempotency_keys where account_id = ${accountId} and created_at <= muster_now() - interval '24 hours'`.execute(
    ctx.db,
  );
  await sql`delete from webhook_deliveries where account_id = ${accountId} and at <= muster_now() - interval '7 days'`.execute(
    ctx.db,
  );
  // The newest entry stays, so that a reader who has seen it can go on.
  await sql`delete from feed_entries where account_id = ${accountId} and at <= ${keptSince}
    and position < (select last from feeds where account_id = ${accountId})`.execute(ctx.db);
  return false;
}

/** Trash and expired invitations that are 30 days old. True while there are more. */
async function sweepPeople(ctx: Ctx, tools: Tools): Promise<boolean> {
  const { accountId } = ctx;
  const since = sql`${keptSince}`;
  const due = await all(
    ctx.db,
    sql<{ id: string; why: 'trash' | 'expired' }>`
      (select id, 'trash' as why from users where account_id = ${accountId} and removed_at <= ${since} order by removed_at, id limit ${purgeMax})
      union all
      (select id, 'expired' from users where account_id = ${accountId} and expires_at <= ${since} order by expires_at, id limit ${purgeMax})
      limit ${purgeMax}`,
  );
  for (const why of ['trash', 'expired'] as const)
    await purgeUsers(
      ctx,
      tools,
      due.filter((user) => user.why === why).map(({ id }) => id),
      why,
    );
  if (due.length === purgeMax) return true;
  await sql`delete from counts where account_id = ${accountId} and (people = 0 or ends_at <= muster_now() - make_interval(days => ${keepDays} + 1))`.execute(
    ctx.db,
  );
  return false;
}

async function sweepServer(db: Db): Promise<void> {
  await sql`delete from links where expires_at <= ${keptSince}`.execute(db);
  await sql`delete from sessions where created_at <= muster_now() - make_interval(days => ${absoluteDays})`.execute(db);
  await sql`delete from mailbox where sent_at <= ${keptSince}`.execute(db);
}

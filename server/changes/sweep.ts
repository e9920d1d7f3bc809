import { sql } from 'kysely';
import { absoluteDays } from '../access/session-memory.ts';
import type { Db } from '../kernel/context.ts';
import { all, inAccount, inSystem } from '../kernel/database.ts';
import type { Job } from '../kernel/jobs.ts';
import type { Tools } from '../seats/catalog.ts';
import { keepDays } from '../users/user.ts';
import { purgeUsers } from './purge-users.ts';

const everySeconds = 3600;
/** Small bites, each a transaction, so that a purge holds nobody up. */
const bite = 500;

/** One job for the whole server, kept for ever: it puts itself off until the next hour. */
export async function scheduleSweep(tools: Tools): Promise<void> {
  await inSystem(tools.database, (db) =>
    sql`insert into jobs (name, data, serial_key, run_at) select 'sweep', '{}', 'sweep', muster_now() where not exists (select from jobs where name = 'sweep')`.execute(
      db,
    ),
  );
}

/** Erases what has lain its 30 days: trash, long-expired invitations, imported files, answered keys, old links. */
export async function sweep(tools: Tools, job: Job): Promise<void> {
  const accounts = await inSystem(tools.database, (db) =>
    all(db, sql<{ id: string }>`select accounts_existing() as id`),
  );
  for (const { id } of accounts) {
    while (!job.draining() && (await sweepAccount(tools, id)) === bite);
  }
  await inSystem(tools.database, sweepServer);
  await job.putOff(everySeconds);
}

async function sweepAccount(tools: Tools, accountId: string): Promise<number> {
  return inAccount(
    tools.database,
    { accountId, actor: { kind: 'system', id: null }, way: 'job', requestId: null },
    async (ctx) => {
      const due = await all(
        ctx.db,
        sql<{ id: string; why: 'trash' | 'expired' }>`
        (select id, 'trash' as why from users where account_id = ${accountId} and status = 'removed' and removed_at <= muster_now() - make_interval(days => ${keepDays}) limit ${bite})
        union all
        (select id, 'expired' from users where account_id = ${accountId} and status = 'pending' and expires_at <= muster_now() - make_interval(days => ${keepDays}) limit ${bite})
        limit ${bite}`,
      );
      for (const why of ['trash', 'expired'] as const)
        await purgeUsers(
          ctx,
          due.filter((user) => user.why === why).map(({ id }) => id),
          why,
        );
      const old = sql`account_id = ${accountId} and created_at <= muster_now() - make_interval(days => ${keepDays})`;
      await sql`delete from import_files where (account_id, change_id) in (select account_id, id from changes where ${old})`.execute(
        ctx.db,
      );
      await sql`delete from import_lines where (account_id, change_id) in (select account_id, id from changes where ${old})`.execute(
        ctx.db,
      );
      await sql`update changes set file = jsonb_set(file, '{sample}', '[]') where ${old} and file -> 'sample' <> '[]'`.execute(
        ctx.db,
      );
      await sql`delete from idempotency_keys where account_id = ${accountId} and created_at <= muster_now() - interval '24 hours'`.execute(
        ctx.db,
      );
      await sql`delete from counts where account_id = ${accountId} and until <= muster_now() - make_interval(days => ${keepDays} + 1)`.execute(
        ctx.db,
      );
      await sql`delete from counts where account_id = ${accountId} and n = 0`.execute(ctx.db);
      return due.length;
    },
  );
}

async function sweepServer(db: Db): Promise<void> {
  await sql`delete from links where expires_at <= muster_now() - make_interval(days => ${keepDays})`.execute(db);
  await sql`delete from sessions where created_at <= muster_now() - make_interval(days => ${absoluteDays})`.execute(db);
  await sql`delete from mailbox where sent_at <= muster_now() - make_interval(days => ${keepDays})`.execute(db);
}

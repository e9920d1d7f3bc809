import { sql } from 'kysely';
import { type Database, inSystem, maybe } from '../database/database.ts';
import type { Db } from '../kernel/context.ts';
import type { Log } from '../kernel/log.ts';
import { isOf } from './mail-pace.ts';

type Tools = { database: Database; log: Log };

/*
 * If a mail server takes nothing, because it is down or refuses Muster as a sender, all its mail waits: invitations and everything else. The
 * queue that comes first tries one message from time to time. All servers share the row that says so. A carrier is the account whose own mail
 * server it is, or null for the operator's; the mail of one never waits for the server of another.
 */

/** Why the mail server took nothing the last time, and the seconds until the next try. null while it takes mail. */
export function readSilence(db: Db, carrier: string | null): Promise<{ words: string; seconds: number } | null> {
  return maybe(
    db,
    sql<{
      words: string;
      seconds: number;
    }>`select silence_reason as words, greatest(0, extract(epoch from next_try_at - muster_now()))::float8 as seconds
      from mail_server where ${isOf(carrier)} and silent_since is not null`,
  );
}

/** A little longer than one message can take until the mail server is given up. */
const tryMaxSeconds = 90;
/** Seconds to wait while another server or queue tries. */
export const otherTrySeconds = 2;

/** Claims the try of one message while the mail server takes nothing. False if another one has it. */
export async function takeTry(database: Database, carrier: string | null): Promise<boolean> {
  const taken = await inSystem(database, (db) =>
    maybe(
      db,
      sql`update mail_server set trying_until = clock_timestamp() + make_interval(secs => ${tryMaxSeconds})
        where ${isOf(carrier)} and silent_since is not null and next_try_at <= muster_now() and coalesce(trying_until < clock_timestamp(), true) returning 1`,
    ),
  );
  return taken !== null;
}

/** Returns the whole seconds until one message is tried again: 5 at first, 60 at most, 600 for the server of one account. */
export async function noteSilence({ database, log }: Tools, carrier: string | null, words: string): Promise<number> {
  const noted = await inSystem(database, (db) =>
    maybe(
      db,
      sql<{
        seconds: number;
      }>`update mail_server set silent_since = coalesce(silent_since, muster_now()), silence_reason = ${words}, trying_until = null,
        next_try_at = muster_now() + make_interval(secs => least(${carrier === null ? 60 : 600}, greatest(5, extract(epoch from muster_now() - coalesce(silent_since, muster_now())))))
        where ${isOf(carrier)} returning extract(epoch from next_try_at - muster_now())::float8 as seconds`,
    ),
  );
  log.warn({ carrier, words }, 'a mail server takes no mail; its mail waits');
  return Math.ceil(noted?.seconds ?? 5);
}

export async function noteAnswer({ database, log }: Tools, carrier: string | null): Promise<void> {
  await inSystem(database, (db) =>
    db.post(
      sql`update mail_server set silent_since = null, silence_reason = null, next_try_at = null, trying_until = null where ${isOf(carrier)}`,
    ),
  );
  log.info({ carrier }, 'a mail server takes mail again');
}

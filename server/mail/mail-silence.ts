import { sql } from 'kysely';
import { type Database, inSystem, maybe, one } from '../database/database.ts';
import type { Db } from '../kernel/context.ts';
import type { Log } from '../kernel/log.ts';

type Tools = { database: Database; log: Log };

/*
 * If the mail server takes nothing, because it is down or refuses Muster as a sender, all mail waits: invitations and everything else. The
 * queue that comes first tries one message from time to time. All servers share the row that says so.
 */

/** Why the mail server took nothing the last time, and the seconds until the next try. null while it takes mail. */
export function readSilence(db: Db): Promise<{ words: string; seconds: number } | null> {
  return maybe(
    db,
    sql<{
      words: string;
      seconds: number;
    }>`select silence_reason as words, greatest(0, extract(epoch from next_try_at - muster_now()))::float8 as seconds
      from mail_server where silent_since is not null`,
  );
}

/** A little longer than one message can take until the mail server is given up. */
const tryMaxSeconds = 90;
/** Seconds to wait while another server or queue tries. */
export const otherTrySeconds = 2;

/** Claims the try of one message while the mail server takes nothing. False if another one has it. */
export async function takeTry(database: Database): Promise<boolean> {
  const taken = await inSystem(database, (db) =>
    maybe(
      db,
      sql`update mail_server set trying_until = clock_timestamp() + make_interval(secs => ${tryMaxSeconds})
        where silent_since is not null and next_try_at <= muster_now() and coalesce(trying_until < clock_timestamp(), true) returning 1`,
    ),
  );
  return taken !== null;
}

/** Returns the whole seconds until one message is tried again: 5 at first, 60 at most. */
export async function noteSilence({ database, log }: Tools, words: string): Promise<number> {
  const { seconds } = await inSystem(database, (db) =>
    one(
      db,
      sql<{
        seconds: number;
      }>`update mail_server set silent_since = coalesce(silent_since, muster_now()), silence_reason = ${words}, trying_until = null,
        next_try_at = muster_now() + make_interval(secs => least(60, greatest(5, extract(epoch from muster_now() - coalesce(silent_since, muster_now())))))
        returning extract(epoch from next_try_at - muster_now())::float8 as seconds`,
    ),
  );
  log.warn({ words }, 'the mail server takes no mail; all mail waits');
  return Math.ceil(seconds);
}

export async function noteAnswer({ database, log }: Tools): Promise<void> {
  await inSystem(database, (db) =>
    db.post(
      sql`update mail_server set silent_since = null, silence_reason = null, next_try_at = null, trying_until = null`,
    ),
  );
  log.info('the mail server takes mail again');
}

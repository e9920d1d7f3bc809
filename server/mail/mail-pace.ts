import { setTimeout as sleep } from 'node:timers/promises';
import { type RawBuilder, sql } from 'kysely';
import { type Database, inSystem, one } from '../database/database.ts';

/** The rate at which a mail server is sent messages, over all servers on one database. Its row holds the time of the next message. */
export class MailPace {
  readonly #database: Database;
  readonly #carrier: string | null;
  /** Messages per second. null: no limit. */
  readonly perSecond: number | null;

  constructor(database: Database, carrier: string | null, perSecond: number | null) {
    this.#database = database;
    this.#carrier = carrier;
    this.perSecond = perSecond;
  }

  /**
   * Reserves the next n places and returns their times on the clock of performance.now(). They are evenly spaced, so that no second exceeds
   * the rate, and 1% slower than it, because a late timer shortens the next gap.
   */
  async take(n: number): Promise<number[]> {
    if (this.perSecond === null) return Array.from({ length: n }, () => 0);
    const gapMs = 1010 / this.perSecond;
    const { waitMs } = await inSystem(this.#database, (db) =>
      one(
        db,
        // At most a minute ahead. Otherwise a clock that is set back would hold up mail for as long.
        sql<{ waitMs: number }>`with present as materialized (select clock_timestamp() as at)
          update mail_server set next_mail_at = greatest(present.at, least(next_mail_at, present.at + interval '1 minute')) + make_interval(secs => ${(n * gapMs) / 1000})
          from present where ${isOf(this.#carrier)} returning (extract(epoch from next_mail_at - present.at) * 1000)::float8 - ${n * gapMs}::float8 as "waitMs"`,
      ),
    );
    const first = performance.now() + waitMs;
    return Array.from({ length: n }, (_, i) => first + i * gapMs);
  }
}

/** The row of an account's own mail server, or of the operator's. */
export function isOf(carrier: string | null): RawBuilder<boolean> {
  return carrier === null ? sql`account_id is null` : sql`account_id = ${carrier}`;
}

/** Resolves at a time of performance.now(). */
export async function until(moment: number): Promise<void> {
  const ms = moment - performance.now();
  if (ms > 0) await sleep(ms);
}

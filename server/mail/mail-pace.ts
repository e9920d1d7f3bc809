import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { type Database, inSystem, one } from '../database/database.ts';

/** The pace at which messages go, over all servers on one database: a row says when the next may go. */
export class MailPace {
  readonly #database: Database;
  /** Messages per second; null: as fast as it goes. */
  readonly perSecond: number | null;

  constructor(database: Database, perSecond: number | null) {
    this.#database = database;
    this.perSecond = perSecond;
  }

  /**
   * Takes the next n places: the moments of performance.now() at which those messages may go. Evenly spaced, so that no second
   * ever sees more than the rate; a hair slower than that, because a timer that fires late shortens the gap after it.
   */
  async take(n: number): Promise<number[]> {
    if (this.perSecond === null) return Array.from({ length: n }, () => 0);
    const gapMs = 1010 / this.perSecond;
    const { waitMs } = await inSystem(this.#database, (db) =>
      one(
        db,
        // A minute ahead at most, or a clock that is put back would hold up mail for as long.
        sql<{ waitMs: number }>`with present as materialized (select clock_timestamp() as at)
          update mail_server set next_mail_at = greatest(present.at, least(next_mail_at, present.at + interval '1 minute')) + make_interval(secs => ${(n * gapMs) / 1000})
          from present returning (extract(epoch from next_mail_at - present.at) * 1000)::float8 - ${n * gapMs}::float8 as "waitMs"`,
      ),
    );
    const first = performance.now() + waitMs;
    return Array.from({ length: n }, (_, i) => first + i * gapMs);
  }
}

/** Resolves at a moment of performance.now(). */
export async function until(moment: number): Promise<void> {
  const ms = moment - performance.now();
  if (ms > 0) await sleep(ms);
}

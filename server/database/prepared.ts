import { createHash } from 'node:crypto';
import type { Ctx } from '../kernel/context.ts';

/**
 * The same context with prepared statements: PostgreSQL parses and plans each text once per connection, which is half of what a
 * small write costs. Only for statements of few texts about few rows, because they are planned without a look at their values.
 */
export function withPrepared(ctx: Ctx): Ctx {
  return { ...ctx, db: ctx.db.prepared() };
}

/** A connection's memory is limited. */
const namesMax = 200;

/** PostgreSQL says of a prepared statement that it is not there, is there already, or was made before a migration. */
const misses = ['26000', '42P05', '0A000'];

/** The names of prepared statements: one name per text, on every connection. */
export class PreparedStatements {
  readonly #names = new Map<string, string>();
  #isOn = true;

  /** Null when the statement is not to be prepared. */
  nameOf(text: string): string | null {
    if (!this.#isOn) return null;
    const known = this.#names.get(text);
    if (known !== undefined || this.#names.size >= namesMax) return known ?? null;
    const name = createHash('sha256').update(text).digest('hex').slice(0, 32);
    this.#names.set(text, name);
    return name;
  }

  /**
   * Returns true if the error says only that a pooler stands between, or that a migration took place. Nothing is prepared from then
   * on, and the transaction runs again.
   */
  turnsOff(code: string): boolean {
    if (!misses.includes(code)) return false;
    this.#isOn = false;
    return true;
  }
}

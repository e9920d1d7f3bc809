import { createHash } from 'node:crypto';
import type { Ctx } from '../kernel/context.ts';

/**
 * For work whose statements each connection shall keep, so that PostgreSQL parses and plans them once, which is half of what a
 * small write costs. Only for statements of few texts about a few rows, because they are planned without a look at their values.
 */
export function kept(ctx: Ctx): Ctx {
  return { ...ctx, db: ctx.db.keeping() };
}

/** A connection's memory is not without end. */
const namesMax = 200;

/** What PostgreSQL says of a kept statement that is not there, is there already, or was made before a migration. */
const misses = ['26000', '42P05', '0A000'];

/** The names under which connections keep statements: one for one text, whoever it was that prepared it. */
export class KeptStatements {
  readonly #names = new Map<string, string>();
  #keeps = true;

  /** null when this one is not to be kept. */
  nameOf(text: string): string | null {
    if (!this.#keeps) return null;
    const known = this.#names.get(text);
    if (known !== undefined || this.#names.size >= namesMax) return known ?? null;
    const name = createHash('sha256').update(text).digest('hex').slice(0, 32);
    this.#names.set(text, name);
    return name;
  }

  /**
   * Whether an error says only that a pooler stands between, or a migration took place: nothing is kept from then on, and whatever
   * was under way runs again.
   */
  stopsKeeping(code: string): boolean {
    if (!misses.includes(code)) return false;
    this.#keeps = false;
    return true;
  }
}

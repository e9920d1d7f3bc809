import { Problem } from './problem.ts';

/**
 * Slots for what takes long, such as exports and uploads: a number in all, and a number for each holder. They are counted in this server's
 * memory. A holder gets another slot only while more slots are free than it holds.
 */
export class Slots {
  readonly #what: string;
  readonly #each: number;
  readonly #all: number;
  readonly #held = new Map<string, number>();
  #used = 0;

  constructor(what: string, { each, all = Infinity }: { each: number; all?: number }) {
    this.#what = what;
    this.#each = each;
    this.#all = all;
  }

  /** Takes a slot for a holder, such as an account. Returns the function that releases it. @throws too_many_at_once (429) */
  take(holder: string): () => void {
    const held = this.#held.get(holder) ?? 0;
    if (held >= this.#each || this.#all - this.#used <= held)
      throw new Problem('too_many_at_once', { what: this.#what });
    this.#held.set(holder, held + 1);
    this.#used++;
    let given = false;
    return () => {
      if (given) return;
      given = true;
      this.#used--;
      const left = (this.#held.get(holder) ?? 1) - 1;
      if (left > 0) this.#held.set(holder, left);
      else this.#held.delete(holder);
    };
  }
}

import { Problem } from './problem.ts';

/**
 * Places for what takes long, such as exports and uploads: so many in all, and so many for one account. Counted in this server's
 * memory. Whoever holds some gets one more only where as many stay free for others, so that nobody takes the last ones.
 */
export class Places {
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

  /** Takes a place for an account, or for whatever else it is that may hold so many. Gives what gives it back. @throws too_many_at_once (429) */
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

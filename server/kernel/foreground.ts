import { setTimeout as sleep } from 'node:timers/promises';

/** How long somebody who asked for something is taken to be still there. */
const presentMs = 1_000;

/** Whose people are asking this server for something now, so that long work makes room for them. */
export class Foreground {
  #last = { accountId: '', at: -Infinity };
  /** The last that was of another account than that. */
  #other = -Infinity;

  note(accountId: string): void {
    if (accountId !== this.#last.accountId) this.#other = this.#last.at;
    this.#last = { accountId, at: performance.now() };
  }

  /** Did anybody of another account ask just now? */
  holdsOthersThan(accountId: string): boolean {
    const at = this.#last.accountId === accountId ? this.#other : this.#last.at;
    return performance.now() - at < presentMs;
  }

  /**
   * For work of an account that keeps this server's one thread busy: to be awaited between its steps. While others ask, it rests
   * for three times as long as the step before took: long enough to answer somebody between two steps.
   */
  pacer(accountId: string): () => Promise<void> {
    let begun = performance.now();
    return async () => {
      if (this.holdsOthersThan(accountId)) await sleep(3 * (performance.now() - begun));
      begun = performance.now();
    };
  }
}

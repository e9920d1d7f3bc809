import { setTimeout as sleep } from 'node:timers/promises';

/** A request counts as present for this long. */
const presentMs = 1_000;

/** Knows which accounts sent requests to this server a moment ago, so that long work makes room for them. */
export class Foreground {
  #last = { accountId: '', at: -Infinity };
  /** The time of the last request of any other account. */
  #other = -Infinity;

  note(accountId: string): void {
    if (accountId !== this.#last.accountId) this.#other = this.#last.at;
    this.#last = { accountId, at: performance.now() };
  }

  /** Did another account send a request in the last second? */
  holdsOthersThan(accountId: string): boolean {
    const at = this.#last.accountId === accountId ? this.#other : this.#last.at;
    return performance.now() - at < presentMs;
  }

  /**
   * For work that keeps this server's one thread busy: await it between steps. While other accounts send requests, it sleeps three times as
   * long as the step took. Requests are answered in between.
   */
  pacer(accountId: string): () => Promise<void> {
    let begun = performance.now();
    return async () => {
      if (this.holdsOthersThan(accountId)) await sleep(3 * (performance.now() - begun));
      begun = performance.now();
    };
  }
}

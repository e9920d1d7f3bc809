import { Problem } from './problem.ts';

type Share = { held: number; waiting: (() => void)[] };

/**
 * Divides what all need and there is little of, such as connections: an account holds so many at once, and its further requests
 * wait for one of its own to end. So others find some free, whatever one account's requests wait for.
 */
export class Shares {
  readonly #most: number;
  readonly #waitMs: number;
  readonly #shares = new Map<string, Share>();

  constructor(most: number, waitMs: number) {
    this.#most = most;
    this.#waitMs = waitMs;
  }

  /** Gives what gives it back. @throws account_busy (503) after waiting too long */
  async take(holder: string): Promise<() => void> {
    const share = this.#shares.get(holder) ?? { held: 0, waiting: [] };
    this.#shares.set(holder, share);
    if (share.held >= this.#most) await this.#turn(share);
    else share.held++;
    return () => this.#giveBack(holder, share);
  }

  #turn({ waiting }: Share): Promise<void> {
    return new Promise((resolve, reject) => {
      const next = () => {
        clearTimeout(timer);
        resolve();
      };
      const timer = setTimeout(() => {
        waiting.splice(waiting.indexOf(next), 1);
        reject(new Problem('account_busy'));
      }, this.#waitMs);
      waiting.push(next);
    });
  }

  /** To the next who waits, or to nobody. */
  #giveBack(holder: string, share: Share): void {
    const next = share.waiting.shift();
    if (next) next();
    else share.held--;
    if (share.held === 0) this.#shares.delete(holder);
  }
}

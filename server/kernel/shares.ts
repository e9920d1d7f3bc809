import { Foreground } from './foreground.ts';
import { Problem } from './problem.ts';

type Share = { held: number; waiting: (() => void)[] };
type Limits = {
  /** Requests of a holder that run at once while no other holder asks. */
  alone: number;
  /** Requests of a holder that run at once while others ask. */
  beside: number;
  waitMs: number;
  /** While others ask, a share rests after use for as long as it was held, up to this time. */
  restMostMs: number;
};

/** A share held for less than this does not rest. */
const shortMs = 5;

/**
 * Divides scarce things, such as connections and this server's one thread. A limited number of a holder's requests run at once; further
 * ones wait for one of its own to end. So others are served, whatever one account asks for.
 */
export class Shares {
  readonly #limits: Limits;
  readonly #shares = new Map<string, Share>();
  readonly #asking = new Foreground();

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  /** Resolves to the function that gives the share back. @throws account_busy (503) after waiting too long */
  async take(holder: string): Promise<() => void> {
    this.#asking.note(holder);
    const share = this.#shares.get(holder) ?? { held: 0, waiting: [] };
    this.#shares.set(holder, share);
    if (share.held >= this.#limit(holder) || share.waiting.length > 0) await this.#turn(share);
    else share.held++;
    const begun = performance.now();
    return () => {
      const tookMs = performance.now() - begun;
      const restMs = Math.min(tookMs, this.#limits.restMostMs);
      if (tookMs > shortMs && restMs > 0 && this.#asking.holdsOthersThan(holder))
        setTimeout(() => this.#giveBack(holder, share), restMs);
      else this.#giveBack(holder, share);
    };
  }

  #limit(holder: string): number {
    return this.#asking.holdsOthersThan(holder) ? this.#limits.beside : this.#limits.alone;
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
      }, this.#limits.waitMs);
      waiting.push(next);
    });
  }

  /** Hands the share to as many waiting requests as the limit allows. */
  #giveBack(holder: string, share: Share): void {
    share.held--;
    const limit = this.#limit(holder);
    for (let next = share.waiting[0]; next && share.held < limit; next = share.waiting[0]) {
      share.waiting.shift();
      share.held++;
      next();
    }
    if (share.held === 0) this.#shares.delete(holder);
  }
}

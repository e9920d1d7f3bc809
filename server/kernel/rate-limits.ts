import { LRUCache } from 'lru-cache';
import { type RateName, rates } from './limits.ts';
import { Problem } from './problem.ts';

type Window = { n: number; endsAt: number };

/** Keys counted per rate. Beyond that the least recently counted is forgotten, so memory is bounded. */
const keysMax = 100_000;

/**
 * Counts in windows of fixed length, in this server's memory. Several servers each allow their own number. That still slows guessing down,
 * and needs no shared store.
 */
export class RateLimits {
  /** Are limits enforced? RATE_LIMITS=off counts nothing. */
  readonly on: boolean;
  readonly #windows = new Map<RateName, LRUCache<string, Window>>();

  constructor(on: boolean) {
    this.on = on;
  }

  /** Counts one for a key, unless that is too many. @returns the seconds to wait then, else 0 */
  take(rate: RateName, key: string): number {
    if (!this.on) return 0;
    const { most, seconds } = rates[rate];
    const now = performance.now();
    const counted = this.#counted(rate);
    const known = counted.get(key);
    const window = known && known.endsAt > now ? known : { n: 0, endsAt: now + seconds * 1_000 };
    if (window.n >= most) return Math.ceil((window.endsAt - now) / 1_000);
    window.n++;
    counted.set(key, window);
    return 0;
  }

  /** @throws too_many_requests (429) with the seconds to wait */
  require(rate: RateName, key: string): void {
    const seconds = this.take(rate, key);
    if (seconds > 0) throw new Problem('too_many_requests', { seconds });
  }

  /** What is left of a rate for a key, and the seconds until it is whole again. Null while limits are off. */
  left(rate: RateName, key: string): { left: number; seconds: number } | null {
    if (!this.on) return null;
    const { most, seconds } = rates[rate];
    const now = performance.now();
    const window = this.#counted(rate).get(key);
    if (!window || window.endsAt <= now) return { left: most, seconds };
    return { left: most - window.n, seconds: Math.ceil((window.endsAt - now) / 1_000) };
  }

  /** Takes one count back, for what turned out to have no limit. */
  giveBack(rate: RateName, key: string): void {
    const window = this.#counted(rate).get(key);
    if (window && window.n > 0) window.n--;
  }

  #counted(rate: RateName): LRUCache<string, Window> {
    const known = this.#windows.get(rate);
    if (known) return known;
    const counted = new LRUCache<string, Window>({ max: keysMax });
    this.#windows.set(rate, counted);
    return counted;
  }
}

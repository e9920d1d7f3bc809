const rememberMs = 1000;
const rememberedMax = 10_000;

/** Every memory of this process. */
const memories: Remembered<unknown>[] = [];
let generation = 0;

/** What a secret speaks for, kept in this process for a second. */
export class Remembered<Found> {
  readonly #known = new Map<string, { at: number; found: Found }>();

  constructor() {
    memories.push(this);
  }

  /** What is known of the secret with this hash, or what `look` finds. Finding nothing is remembered as well. */
  async find(hash: Buffer, look: () => Promise<Found>): Promise<Found> {
    const key = hash.toString('latin1');
    const at = performance.now();
    const known = this.#known.get(key);
    if (known && at - known.at < rememberMs) return known.found;
    const asked = generation;
    const found = await look();
    if (this.#known.size >= rememberedMax) this.#known.clear();
    // If something changed during the query, the next request asks again.
    if (asked === generation) this.#known.set(key, { at, found });
    return found;
  }

  clear(): void {
    this.#known.clear();
  }
}

/**
 * Clears what this process remembers of callers. Called after every commit that ends access or changes a role, so that it takes effect here
 * before the answer is sent. Other servers remember for at most a second.
 */
export function forgetCallers(): void {
  generation++;
  for (const memory of memories) memory.clear();
}

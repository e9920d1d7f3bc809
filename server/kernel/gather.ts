import { setImmediate as endOfTurn } from 'node:timers/promises';

/**
 * Writes in batches. Things added in the same turn of the event loop, or while a write runs, cost one transaction together. A single thing
 * is written without delay.
 */
export class Gather<T> {
  readonly #write: (things: T[]) => Promise<void>;
  #next: { things: T[]; written: Promise<void> } | null = null;
  #last: Promise<unknown> = Promise.resolve();

  constructor(write: (things: T[]) => Promise<void>) {
    this.#write = write;
  }

  /** Resolves when it is written. @throws the error of the write it was part of */
  add(thing: T): Promise<void> {
    if (this.#next) {
      this.#next.things.push(thing);
      return this.#next.written;
    }
    const things = [thing];
    const written = this.#last.then(async () => {
      await endOfTurn();
      this.#next = null;
      return this.#write(things);
    });
    this.#last = written.catch(() => {});
    this.#next = { things, written };
    return written;
  }
}

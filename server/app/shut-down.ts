import type { Log } from '../kernel/log.ts';

/** What is running and how each part is stopped, in the order it was started. */
export class ShutDown {
  readonly #parts: { name: string; stop: () => unknown }[] = [];
  #going: Promise<void> | null = null;

  add(name: string, stop: () => unknown): void {
    this.#parts.push({ name, stop });
  }

  /** Stops everything, the newest part first, so that nothing loses what it still stands on. */
  run(log: Log): Promise<void> {
    this.#going ??= this.#stopAll(log);
    return this.#going;
  }

  /** The first signal lets requests finish; a second one ends the process at once. */
  onSignal(log: Log): void {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      process.on(signal, () => {
        if (this.#going) process.exit(1);
        log.info({ signal }, 'stopping');
        void this.run(log).then(() => process.exit(0));
      });
    }
  }

  async #stopAll(log: Log): Promise<void> {
    for (const { name, stop } of [...this.#parts].reverse()) {
      try {
        await stop();
      } catch (error) {
        // The parts beneath are stopped all the same.
        log.error({ err: error }, `${name} did not stop as it should`);
      }
    }
  }
}

import type { Log } from '../kernel/log.ts';

/** So long may stopping take when no one knows what still works. */
const bugMaxMs = 15_000;

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

  /** The first signal lets requests finish; a second one ends the process at once. SIGHUP comes from a terminal that is closed. */
  onSignal(log: Log): void {
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
      process.on(signal, () => {
        if (this.#going) process.exit(1);
        log.info({ signal }, 'stopping');
        void this.run(log).then(() => process.exit(0));
      });
    }
  }

  /** A bug that no one caught: the process ends, because none can say what still holds, but not before what it has started. */
  onBug(log: Log): void {
    process.on('uncaughtException', (error) => {
      log.fatal({ err: error }, 'Muster ends because of a bug');
      setTimeout(() => process.exit(1), bugMaxMs).unref();
      void this.run(log).then(() => process.exit(1));
    });
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

import type { Log } from '../kernel/log.ts';

/** The most time for stopping after a bug. */
const bugMaxMs = 15_000;

/** The running parts, in the order they were started, and how to stop each. */
export class ShutDown {
  readonly #parts: { name: string; stop: () => unknown }[] = [];
  #going: Promise<void> | null = null;

  add(name: string, stop: () => unknown): void {
    this.#parts.push({ name, stop });
  }

  /** Stops everything, the newest part first, so that no part loses what it depends on. */
  run(log: Log): Promise<void> {
    this.#going ??= this.#stopAll(log);
    return this.#going;
  }

  /** The first signal lets requests finish; a second one ends the process at once. SIGHUP comes when a terminal is closed. */
  onSignal(log: Log): void {
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
      process.on(signal, () => {
        if (this.#going) process.exit(1);
        log.info({ signal }, 'stopping');
        void this.run(log).then(() => process.exit(0));
      });
    }
  }

  /** An uncaught error leaves the process in an unknown state, so it ends, after stopping its parts. */
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
        // The other parts are still stopped.
        log.error({ err: error }, `${name} did not stop as it should`);
      }
    }
  }
}

import type { Io } from '../io.ts';

const barWidth = 30;

/** A bar on standard error, if that is a terminal. */
export class Progress {
  readonly #stderr: Io['stderr'];
  readonly #name: string;

  constructor({ stderr }: Pick<Io, 'stderr'>, name: string) {
    this.#stderr = stderr;
    this.#name = name;
  }

  show(done: number, total: number): void {
    if (!this.#stderr.isTTY) return;
    const share = total > 0 ? Math.min(1, done / total) : 0;
    const full = Math.round(share * barWidth);
    const bar = '█'.repeat(full) + '░'.repeat(barWidth - full);
    this.#stderr.write(`\r${this.#name} ${bar} ${Math.floor(share * 100)} %\u001b[K`);
  }

  /** Takes the bar away. */
  end(): void {
    if (this.#stderr.isTTY) this.#stderr.write('\r\u001b[K');
  }
}

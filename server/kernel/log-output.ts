import type { Writable } from 'node:stream';

/** Characters buffered for a slow reader; about five thousand requests. */
const waitingMax = 1_000_000;

/**
 * Writes log lines to this process's output, and never ends the process. A line is lost and counted if the disk is full or the reader is
 * gone or too slow. Later lines are still tried.
 */
export class LogOutput {
  lost = 0;
  readonly #to: Writable;
  /** The failed line may have been written in part, so the next one starts with a line break. */
  #cut = false;

  constructor(to: Writable) {
    this.#to = to;
    // write() reports the error. Without a listener the event would end the process.
    to.on('error', () => {});
  }

  write(line: string): void {
    if (this.#to.writableLength > waitingMax) {
      this.lost++;
      return;
    }
    const text = this.#cut ? `\n${line}` : line;
    this.#cut = false;
    this.#to.write(text, (error) => {
      if (!error) return;
      this.lost++;
      this.#cut = true;
    });
  }
}

let output: LogOutput | null = null;

/** The output of this process. An error on it or on standard error does not end the process. */
export function standardOutput(): LogOutput {
  if (output === null) {
    process.stderr.on('error', () => {});
    output = new LogOutput(process.stdout);
  }
  return output;
}

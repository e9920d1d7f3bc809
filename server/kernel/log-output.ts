import type { Writable } from 'node:stream';

/** So much waits for a reader who takes nothing, in characters; about five thousand requests. */
const waitingMax = 1_000_000;

/**
 * Where log lines go: this process's own output, which never ends it. What a full disk, a reader who left, or one who reads too slowly
 * does not take is lost and counted, and the next line is tried anew.
 */
export class LogOutput {
  lost = 0;
  readonly #to: Writable;
  /** A line may have been cut off by what was wrong: the next begins a line of its own. */
  #cut = false;

  constructor(to: Writable) {
    this.#to = to;
    // Said to each line that was meant, below; unheard, it would end the process.
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

/** The one of this process. Neither it nor what a library says on standard error ends the process. */
export function standardOutput(): LogOutput {
  if (output === null) {
    process.stderr.on('error', () => {});
    output = new LogOutput(process.stdout);
  }
  return output;
}

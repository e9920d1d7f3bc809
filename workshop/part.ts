import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { styleText } from 'node:util';
import { StartError } from '../server/kernel/config.ts';

const root = join(import.meta.dirname, '..');
const nameLength = 8;
export const stopSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Writes a line with the name of its part. */
export function say(name: string, line: string): void {
  console.log(`${styleText('cyan', name.padEnd(nameLength))} ${line}`);
}

/** A program that runs beside others until it is stopped. Each of its lines is marked with its name. */
export class Part {
  readonly name: string;
  readonly ended: Promise<void>;
  readonly #child: ChildProcess;
  readonly #listeners = new Set<(line: string) => void>();

  /** Runs this Node with the arguments and the environment. */
  constructor(name: string, words: string[], env: NodeJS.ProcessEnv) {
    this.name = name;
    this.#child = spawn(process.execPath, words, {
      cwd: root,
      env,
      // In its own process group: Ctrl-C reaches this process alone, which stops the parts one after the other.
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.#child.stdout, this.#child.stderr])
      if (stream) createInterface({ input: stream }).on('line', (line) => this.#hear(line));
    this.ended = new Promise((resolve) => this.#child.once('close', () => resolve()));
  }

  /** Resolves once it has written such a line. @throws StartError if it ends before */
  async says(pattern: RegExp): Promise<void> {
    const said = new Promise<void>((resolve) => {
      this.#listeners.add((line) => pattern.test(line) && resolve());
    });
    await Promise.race([
      said,
      this.ended.then(() => {
        throw new StartError(`The ${this.name} has ended; its last lines say why.`);
      }),
    ]);
  }

  /** Resolves once it has ended. Node's watch mode passes the signal on to its server. */
  async stop(): Promise<void> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) this.#child.kill('SIGTERM');
    await this.ended;
  }

  #hear(line: string): void {
    say(this.name, line);
    for (const listener of this.#listeners) listener(line);
  }
}

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const main = join(import.meta.dirname, '../server/main.ts');
const errorLinesMax = 30;

/** Muster in its own process, which is restarted whenever it ends, as by an operator's supervisor. */
export class Server {
  readonly url: string;
  /** Exits that the torture did not cause, except those of a start without a database, which the supervisor handles. */
  readonly endedByItself: string[] = [];
  /** What it logged as an error. */
  readonly errors: string[] = [];
  #env: Record<string, string>;
  #child: ChildProcess | null = null;
  #wanted = false;
  #ready = false;
  #last = '';

  constructor(env: Record<string, string>) {
    this.#env = { PATH: process.env['PATH'] ?? '', ...env };
    this.url = `http://127.0.0.1:${env['PORT']}`;
  }

  get pid(): number {
    return this.#child?.pid ?? 0;
  }

  start(): void {
    this.#wanted = true;
    if (this.#child === null) this.#spawn();
  }

  async untilReady(): Promise<void> {
    for (let left = 60_000; !this.#ready; left -= 50) {
      if (left <= 0) throw new Error(`Muster did not become ready:\n${this.#last}`);
      await sleep(50);
    }
  }

  /** Kill -9. The supervisor restarts it at once. */
  async kill(): Promise<void> {
    const child = this.#child;
    if (child === null) return;
    this.#ready = false;
    this.#child = null;
    // This also ends a paused process.
    child.kill('SIGKILL');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    if (this.#wanted) this.#spawn();
  }

  async killForGood(): Promise<void> {
    this.#wanted = false;
    await this.kill();
  }

  /** Stops it at any point, without its noticing. */
  async pauseFor(ms: number): Promise<void> {
    const child = this.#child;
    child?.kill('SIGSTOP');
    await sleep(ms);
    child?.kill('SIGCONT');
  }

  #spawn(): void {
    const child = spawn(process.execPath, [main], { env: this.#env, stdio: ['ignore', 'pipe', 'pipe'] });
    this.#child = child;
    this.#last = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => this.#listen(text));
    child.once('exit', (code, signal) => void this.#ended(child, `${code ?? signal}`));
  }

  #listen(text: string): void {
    if (text.includes('Muster is ready')) this.#ready = true;
    for (const line of text.split('\n'))
      if (line.includes('"level":50') && this.errors.length < errorLinesMax) this.errors.push(line.slice(0, 2_000));
    this.#last = (this.#last + text).slice(-4_000);
  }

  async #ended(child: ChildProcess, how: string): Promise<void> {
    if (this.#child !== child) return;
    this.#child = null;
    this.#ready = false;
    if (!/The database cannot be used|database system is/.test(this.#last))
      this.endedByItself.push(`a server ended by itself (${how}): ${this.#last.slice(-1_000)}`);
    await sleep(300);
    if (this.#wanted && this.#child === null) this.#spawn();
  }
}

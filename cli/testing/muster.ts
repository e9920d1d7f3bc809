import { PassThrough, Readable, Writable } from 'node:stream';
import type { Io } from '../io.ts';
import { run } from '../run.ts';

export type Ended = { code: number; out: string; err: string };
type Given = { env?: Record<string, string>; input?: string; terminal?: boolean };

/** Where tests find no settings of the person who runs them. */
export const noSettings = { HOME: '/nowhere', XDG_CONFIG_HOME: '/nowhere' };

/** The command line within this process: its exit code, and what it wrote. */
export async function muster(words: string[], { env = {}, input, terminal = false }: Given): Promise<Ended> {
  const [stdout, stderr] = [new Kept(terminal), new Kept(terminal)];
  const stdin = input === undefined ? new PassThrough() : Readable.from([Buffer.from(input)]);
  const io: Io = {
    env: { ...noSettings, ...env },
    stdin: Object.assign(stdin, { isTTY: terminal }),
    stdout,
    stderr,
    exitCode: 0,
    onInterrupt: null,
  };
  const code = await run(words, io);
  return { code, out: stdout.text, err: stderr.text };
}

/** A stream that keeps what is written. */
export class Kept extends Writable {
  text = '';
  readonly isTTY: boolean;

  constructor(isTTY: boolean) {
    super();
    this.isTTY = isTTY;
  }

  override _write(piece: Buffer, _encoding: string, done: () => void): void {
    this.text += piece;
    done();
  }
}

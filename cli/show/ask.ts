import { createInterface } from 'node:readline';
import { CommandError, exit } from '../exit.ts';
import type { Io } from '../io.ts';

/** Asks on a terminal before something is done. Where no person can answer, it is done. @throws CommandError if the answer is no */
export async function confirm(io: Io, question: string, { yes }: { yes?: true | undefined }): Promise<void> {
  if (yes || !io.stdin.isTTY || !io.stderr.isTTY) return;
  io.stderr.write(`${question} [y/N] `);
  const answer = await readLine(io);
  if (!/^y(es)?$/i.test(answer.trim())) throw new CommandError('Nothing was done.', exit.refused);
}

/** A plain line, so that Ctrl-C stays an interrupt. */
function readLine({ stdin }: Io): Promise<string> {
  const lines = createInterface({ input: stdin, terminal: false });
  return new Promise((resolve) => {
    lines.once('line', (line) => {
      resolve(line);
      lines.close();
    });
    lines.once('close', () => resolve(''));
  });
}

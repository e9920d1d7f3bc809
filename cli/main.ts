#!/usr/bin/env node
import { exit } from './exit.ts';
import type { Io } from './io.ts';
import { run } from './run.ts';

const { env, stdin, stdout, stderr } = process;
const io: Io = { env, stdin, stdout, stderr, exitCode: exit.done, onInterrupt: null };

// The reader of the answer, like `head`, may have enough.
stdout.on('error', ({ code }: NodeJS.ErrnoException) => process.exit(code === 'EPIPE' ? exit.done : exit.refused));

process.on('SIGINT', async () => {
  const last = io.onInterrupt;
  // The second time it ends at once.
  io.onInterrupt = null;
  // Behind the bar, and the ^C that the terminal shows.
  if (stderr.isTTY) stderr.write('\n');
  await last?.();
  process.exit(exit.interrupted);
});

process.exitCode = await run(process.argv.slice(2), io);

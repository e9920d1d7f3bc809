import { CommanderError } from 'commander';
import { MusterError } from '../client/index.ts';
import { DryRun } from './connect.ts';
import { CommandError, exit } from './exit.ts';
import { type Io, say } from './io.ts';
import { program } from './program.ts';
import { showDryRun } from './show/dry-run.ts';

/** Runs a command and answers its exit code. */
export async function run(words: readonly string[], io: Io): Promise<number> {
  try {
    await program(io).parseAsync([...words], { from: 'user' });
    return io.exitCode;
  } catch (error) {
    if (error instanceof DryRun) {
      await showDryRun(io, error, words.includes('--json'));
      return exit.done;
    }
    return tellError(io, error);
  }
}

/** Says what is wrong in a sentence. What is no known error is a bug, and thrown. */
function tellError(io: Io, error: unknown): number {
  if (error instanceof CommanderError)
    return ['commander.helpDisplayed', 'commander.version'].includes(error.code) ? exit.done : exit.wrongUse;
  if (error instanceof CommandError) {
    say(io, `muster: ${error.message}`);
    return error.exitCode;
  }
  if (!(error instanceof MusterError)) throw error;
  say(io, `muster: ${error.message}`);
  for (const [field, detail] of Object.entries(error.fields)) say(io, `  ${field}: ${detail}`);
  const isAway = error.status === 0 || (error.code === 'unknown' && error.status >= 500);
  return isAway ? exit.unreachable : exit.refused;
}

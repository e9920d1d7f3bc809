import { copyFileSync, statSync, truncateSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { bringUp, type Place, shutDown } from './embedded-postmaster.ts';
import { isRunning, type ProcessMark } from './embedded-process.ts';

const logBytesMax = 10 * 1024 * 1024;

/** Starts PostgreSQL again whenever it ends by itself (killed for want of memory, say). Answers the way to stop it for good. */
export function keepRunning(place: Place, first: ProcessMark, log: (line: string) => void): () => Promise<void> {
  let current = Promise.resolve(first);
  let stopping = false;
  const watch = async () => {
    while (!stopping) {
      await sleep(200, undefined, { ref: false });
      shorten(place.logFile);
      const postmaster = await current;
      if (stopping || isRunning(postmaster)) continue;
      log('PostgreSQL has ended and is started again.');
      current = bringUp(place, log).catch((error: unknown) => {
        log(`PostgreSQL could not be started again: ${error instanceof Error ? error.message : error}`);
        return postmaster;
      });
    }
  };
  watch().catch((error: unknown) => log(`PostgreSQL is no longer watched: ${error}`));
  return async () => {
    stopping = true;
    await shutDown(await current);
  };
}

/** PostgreSQL appends to its open file, so the file is emptied in place; one older part is kept. */
function shorten(logFile: string): void {
  if (statSync(logFile).size <= logBytesMax) return;
  copyFileSync(logFile, `${logFile}.1`);
  truncateSync(logFile);
}

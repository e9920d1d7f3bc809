import { copyFileSync, truncateSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { bringUp, type Place, shutDown } from './postmaster.ts';
import { isRunning, type ProcessMark, sizeOf } from './process.ts';
import { system } from './system.ts';

const logBytesMax = 10 * 1024 * 1024;

/**
 * Restarts PostgreSQL whenever it ends by itself, for example when it is killed for lack of memory. Returns the function that stops it for
 * good.
 */
export function keepRunning(place: Place, first: ProcessMark, log: (line: string) => void): () => Promise<void> {
  let current = Promise.resolve(first);
  let stopping = false;
  const watch = async () => {
    while (!stopping) {
      await sleep(system.watchMs, undefined, { ref: false });
      shorten(place.logFile, log);
      const postmaster = await current;
      if (stopping || isRunning(postmaster)) continue;
      log('PostgreSQL has ended and is started again.');
      current = bringUp(place, log).catch(async (error: unknown) => {
        log(`PostgreSQL could not be started again: ${error instanceof Error ? error.message : error}`);
        await sleep(2_000);
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

/** PostgreSQL appends to its open file, so the file is truncated in place. One older part is kept, unless the disk is full. */
function shorten(logFile: string, log: (line: string) => void): void {
  if (sizeOf(logFile) <= logBytesMax) return;
  try {
    copyFileSync(logFile, `${logFile}.1`);
  } catch (error) {
    log(`The older part of ${logFile} could not be kept: ${error instanceof Error ? error.message : error}`);
  }
  truncateSync(logFile);
}

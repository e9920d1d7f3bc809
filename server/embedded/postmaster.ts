import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { StartError } from '../kernel/config.ts';
import { disownLockFiles, findPostmaster, readLockFile } from './lock-file.ts';
import { isRunning, look, type ProcessMark, signal, sizeOf } from './process.ts';
import { readIfThere, system } from './system.ts';
import type { User } from './user.ts';

/** Where the postmaster, PostgreSQL's main process, works, and how it is started. */
export type Place = {
  folder: string;
  native: string;
  settings: string[];
  user: User | null;
  logFile: string;
};

/** A running postmaster for that place: one that a killed Muster left, or a new one. */
export async function bringUp(place: Place, log: (line: string) => void): Promise<ProcessMark> {
  const left = findPostmaster(place.folder);
  if (left && startedAsNow(place) && (await becameReady(left, place, log))) {
    log('PostgreSQL was still running and is used as it is.');
    return left;
  }
  if (left) await shutDown(left);
  const patience = Date.now() + 30_000;
  for (;;) {
    disownLockFiles(place.folder);
    const logged = sizeOf(place.logFile);
    const postmaster = await launch(place);
    if (await becameReady(postmaster, place, log)) return postmaster;
    const reason = lastFatal(place.logFile, logged);
    // The helpers of a killed postmaster, and their shared memory, need a moment to go.
    const passing = /lock file .* already exists|still in use/.test(reason);
    if (!passing || Date.now() > patience)
      throw new StartError(`PostgreSQL did not start in ${place.folder}: ${reason} (${place.logFile} says more)`);
    await sleep(100);
  }
}

/** Ends it as gently as possible. Open transactions are rolled back; acknowledged data is on disk. */
export async function shutDown(postmaster: ProcessMark): Promise<void> {
  const ways = [
    { name: 'SIGINT', patience: 60_000 },
    { name: 'SIGQUIT', patience: 15_000 },
  ] as const;
  for (const { name, patience } of ways) {
    const until = Date.now() + patience;
    signal(postmaster, name);
    for (let pause = 2; isRunning(postmaster) && Date.now() < until; pause = Math.min(pause * 1.5, 100))
      await sleep(pause);
    if (!isRunning(postmaster)) return;
  }
  throw new Error(`PostgreSQL (process ${postmaster.pid}) does not end`);
}

/**
 * glibc returns memory to the kernel after each statement and requests it again for the next. That costs as much as planning a page of
 * users (mallopt(3)). With this a connection keeps up to 32 MB.
 */
const keepsMemory = { MALLOC_TRIM_THRESHOLD_: String(32 * 1024 ** 2), MALLOC_TOP_PAD_: String(1024 ** 2) };

async function launch({ folder, native, settings, user, logFile }: Place): Promise<ProcessMark> {
  const output = openSync(logFile, 'a', 0o600);
  try {
    // Detached, so that Ctrl-C in the terminal reaches Muster alone, which still needs its database to finish its work. PostgreSQL gets a
    // name for its working folder, so it needs no permission on the folders above. A private home stays private, also if root runs
    // PostgreSQL as another user.
    const child = spawn(join(native, 'bin/postgres'), ['-D', system.ownFolder, ...settings], {
      ...user,
      cwd: folder,
      env: keepsMemory,
      detached: true,
      stdio: ['ignore', output, output],
    });
    await once(child, 'spawn');
    child.unref();
    const pid = child.pid ?? 0;
    return { pid, startedAt: look(pid)?.startedAt ?? 'ended' };
  } finally {
    closeSync(output);
  }
}

/** Waits until it accepts connections; false if it has ended or is about to. */
async function becameReady(postmaster: ProcessMark, { folder }: Place, log: (line: string) => void): Promise<boolean> {
  const began = Date.now();
  let said = false;
  for (let pause = 2; isRunning(postmaster); pause = Math.min(pause * 1.2, 50)) {
    const { pid, status } = readLockFile(folder);
    if (pid === postmaster.pid && status === 'ready') return true;
    if (pid === postmaster.pid && status === 'stopping') return false;
    if (!said && Date.now() - began > 5_000) {
      said = true;
      log('PostgreSQL is going through what it had not finished; this can take minutes.');
    }
    await sleep(pause);
  }
  return false;
}

/** False after an update of Muster or PostgreSQL, or a change of this computer's memory. */
function startedAsNow({ folder, native, settings }: Place): boolean {
  const program = realpathSync(join(native, 'bin/postgres'));
  const now = [program, ...['-D', system.ownFolder, ...settings].map((argument) => `"${argument}"`)].join(' ');
  const file = join(folder, 'postmaster.opts');
  return readIfThere(file)?.trimEnd() === now && statSync(program).ctimeMs < statSync(file).mtimeMs;
}

function lastFatal(logFile: string, from: number): string {
  const lines = readFileSync(logFile).subarray(from).toString().trim().split('\n');
  const fatal = lines.findLast((line) => /FATAL:|PANIC:/.test(line)) ?? lines.at(-1) ?? '';
  return fatal.replace(/^.*(FATAL|PANIC): +/, '');
}

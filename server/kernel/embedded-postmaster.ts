import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync, realpathSync, statSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { StartError } from './config.ts';
import { ownFolder } from './embedded-cluster.ts';
import { errorCode, isRunning, look, type ProcessMark, readIfThere, worksIn } from './embedded-process.ts';
import type { User } from './embedded-user.ts';

/** Where PostgreSQL's main process, the postmaster, works, and how it is started. `socketFolder` leads to `folder`, in few enough letters. */
export type Place = {
  folder: string;
  socketFolder: string;
  native: string;
  settings: string[];
  user: User | null;
  logFile: string;
};

/** A running postmaster for that place: the one a killed Muster left behind, or a new one. */
export async function bringUp(place: Place, log: (line: string) => void): Promise<ProcessMark> {
  const left = findPostmaster(place.folder);
  if (left && startedAsNow(place) && (await becameReady(left, place, log))) {
    log('PostgreSQL was still running and is used as it is.');
    return left;
  }
  if (left) await shutDown(left);
  await refuseForeigner(place);
  const patience = Date.now() + 30_000;
  for (;;) {
    forgetReusedNumber(place.folder);
    const logged = sizeOf(place.logFile);
    const postmaster = await launch(place);
    if (await becameReady(postmaster, place, log)) return postmaster;
    const reason = lastFatal(place.logFile, logged);
    // What a killed postmaster leaves behind needs a moment to end: its helpers, and with them its memory.
    const passing = /lock file .* already exists|still in use/.test(reason);
    if (!passing || Date.now() > patience)
      throw new StartError(`PostgreSQL did not start in ${place.folder}: ${reason} (${place.logFile} says more)`);
    await sleep(100);
  }
}

/** Ends it as gently as it lets us: open transactions are rolled back, what was acknowledged is on disk. */
export async function shutDown(postmaster: ProcessMark): Promise<void> {
  const ways = [
    { signal: 'SIGINT', patience: 60_000 },
    { signal: 'SIGQUIT', patience: 15_000 },
  ] as const;
  for (const { signal, patience } of ways) {
    const until = Date.now() + patience;
    if (isRunning(postmaster)) process.kill(postmaster.pid, signal);
    for (let pause = 2; isRunning(postmaster) && Date.now() < until; pause = Math.min(pause * 1.5, 100))
      await sleep(pause);
    if (!isRunning(postmaster)) return;
  }
  throw new Error(`PostgreSQL (process ${postmaster.pid}) does not end`);
}

async function launch({ folder, native, settings, user, logFile }: Place): Promise<ProcessMark> {
  const output = openSync(logFile, 'a', 0o600);
  try {
    // Detached, so that Ctrl-C in the terminal reaches Muster alone, which still needs its database to finish its work.
    const child = spawn(join(native, 'bin/postgres'), ['-D', ownFolder, ...settings], {
      ...user,
      cwd: folder,
      env: {},
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

/** Waits until it takes connections; false when it has ended or is about to. */
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

/** PostgreSQL's own lock file: the postmaster's number in the first line, its state in the eighth. */
function readLockFile(folder: string): { pid: number; status: string } {
  const lines = readIfThere(join(folder, 'postmaster.pid'))?.split('\n') ?? [];
  return { pid: Number(lines[0] ?? 0), status: lines[7]?.trim() ?? '' };
}

function findPostmaster(folder: string): ProcessMark | null {
  const { pid } = readLockFile(folder);
  const startedAt = look(pid)?.startedAt;
  return startedAt !== undefined && isPostmasterOf(folder, pid) ? { pid, startedAt } : null;
}

/** Where the system does not show us in which folder a process works, its name must do. */
function isPostmasterOf(folder: string, pid: number): boolean {
  return look(pid)?.name === 'postgres' && worksIn(pid, folder) !== false;
}

/** False after an update of Muster or PostgreSQL, or a change of this computer's memory. */
function startedAsNow({ folder, native, settings }: Place): boolean {
  const program = realpathSync(join(native, 'bin/postgres'));
  const now = [program, ...['-D', ownFolder, ...settings].map((argument) => `"${argument}"`)].join(' ');
  const file = join(folder, 'postmaster.opts');
  return readIfThere(file)?.trimEnd() === now && statSync(program).ctimeMs < statSync(file).mtimeMs;
}

/**
 * Somebody who answers on the socket but whose process we cannot see lives in another container with the same folder.
 * PostgreSQL would not notice it and spoil the data.
 */
async function refuseForeigner({ folder, socketFolder }: Place): Promise<void> {
  if (readIfThere(join(folder, 'postmaster.pid')) === null) return;
  const socket = connect(join(socketFolder, '.s.PGSQL.5432'));
  const answered = await once(socket, 'connect').then(
    () => true,
    () => false,
  );
  socket.destroy();
  if (answered) throw new StartError(`A PostgreSQL in another container is already using the folder ${folder}.`);
}

/**
 * After a reboot, the number in the lock file may be that of quite another program, which PostgreSQL takes for itself.
 * The rest of the file stays: by it PostgreSQL finds helpers that outlived their postmaster. It ignores its parent's number: ours.
 */
function forgetReusedNumber(folder: string): void {
  for (const name of ['postmaster.pid', '.s.PGSQL.5432.lock']) {
    const file = join(folder, name);
    const text = readIfThere(file);
    const pid = Number.parseInt(text ?? '', 10);
    if (text === null || look(pid) === null || isPostmasterOf(folder, pid)) continue;
    writeFileSync(file, text.replace(/^\d+/, String(process.pid)));
  }
}

function lastFatal(logFile: string, from: number): string {
  const lines = readFileSync(logFile).subarray(from).toString().trim().split('\n');
  const fatal = lines.findLast((line) => /FATAL:|PANIC:/.test(line)) ?? lines.at(-1) ?? '';
  return fatal.replace(/^.*(FATAL|PANIC): +/, '');
}

function sizeOf(file: string): number {
  try {
    return statSync(file).size;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return 0;
    throw error;
  }
}

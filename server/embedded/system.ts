import { execFileSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { StartError } from '../kernel/config.ts';

/** A process as its system reports it. startedAt differs by system; it distinguishes a process from a later one with the same id. */
export type Seen = { name: string; startedAt: string };

/** The differences between Linux and macOS in starting and watching PostgreSQL. */
export type System = {
  /** null if there is no such process, or if it has ended and is not reaped yet. */
  look: (pid: number) => Seen | null;
  /** Does the process work in this folder? null if the system does not show it. */
  worksIn: (pid: number, folder: string) => boolean | null;
  /** A name for a process's working folder that needs no permission on the folders above. */
  ownFolder: string;
  /** The current boot, if process ids and start times begin anew at every boot. */
  boot: string;
  /** Shell code: prints the start time of process $1, as look returns it. */
  began: string;
  /** Shell code: is process $1 the postmaster that works in folder $2? */
  isPostmasterOf: string;
  /** The most bytes of a socket's path. */
  socketPathBytesMax: number;
  /** A short name for a folder that this process has open. @throws StartError if there is none */
  pathOfOpen: (handle: number, folder: string) => string;
  dynamicSharedMemory: string;
  /** Milliseconds between two checks of the postmaster. */
  watchMs: number;
};

export const linux: System = {
  look: (pid) => {
    const stat = readIfThere(`/proc/${pid}/stat`);
    // The name is in brackets and may contain any character, so the fields are counted from the last bracket.
    const name = stat?.slice(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
    const [state, ...rest] = stat?.slice(stat.lastIndexOf(')') + 2).split(' ') ?? [];
    const startedAt = rest[18];
    const ended = state === undefined || state === 'Z' || state === 'X';
    return ended || name === undefined || startedAt === undefined ? null : { name, startedAt };
  },
  worksIn: (pid, folder) => {
    try {
      const there = statSync(`/proc/${pid}/cwd`);
      const here = statSync(folder);
      return there.dev === here.dev && there.ino === here.ino;
    } catch {
      return null;
    }
  },
  ownFolder: '/proc/self/cwd',
  boot: readIfThere('/proc/sys/kernel/random/boot_id')?.trim() ?? '',
  // The twentieth field after the name.
  began: `read -r stat < "/proc/$1/stat" || return 1; set -- \${stat##*)}; echo "\${20}"`,
  isPostmasterOf: `[ "/proc/$1/cwd" -ef "$2" ]`,
  socketPathBytesMax: 107,
  pathOfOpen: (handle) => `/proc/${process.pid}/fd/${handle}`,
  // Containers give /dev/shm 64 MB, too little for parallel joins. This kind does not use it.
  dynamicSharedMemory: 'sysv',
  watchMs: 200,
};

/** macOS has no /proc. Its ps gives the same information, at the price of a process each time. */
export const macos: System = {
  look: (pid) => {
    if (!Number.isInteger(pid) || pid <= 0) return null;
    const [state, weekday, month, day, time, year, ...name] = ps(pid, 'stat=,lstart=,ucomm=');
    if (state === undefined || state.startsWith('Z') || year === undefined) return null;
    return { name: name.join(' '), startedAt: [weekday, month, day, time, year].join('_') };
  },
  worksIn: () => null,
  ownFolder: '.',
  boot: '',
  began: `LC_ALL=C ps -o lstart= -p "$1" | awk '{ print $1 "_" $2 "_" $3 "_" $4 "_" $5 }'`,
  // As in worksIn, the name decides.
  isPostmasterOf: `[ "$(ps -o ucomm= -p "$1" | awk '{ print $1 }')" = postgres ]`,
  socketPathBytesMax: 103,
  pathOfOpen: (_handle, folder) => {
    throw new StartError(
      `The path of ${folder} is too long for a socket of PostgreSQL: choose a shorter one with MUSTER_DATA.`,
    );
  },
  // The other kind is limited to 4 MB there.
  dynamicSharedMemory: 'posix',
  watchMs: 1_000,
};

export const system: System = process.platform === 'linux' ? linux : macos;

function ps(pid: number, columns: string): string[] {
  try {
    const env = { PATH: process.env['PATH'] ?? '/usr/bin:/bin', LC_ALL: 'C' };
    const words = ['-o', columns, '-p', String(pid)];
    return execFileSync('ps', words, { encoding: 'utf8', env, stdio: ['ignore', 'pipe', 'ignore'] })
      .trim()
      .split(/\s+/);
  } catch {
    // Its exit code says that there is no such process.
    return [];
  }
}

export function readIfThere(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    // Reading the file of a process that has just ended gives ESRCH.
    if (['ENOENT', 'ESRCH', 'ENOTDIR'].includes(errorCode(error))) return null;
    throw error;
  }
}

/** The system's short name of an error, such as ENOSPC, or an empty text. */
export function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

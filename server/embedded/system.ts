import { execFileSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { StartError } from '../kernel/config.ts';

/** A process as its system tells of it. What startedAt means differs; it tells a process from a later one with the same number. */
export type Seen = { name: string; startedAt: string };

/** What Linux and macOS do not have in common, where PostgreSQL is started and watched. */
export type System = {
  /** null when there is no such process, or when it has ended and waits for its parent to note it. */
  look: (pid: number) => Seen | null;
  /** Whether that process works in this folder; null when this system does not let us see. */
  worksIn: (pid: number, folder: string) => boolean | null;
  /** A name for the folder in which a process works, whatever the folders above let it see. */
  ownFolder: string;
  /** Where numbers and starting times of processes begin anew at every boot: which boot this is. */
  boot: string;
  /** For the shell: tells when process $1 has begun, as look does. */
  began: string;
  /** For the shell: whether process $1 is the postmaster that works in folder $2. */
  isPostmasterOf: string;
  /** The path of a socket has at most this many bytes. */
  socketPathBytesMax: number;
  /** A short name for a folder that this process has open. @throws StartError where there is none */
  pathOfOpen: (handle: number, folder: string) => string;
  dynamicSharedMemory: string;
  /** How often the postmaster is looked for. */
  watchMs: number;
};

export const linux: System = {
  look: (pid) => {
    const stat = readIfThere(`/proc/${pid}/stat`);
    // The name stands in brackets and may hold any character, so the fields are counted from the last bracket.
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
  // The twentieth field behind the name.
  began: `read -r stat < "/proc/$1/stat" || return 1; set -- \${stat##*)}; echo "\${20}"`,
  isPostmasterOf: `[ "/proc/$1/cwd" -ef "$2" ]`,
  socketPathBytesMax: 107,
  pathOfOpen: (handle) => `/proc/${process.pid}/fd/${handle}`,
  // Containers give /dev/shm 64 MB, too little for parallel joins; this kind is not taken from there.
  dynamicSharedMemory: 'sysv',
  watchMs: 200,
};

/** macOS has no /proc. Its ps tells the same, at the price of a process each time. */
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
  // As in worksIn, its name must do.
  isPostmasterOf: `[ "$(ps -o ucomm= -p "$1" | awk '{ print $1 }')" = postgres ]`,
  socketPathBytesMax: 103,
  pathOfOpen: (_handle, folder) => {
    throw new StartError(
      `The path of ${folder} is too long for a socket of PostgreSQL: choose a shorter one with MUSTER_DATA.`,
    );
  },
  // There the other kind is limited to 4 MB.
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
    // It says by its exit code that there is no such process.
    return [];
  }
}

export function readIfThere(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    // A process that ends while its file is being read answers ESRCH.
    if (['ENOENT', 'ESRCH', 'ENOTDIR'].includes(errorCode(error))) return null;
    throw error;
  }
}

/** The system's short name of a failure, such as ENOSPC, or nothing. */
export function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

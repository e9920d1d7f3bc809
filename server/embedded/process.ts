import { readFileSync, statSync } from 'node:fs';

/** A process, told apart from a later one that got the same number. */
export type ProcessMark = { pid: number; startedAt: string };

/** The program a process runs, as Linux names it, and when it began (in ticks since boot); null when there is no such process. */
export function look(pid: number): { name: string; startedAt: string } | null {
  const stat = readIfThere(`/proc/${pid}/stat`);
  // The name stands in brackets and may hold any character, so the fields are counted from the last bracket.
  const name = stat?.slice(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
  const [state, ...rest] = stat?.slice(stat.lastIndexOf(')') + 2).split(' ') ?? [];
  const startedAt = rest[18];
  const ended = state === undefined || state === 'Z' || state === 'X';
  return ended || name === undefined || startedAt === undefined ? null : { name, startedAt };
}

export function isRunning(mark: ProcessMark): boolean {
  return look(mark.pid)?.startedAt === mark.startedAt;
}

export function signal(mark: ProcessMark, name: NodeJS.Signals): void {
  try {
    if (isRunning(mark)) process.kill(mark.pid, name);
  } catch (error) {
    if (errorCode(error) !== 'ESRCH') throw error;
  }
}

/** Whether that process works in this folder; null when this system does not let us see. */
export function worksIn(pid: number, folder: string): boolean | null {
  try {
    const there = statSync(`/proc/${pid}/cwd`);
    const here = statSync(folder);
    return there.dev === here.dev && there.ino === here.ino;
  } catch {
    return null;
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

export function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

/** The system's short name of a failure, such as ENOSPC, or nothing. */
export function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

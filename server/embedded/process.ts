import { statSync } from 'node:fs';
import { errorCode, system } from './system.ts';

/** A process, distinguished from a later one with the same id. */
export type ProcessMark = { pid: number; startedAt: string };

/** The program that a process runs and its start time; null if there is no such process. */
export const look = system.look;
export const worksIn = system.worksIn;

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

export function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

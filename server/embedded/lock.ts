import { linkSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StartError } from '../kernel/config.ts';
import { look } from './process.ts';
import { errorCode, readIfThere, system } from './system.ts';

/** Makes this process the only user of the folder, until it ends or calls the returned function. */
export function lockFolder(folder: string): () => void {
  const file = join(folder, 'server.lock');
  take(file, folder);
  return () => rmSync(file, { force: true });
}

function take(file: string, folder: string): void {
  const ticket = `${file}.${process.pid}`;
  // A killed process with the same id may have left a ticket that is still linked to the lock. Never write into that file.
  rmSync(ticket, { force: true });
  writeFileSync(ticket, `${process.pid} ${look(process.pid)?.startedAt} ${system.boot}\n`, { mode: 0o600, flag: 'wx' });
  try {
    while (!linked(ticket, file)) {
      const owner = liveOwner(file);
      if (owner !== null)
        throw new StartError(`Another Muster (process ${owner}) is already using the folder ${folder}.`);
      if (replacedDeadOwner(ticket, file, folder)) return;
    }
  } finally {
    rmSync(ticket, { force: true });
  }
}

/** Links a finished file, so that the lock appears with its owner in it. False if there is a lock. */
function linked(ticket: string, file: string): boolean {
  try {
    linkSync(ticket, file);
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  }
}

/** If several processes find the same dead owner, only the holder of this second lock may replace it. */
function replacedDeadOwner(ticket: string, file: string, folder: string): boolean {
  const takeover = `${file}.takeover`;
  take(takeover, folder);
  try {
    if (readIfThere(file) === null || liveOwner(file) !== null) return false;
    renameSync(ticket, file);
    return true;
  } finally {
    rmSync(takeover, { force: true });
  }
}

function liveOwner(file: string): number | null {
  const [pid = '', startedAt = '', itsBoot = ''] = readIfThere(file)?.trim().split(' ') ?? [];
  return itsBoot === system.boot && look(Number(pid))?.startedAt === startedAt ? Number(pid) : null;
}

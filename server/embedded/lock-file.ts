import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { look, type ProcessMark, worksIn } from './process.ts';
import { readIfThere } from './system.ts';

/** PostgreSQL's own lock file: the postmaster's number in the first line, its state in the eighth. */
export function readLockFile(folder: string): { pid: number; status: string } {
  const lines = readIfThere(join(folder, 'postmaster.pid'))?.split('\n') ?? [];
  return { pid: Number(lines[0] ?? 0), status: lines[7]?.trim() ?? '' };
}

/** The postmaster that works in the folder, whoever started it. */
export function findPostmaster(folder: string): ProcessMark | null {
  const { pid } = readLockFile(folder);
  const startedAt = look(pid)?.startedAt;
  return startedAt !== undefined && isPostmasterOf(folder, pid) ? { pid, startedAt } : null;
}

/** Where the system does not show us in which folder a process works, its name must do. */
function isPostmasterOf(folder: string, pid: number): boolean {
  return look(pid)?.name === 'postgres' && worksIn(pid, folder) !== false;
}

/** What a client says first to ask for an encrypted connection (protocol 3, SSLRequest); a postmaster answers with one letter. */
const sslRequest = Buffer.from([0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f]);
const answerMs = 250;
const patienceMs = 5_000;

/**
 * Whether somebody answers on the socket whose process we cannot see, because it lives in another container that has
 * the same folder. PostgreSQL itself would not notice it and spoil the data.
 */
export async function answersFromElsewhere(folder: string, socketFolder: () => string): Promise<boolean> {
  if (readIfThere(join(folder, 'postmaster.pid')) === null || findPostmaster(folder)) return false;
  const path = join(socketFolder(), '.s.PGSQL.5432');
  // Helpers that outlive a killed postmaster for a moment hold its socket open, and answer nobody. Whoever only stays silent is there.
  for (const until = performance.now() + patienceMs; performance.now() < until; ) {
    const said = await answerAt(path);
    if (said !== 'silence') return said === 'answer';
  }
  return true;
}

async function answerAt(path: string): Promise<'answer' | 'silence' | 'nobody'> {
  const socket = connect(path);
  const connected = await once(socket, 'connect').then(
    () => true,
    () => false,
  );
  if (!connected) return 'nobody';
  socket.on('error', () => {});
  socket.write(sslRequest);
  const answered = await Promise.race([once(socket, 'data').then(() => true), sleep(answerMs, false)]).catch(
    () => false,
  );
  socket.destroy();
  return answered ? 'answer' : 'silence';
}

/**
 * The number in a dead postmaster's lock files may by now be another program's, or still be the dead one's as long as
 * no parent has taken note of its end. PostgreSQL takes either for a living postmaster, but not its own parent: us.
 * The rest of the file stays: by it PostgreSQL finds helpers that outlived their postmaster.
 */
export function disownLockFiles(folder: string): void {
  for (const name of ['postmaster.pid', '.s.PGSQL.5432.lock']) {
    const file = join(folder, name);
    const text = readIfThere(file);
    if (text === null || isPostmasterOf(folder, Number.parseInt(text, 10))) continue;
    writeFileSync(file, text.replace(/^\d+/, String(process.pid)));
  }
}

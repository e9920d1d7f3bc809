import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { look, type ProcessMark, worksIn } from './process.ts';
import { readIfThere } from './system.ts';

/** PostgreSQL's own lock file: the postmaster's id is in the first line, its state in the eighth. */
export function readLockFile(folder: string): { pid: number; status: string } {
  const lines = readIfThere(join(folder, 'postmaster.pid'))?.split('\n') ?? [];
  return { pid: Number(lines[0] ?? 0), status: lines[7]?.trim() ?? '' };
}

/** The postmaster that works in the folder, started by any process. */
export function findPostmaster(folder: string): ProcessMark | null {
  const { pid } = readLockFile(folder);
  const startedAt = look(pid)?.startedAt;
  return startedAt !== undefined && isPostmasterOf(folder, pid) ? { pid, startedAt } : null;
}

/** If the system does not show in which folder a process works, its name decides. */
function isPostmasterOf(folder: string, pid: number): boolean {
  return look(pid)?.name === 'postgres' && worksIn(pid, folder) !== false;
}

/** The first message of a client that asks for encryption (protocol 3, SSLRequest). A postmaster answers with one letter. */
const sslRequest = Buffer.from([0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f]);
const answerMs = 250;
const patienceMs = 5_000;

/**
 * Does a server answer on the socket whose process is invisible here, because it runs in another container with the same folder? PostgreSQL
 * would not notice it, and would corrupt the data.
 */
export async function answersFromElsewhere(folder: string, socketFolder: () => string): Promise<boolean> {
  if (readIfThere(join(folder, 'postmaster.pid')) === null || findPostmaster(folder)) return false;
  const path = join(socketFolder(), '.s.PGSQL.5432');
  // Helpers of a killed postmaster hold its socket open for a moment and do not answer. A server that stays silent for longer counts as
  // present.
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
 * The process id in the lock files of a dead postmaster may belong to another program, or still to the dead process until its parent reaps
 * it. PostgreSQL takes either for a living postmaster, except its own parent: this process. So this writes its own id there. The rest of
 * the file stays: PostgreSQL needs it to find helpers that outlived their postmaster.
 */
export function disownLockFiles(folder: string): void {
  for (const name of ['postmaster.pid', '.s.PGSQL.5432.lock']) {
    const file = join(folder, name);
    const text = readIfThere(file);
    if (text === null || isPostmasterOf(folder, Number.parseInt(text, 10))) continue;
    writeFileSync(file, text.replace(/^\d+/, String(process.pid)));
  }
}

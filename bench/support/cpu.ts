import { readFileSync } from 'node:fs';
import type pg from 'pg';
import { benchName } from './database.ts';

/** The kernel counts processor time in hundredths of a second on every Linux that Node supports. */
const ticksPerSecond = 100;

/** The processor time so far: of Muster's Node, and of PostgreSQL for it. */
export type Cpu = { node: number; postgres: number };

/**
 * Seconds of processor time since the processes began: Node with all its threads, every backend that serves it, and ended ones (parallel
 * workers, closed connections), which the postmaster counts.
 */
export async function cpuOf(sql: pg.Pool, nodePid: number): Promise<Cpu> {
  const { rows } = await sql.query<{ pid: number }>(
    "select pid from pg_stat_activity where backend_type = 'client backend' and application_name <> $1",
    [benchName],
  );
  const { rows: own } = await sql.query<{ pid: number }>('select pg_backend_pid() as pid');
  const postmaster = statOf(own[0]?.pid ?? 0)[1] ?? 0;
  const [, ended = 0, endedInKernel = 0] = [0, ...statOf(postmaster).slice(13, 15)];
  const alive = rows.map(({ pid }) => spent(pid)).reduce((sum, ticks) => sum + ticks, 0);
  return { node: spent(nodePid) / ticksPerSecond, postgres: (alive + ended + endedInKernel) / ticksPerSecond };
}

/** Muster's processor time per run of the work. */
export async function cpuPer(sql: pg.Pool, nodePid: number, times: number, work: () => Promise<unknown>): Promise<Cpu> {
  const before = await cpuOf(sql, nodePid);
  await work();
  const after = await cpuOf(sql, nodePid);
  return { node: (after.node - before.node) / times, postgres: (after.postgres - before.postgres) / times };
}

function spent(pid: number): number {
  const [user = 0, system = 0] = statOf(pid).slice(11, 13);
  return user + system;
}

/** The fields of /proc/<pid>/stat after the program's name; empty if the process is gone. */
function statOf(pid: number): number[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ESRCH')) return [];
    throw error;
  }
}

/** The most memory that a process has had, in megabytes. */
export function peakMegabytes(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'latin1');
  return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1]) / 1024;
}

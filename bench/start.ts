import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort, median, report, rounded } from './support/bench.ts';
import { withDatabase } from './support/database.ts';

/** P11: from npm start to the first answer, with the database already made: the one Muster brings, or one of one's own. */
export async function startBench(): Promise<void> {
  if (process.env['DATABASE_URL']) await withDatabase(({ url, folder }) => measure(folder, { DATABASE_URL: url }));
  else {
    const folder = mkdtempSync(join(tmpdir(), 'muster-bench-'));
    await measure(folder, {}).finally(() => rmSync(folder, { recursive: true, force: true }));
  }
}

async function measure(folder: string, env: Record<string, string>): Promise<void> {
  const seen: number[] = [];
  // The first start makes the database and is not counted.
  for (let round = -1; round < 5; round++) {
    const seconds = await startOnce({ ...env, MUSTER_DATA: join(folder, 'data'), PORT: String(freePort()) });
    if (round >= 0) seen.push(rounded(seconds));
  }
  report('start', { rows: 0, ratio: median(seen), goal: 2, unit: 's', details: { seen } });
}

async function startOnce(env: Record<string, string>): Promise<number> {
  const start = performance.now();
  const muster = spawn('npm', ['start'], {
    cwd: join(import.meta.dirname, '..'),
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'inherit'],
    detached: true,
  });
  const ended = new Promise((resolve) => muster.once('exit', resolve));
  while (!(await answers(`http://127.0.0.1:${env['PORT']}/`))) {
    if (muster.exitCode !== null) throw new Error('npm start ended');
    await sleep(5);
  }
  const seconds = (performance.now() - start) / 1_000;
  // npm and what it started, as Ctrl+C in a terminal does.
  if (muster.pid !== undefined) process.kill(-muster.pid, 'SIGINT');
  await ended;
  return seconds;
}

function answers(url: string): Promise<boolean> {
  return new Promise((resolve) => {
    get(url, (answer) => {
      answer.resume();
      answer.on('end', () => resolve(answer.statusCode === 200));
    }).on('error', () => resolve(false));
  });
}

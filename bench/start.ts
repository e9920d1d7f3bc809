import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startEmbeddedPostgres } from '../server/embedded/postgres.ts';
import { endServer, freePort, median, ownScript, report, rounded, startServer } from './support/bench.ts';
import { withDatabase } from './support/database.ts';

/**
 * P11: from npm start to the first answer, with an existing database, against starting the PostgreSQL that Muster brings and then a bare
 * Fastify. With DATABASE_URL neither side starts a PostgreSQL.
 */
export async function startBench(): Promise<void> {
  if (process.env['DATABASE_URL']) await withDatabase(({ url, folder }) => measure(folder, { DATABASE_URL: url }));
  else {
    const folder = mkdtempSync(join(tmpdir(), 'muster-bench-'));
    await measure(folder, {}).finally(() => rmSync(folder, { recursive: true, force: true }));
  }
}

async function measure(folder: string, env: Record<string, string>): Promise<void> {
  const seen: { bare: number; muster: number }[] = [];
  // The first start creates the database and is not counted.
  for (let round = -1; round < 5; round++) {
    const muster = await startOnce({ ...env, MUSTER_DATA: join(folder, 'data'), PORT: String(freePort()) });
    const bare = await startBare(join(folder, 'data'), env);
    if (round >= 0) seen.push({ bare: rounded(bare), muster: rounded(muster) });
  }
  const ratio = median(seen.map(({ bare, muster }) => muster / bare));
  report('start', { rows: 0, ratio, goal: 2, details: { seconds: seen } });
}

async function startBare(dataFolder: string, env: Record<string, string>): Promise<number> {
  const start = performance.now();
  const postgres = env['DATABASE_URL'] ? null : await startEmbeddedPostgres({ dataFolder, log: () => {} });
  const { host, user, database } = postgres?.connection ?? {};
  const url = env['DATABASE_URL'] ?? `postgres://${user}@localhost/${database}?host=${encodeURIComponent(host ?? '')}`;
  const bare = await startServer(ownScript('bare.ts'), { DATABASE_URL: url, PORT: String(freePort()) }, 'ready');
  const seconds = (performance.now() - start) / 1_000;
  await endServer(bare);
  await postgres?.stop();
  return seconds;
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
  // npm and its child processes, as Ctrl+C in a terminal does.
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

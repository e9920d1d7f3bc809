import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './postgres.ts';

const steps = new WeakMap<TestContext, (() => unknown)[]>();

/** Cleans up after a test, in reverse order. */
export function later(t: TestContext, step: () => unknown): void {
  const known = steps.get(t);
  if (known) {
    known.push(step);
    return;
  }
  const mine = [step];
  steps.set(t, mine);
  t.after(async () => {
    for (const undo of mine.reverse()) await undo();
  });
}

export function temporaryFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'muster-test-'));
  later(t, () => rmSync(folder, { recursive: true, force: true, maxRetries: 10 }));
  return folder;
}

export async function start(t: TestContext, dataFolder: string, said: string[] = []): Promise<EmbeddedPostgres> {
  const database = await startEmbeddedPostgres({ dataFolder, log: (line) => said.push(line) });
  later(t, () => database.stop());
  return database;
}

type Connection = Pick<EmbeddedPostgres, 'connection'>;

export async function query({ connection }: Connection, statement: string): Promise<unknown[]> {
  const client = new pg.Client(connection);
  client.on('error', () => {});
  try {
    await client.connect();
    return (await client.query(statement)).rows;
  } finally {
    await client.end().catch(() => {});
  }
}

/** A Muster in its own process, which a test may kill. */
export async function startElsewhere(t: TestContext, data: string): Promise<Connection & { process: ChildProcess }> {
  const muster = runScript(t, musterScript(data));
  const host = await nextLine(muster);
  return { process: muster, connection: { host, port: 5432, user: 'muster', database: 'muster' } };
}

export function musterScript(data: string): string {
  return `import pg from 'pg';
    import { startEmbeddedPostgres } from '${import.meta.resolve('./postgres.ts')}';
    const database = await startEmbeddedPostgres({ dataFolder: ${JSON.stringify(data)}, log() {} });
    process.on('SIGTERM', async () => { await database.stop(); process.exit(); });
    process.on('SIGINT', async () => {
      const client = new pg.Client(database.connection);
      await client.connect();
      await client.query('select 1');
      await client.end();
      console.log('the database still answers');
    });
    setInterval(() => {}, 1_000_000);
    console.log(database.connection.host);`;
}

export function runScript(t: TestContext, script: string): ChildProcess {
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: import.meta.dirname,
    detached: true,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  later(t, () => child.kill('SIGKILL'));
  return child;
}

export async function nextLine(child: ChildProcess): Promise<string> {
  assert.ok(child.stdout);
  const ended = once(child, 'exit').then(() => assert.fail('the process ended without an answer'));
  const [chunk] = await Promise.race([once(child.stdout, 'data'), ended]);
  return String(chunk).trim();
}

export async function kill(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL');
  await once(child, 'exit');
}

export async function until(check: () => Promise<boolean>): Promise<void> {
  const patience = Date.now() + 20_000;
  while (!(await check())) {
    assert.ok(Date.now() < patience, 'it did not happen');
    await sleep(1);
  }
}

export function postmasterOf(data: string): number {
  return Number.parseInt(readFileSync(join(data, 'postgres/postmaster.pid'), 'utf8'), 10);
}

import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startEmbeddedPostgres } from '../server/kernel/embedded-postgres.ts';

const root = join(import.meta.dirname, '..');

/** A running Muster, as npm start would run it but without rate limits, beside a connection of the database's owner. */
export type Bench = { url: string; sql: pg.Pool; rows: number; serverPid: number };

export async function withMuster(rows: number, work: (bench: Bench) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'muster-bench-'));
  const postgres = await startEmbeddedPostgres({ dataFolder: folder, log: () => {} });
  const { host, user, database } = postgres.connection;
  const sql = new pg.Pool({ ...postgres.connection, max: 4 });
  const port = 20_000 + (process.pid % 20_000);
  const env = {
    ...process.env,
    PORT: String(port),
    MUSTER_DATA: join(folder, 'server'),
    DATABASE_URL: `postgres://${user}@localhost/${database}?host=${encodeURIComponent(host)}`,
    RATE_LIMITS: 'off',
    SIGN_UP: 'open',
  };
  const server = spawn(process.execPath, [join(root, 'server/main.ts')], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('exit', () => reject(new Error('Muster ended before it was ready')));
      server.stdout.on('data', (bytes: Buffer) => bytes.includes('Muster is ready') && resolve());
    });
    await work({ url: `http://localhost:${port}`, sql, rows, serverPid: server.pid ?? 0 });
  } finally {
    server.removeAllListeners('exit');
    const ended = new Promise((resolve) => server.once('exit', resolve));
    server.kill('SIGTERM');
    await ended;
    await sql.end();
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A signed-in Owner of an account of their own. */
export class Owner {
  readonly #url: string;
  #cookie = '';
  accountId = '';
  groupId = '';
  constructor(url: string) {
    this.#url = url;
  }

  async signUp(name: string): Promise<this> {
    const person = {
      email: `owner@${name}.example`,
      password: 'quartz-heron-48-lantern',
      firstName: 'Olga',
      lastName: 'Owner',
    };
    await this.call('POST', '/v1/sign-up', { accountName: name, ...person });
    const account = await this.call('GET', '/v1/account');
    this.accountId = String(account['id']);
    this.groupId = String(account['defaultGroupId']);
    return this;
  }

  async call(
    method: string,
    path: string,
    body?: unknown,
    type = 'application/json',
  ): Promise<Record<string, unknown>> {
    const answer = await fetch(this.#url + path, {
      method,
      headers: { cookie: this.#cookie, ...(body === undefined ? {} : { 'content-type': type }) },
      ...(body === undefined ? {} : { body: body instanceof Buffer ? new Uint8Array(body) : JSON.stringify(body) }),
    });
    const cookie = answer.headers.get('set-cookie');
    if (cookie) this.#cookie = cookie.split(';')[0] ?? '';
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text.slice(0, 400)}`);
    return text === '' ? {} : JSON.parse(text);
  }

  /** Waits until a change has left the states in which a job works on it. */
  async settled(change: Record<string, unknown>): Promise<Record<string, unknown>> {
    let now = change;
    while (['planning', 'applying', 'undoing'].includes(String(now['state']))) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      now = await this.call('GET', `/v1/changes/${change['id']}`);
    }
    return now;
  }
}

export async function seconds(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}

export function median(numbers: number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}

/** One JSON line for machines and one sentence for people. */
export function report(
  name: string,
  { rows, ratio, goal, details }: { rows: number; ratio: number; goal: number; details: Record<string, unknown> },
): void {
  const holds = ratio <= goal;
  console.log(
    JSON.stringify({
      name,
      rows,
      ratio: Number(ratio.toFixed(3)),
      goal,
      holds,
      ...details,
      cores: cpus().length,
      at: new Date().toISOString().slice(0, 10),
    }),
  );
  console.log(
    `${name}: ${ratio.toFixed(2)}x of the floor with ${rows.toLocaleString('en')} rows; the goal is ${goal}x: ${holds ? 'reached' : 'missed'}.`,
  );
}

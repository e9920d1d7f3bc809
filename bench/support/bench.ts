import { type ChildProcess, spawn } from 'node:child_process';
import { cpus } from 'node:os';
import { join } from 'node:path';
import type pg from 'pg';
import { type Change, type Cookies, createMuster, type Muster } from '../../client/index.ts';
import { type BenchDatabase, unforceRowSecurity, withDatabase } from './database.ts';

const root = join(import.meta.dirname, '../..');
/** A script of this folder, run by this Node. */
export const ownScript = (path: string) => [process.execPath, join(import.meta.dirname, path)];

/** A running Muster, like npm start but without rate limits, and a connection of the database's owner. */
export type Bench = {
  url: string;
  port: number;
  sql: pg.Pool;
  databaseUrl: string;
  rows: number;
  serverPid: number;
  /** Ends the server and starts another on the same database, with other settings if given. */
  restart: (settings?: Record<string, string>) => Promise<void>;
};

export async function withMuster(
  rows: number,
  work: (bench: Bench) => Promise<void>,
  settings: Record<string, string> = {},
): Promise<void> {
  await withDatabase(async (database) => {
    const port = freePort();
    const start = (own: Record<string, string>) =>
      startServer([join(root, 'bin/muster')], { ...musterEnv(database, port), ...own }, 'Muster is ready');
    let server = await start(settings);
    const bench: Bench = {
      url: `http://localhost:${port}`,
      port,
      sql: database.sql,
      databaseUrl: database.url,
      rows,
      serverPid: server.pid ?? 0,
      restart: async (other = settings) => {
        await endServer(server);
        server = await start(other);
        bench.serverPid = server.pid ?? 0;
      },
    };
    try {
      await unforceRowSecurity(database.sql);
      await work(bench);
    } finally {
      await endServer(server);
    }
  });
}

function musterEnv({ url, folder }: BenchDatabase, port: number): Record<string, string> {
  return {
    PORT: String(port),
    MUSTER_DATA: join(folder, 'server'),
    DATABASE_URL: url,
    RATE_LIMITS: 'off',
    SIGN_UP: 'open',
  };
}

// Below the ports that the kernel gives to outgoing connections.
let ports = 20_000 + (process.pid % 12_000);
export const freePort = () => ports++;

/** Starts a server, and waits until it says that it is ready. */
export async function startServer(
  [command = '', ...words]: string[],
  env: Record<string, string>,
  ready: string,
): Promise<ChildProcess> {
  const stdio: ['ignore', 'pipe', 'inherit'] = ['ignore', 'pipe', 'inherit'];
  const server = spawn(command, words, { env: { ...process.env, ...env }, stdio });
  await new Promise<void>((resolve, reject) => {
    server.once('exit', () => reject(new Error(`${[command, ...words].join(' ')} ended before it was ready`)));
    server.stdout.on('data', (bytes: Buffer) => bytes.includes(ready) && resolve());
  });
  server.removeAllListeners('exit');
  return server;
}

export async function endServer(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const ended = new Promise((resolve) => server.once('exit', resolve));
  server.kill('SIGTERM');
  await ended;
}

/** A signed-in Owner of their own account. */
export class Owner {
  readonly api: Muster;
  readonly #cookies: Cookies = new Map();
  email = '';
  accountId = '';
  groupId = '';

  constructor(url: string) {
    // Without patience: a server that cannot keep up shows.
    this.api = createMuster({ url, cookies: this.#cookies, patienceSeconds: 0 });
  }

  /** The session, for tools that load the server with bare requests. */
  get cookie(): string {
    return `muster=${this.#cookies.get('muster')}`;
  }

  async signUp(name: string): Promise<this> {
    this.email = `owner@${name}.example`;
    const person = { email: this.email, password, firstName: 'Olga', lastName: 'Owner' };
    await this.api.POST('/v1/sign-up', { body: { accountName: name, ...person } });
    const { data: account } = await this.api.GET('/v1/account');
    this.accountId = account.id;
    this.groupId = account.defaultGroupId;
    return this;
  }

  async buy(product: string, quantity: number): Promise<void> {
    await this.api.PUT('/v1/billing/subscriptions/{product}', { params: { path: { product } }, body: { quantity } });
  }

  async pauseMail(paused: boolean): Promise<void> {
    await this.api.PATCH('/v1/mail-queue', { body: { paused } });
  }

  async planFile(file: Buffer): Promise<Change> {
    return this.settled(await this.api.planFile(file));
  }

  async apply({ id }: Change): Promise<Change> {
    return this.settled(await this.api.POST('/v1/changes/{id}/apply', { params: { path: { id } } }));
  }

  async undo({ id }: Change): Promise<Change> {
    return this.settled(await this.api.POST('/v1/changes/{id}/undo', { params: { path: { id } } }));
  }

  /** Waits until a change has left the states in which a job works on it. */
  async settled({ data }: { data: Change }): Promise<Change> {
    let now = data;
    while (['planning', 'applying', 'undoing'].includes(now.state)) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      ({ data: now } = await this.api.GET('/v1/changes/{id}', { params: { path: { id: data.id } } }));
    }
    return now;
  }
}

/** The password of every Owner. */
export const password = 'quartz-heron-48-lantern';

export async function seconds(work: () => Promise<unknown>): Promise<number> {
  return (await timed(work))[0];
}

/** The seconds that a work takes, and its result. */
export async function timed<Result>(work: () => Promise<Result>): Promise<[number, Result]> {
  const start = performance.now();
  const result = await work();
  return [(performance.now() - start) / 1000, result];
}

export function median(numbers: number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}

export function p99(numbers: number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.ceil(sorted.length * 0.99) - 1] ?? 0;
}

export const rounded = (number: number, digits = 3) => Number(number.toFixed(digits));

type Measured = {
  rows: number;
  ratio: number;
  goal: number;
  /** The unit of the number, if it is not a ratio. */
  unit?: string;
  /** The goal is a minimum. */
  atLeast?: boolean;
  details: Record<string, unknown>;
};
const table: string[][] = [];

/** One JSON line for machines and one sentence for people. */
export function report(name: string, { rows, ratio, goal, unit = 'x', atLeast = false, details }: Measured): void {
  const holds = atLeast ? ratio >= goal : ratio <= goal;
  const about = { cores: cpus().length, at: new Date().toISOString().slice(0, 10) };
  console.log(JSON.stringify({ name, rows, ratio: rounded(ratio), goal, unit, holds, ...details, ...about }));
  const [number, most, with_] = [`${rounded(ratio)} ${unit}`, `${goal} ${unit}`, rows.toLocaleString('en')];
  const outcome = holds ? 'reached' : 'missed';
  const limit = `${atLeast ? 'at least' : 'at most'} ${most}`;
  console.log(`${name}: ${number} with ${with_} rows; the goal is ${limit}: ${outcome}.`);
  table.push([name, with_, number, limit, outcome]);
}

/** Everything reported, as a table. */
export function printTable(): void {
  const lines = [['name', 'rows', 'measured', 'goal', 'outcome'], ...table];
  const widths = [0, 1, 2, 3, 4].map((i) => Math.max(...lines.map((line) => line[i]?.length ?? 0)));
  console.log();
  for (const line of lines) console.log(line.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join('  '));
}

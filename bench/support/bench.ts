import { type ChildProcess, spawn } from 'node:child_process';
import { cpus } from 'node:os';
import { join } from 'node:path';
import type pg from 'pg';
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
  readonly #url: string;
  cookie = '';
  email = '';
  accountId = '';
  groupId = '';
  constructor(url: string) {
    this.#url = url;
  }

  async signUp(name: string): Promise<this> {
    this.email = `owner@${name}.example`;
    const person = { email: this.email, password, firstName: 'Olga', lastName: 'Owner' };
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
      headers: { cookie: this.cookie, ...(body === undefined ? {} : { 'content-type': type }) },
      ...(body === undefined ? {} : { body: body instanceof Buffer ? new Uint8Array(body) : JSON.stringify(body) }),
    });
    const cookie = answer.headers.get('set-cookie');
    if (cookie) this.cookie = cookie.split(';')[0] ?? '';
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

/** The password of every Owner. */
export const password = 'quartz-heron-48-lantern';

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

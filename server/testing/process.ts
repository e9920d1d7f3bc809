import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { after } from 'node:test';
import type pg from 'pg';
import { waitUntil } from './wait-until.ts';

const main = join(import.meta.dirname, '../main.ts');

/** Muster as an operator starts it: its own process, with these environment variables and no others. */
export class Process {
  readonly child: ChildProcess;
  output = '';

  constructor(env: Record<string, string>) {
    this.child = spawn(process.execPath, [main], {
      env: { PATH: process.env['PATH'], NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'], ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.child.stdout, this.child.stderr]) stream?.on('data', (data) => (this.output += data));
    after(() => this.child.kill('SIGKILL'));
  }

  says(pattern: RegExp): Promise<RegExpExecArray> {
    return waitUntil(
      () => pattern.exec(this.output),
      () => `${pattern} in:\n${this.output}`,
    );
  }

  async exitCode(): Promise<number | null> {
    if (this.child.exitCode === null) await once(this.child, 'exit');
    return this.child.exitCode;
  }
}

/** A free port of this machine. Another process gets it only by asking for its number. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const port = portOf(server);
  server.close();
  await once(server, 'close');
  return port;
}

/** A connection to the database that can be cut, as by a restart or a lost network. */
export class Bridge {
  readonly #to: pg.PoolConfig;
  readonly #sockets = new Set<Socket>();
  #server: Server | null = null;
  #port = 0;

  constructor(to: pg.PoolConfig) {
    this.#to = to;
  }

  get port(): number {
    return this.#port;
  }

  async up(): Promise<void> {
    const server = createServer((near) => {
      const { host = '127.0.0.1', port = 5432 } = this.#to;
      const far = host.startsWith('/') ? connect(`${host}/.s.PGSQL.${port}`) : connect(port, host);
      for (const socket of [near, far]) {
        this.#sockets.add(socket);
        socket.on('error', () => {});
        socket.on('close', () => {
          near.destroy();
          far.destroy();
        });
      }
      near.pipe(far).pipe(near);
    });
    this.#server = server.listen(this.#port, '127.0.0.1');
    await once(server, 'listening');
    this.#port = portOf(server);
  }

  async down(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.#sockets.clear();
    const server = this.#server;
    this.#server = null;
    if (!server) return;
    server.close();
    await once(server, 'close');
  }
}

export function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

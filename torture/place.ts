import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../server/embedded/postgres.ts';
import { postmasterOf } from '../server/embedded/testing.ts';
import { freePort } from '../server/testing/process.ts';
import { Server } from './server.ts';

/** Two servers on one database, all of which can be killed. */
export type Place = {
  sql: pg.Pool;
  servers: readonly [Server, Server];
  /** Kill -9 of the postmaster and all its children. It is restarted within a moment. */
  killDatabase: () => void;
  close: () => Promise<void>;
};

export async function openPlace(): Promise<Place> {
  const folder = mkdtempSync(join(tmpdir(), 'muster-torture-'));
  const postgres = await startEmbeddedPostgres({ dataFolder: folder, log: () => {} });
  const sql = new pg.Pool({ ...postgres.connection, max: 4 });
  // A killed database ends the idle connections.
  sql.on('error', () => {});
  sql.on('connect', (client) => client.on('error', () => {}));
  const servers = [await serverOn(postgres, folder), await serverOn(postgres, folder)] as const;
  for (const server of servers) {
    server.start();
    await server.untilReady();
  }
  const closeAll = async () => {
    await Promise.all(servers.map((server) => server.killForGood()));
    await sql.end();
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
  };
  let closed: Promise<void> | null = null;
  return {
    sql,
    servers,
    killDatabase: () => killTree(postmasterOf(folder)),
    close: () => (closed ??= closeAll()),
  };
}

async function serverOn({ connection: { host, user, database } }: EmbeddedPostgres, folder: string): Promise<Server> {
  const port = await freePort();
  return new Server({
    PORT: String(port),
    // One name for both, whichever of them wrote the link.
    PUBLIC_URL: 'http://localhost',
    MUSTER_DATA: folder,
    MUSTER_SECRET: 'torture'.repeat(6),
    DATABASE_URL: `postgres://${user}@localhost/${database}?host=${encodeURIComponent(host)}`,
    RATE_LIMITS: 'off',
    SIGN_UP: 'open',
    MAIL_RATE: '10000',
  });
}

/** Stops the root first. Otherwise it could start further processes, which would survive. */
function killTree(root: number): void {
  signal(root, 'SIGSTOP');
  const children = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && parentOf(name) === root);
  for (const pid of [root, ...children.map(Number)]) signal(pid, 'SIGKILL');
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It has ended already.
  }
}

function parentOf(pid: string): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    return 0;
  }
}

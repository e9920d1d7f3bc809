import { hashPassword } from '../server/access/credentials/passwords.ts';
import {
  type Bench,
  endServer,
  freePort,
  median,
  Owner,
  ownScript,
  password,
  report,
  rounded,
  startServer,
} from './support/bench.ts';
import { cpuPer } from './support/cpu.ts';
import { Connection, load, type Request, times } from './support/load.ts';

const people = 20;

/**
 * P8: the cost of authentication. A public address is requested with and without a session; the difference is the cost of the cookie, its
 * session, its user and its account. It is compared with the full cost of a bare request that reads one row.
 */
export async function authBench(bench: Bench): Promise<void> {
  const owners: Owner[] = [];
  for (let i = 0; i < people; i++) owners.push(await new Owner(bench.url).signUp(`auth${i}`));
  await requestCost(bench, owners);
  await signInCost(bench, owners);
  await unknownAddress(bench, owners);
}

async function requestCost({ sql, serverPid, port, rows, databaseUrl }: Bench, owners: Owner[]): Promise<void> {
  const path = '/v1/invitations/none';
  const count = Math.min(rows, 20_000);
  const cost = async (pid: number, to: number, expect: number, requests: Request[]) => {
    const next = times(count, requests);
    const { node, postgres } = await cpuPer(sql, pid, count, () => load(to, { connections: 8, next, expect }));
    return (node + postgres) * 1000;
  };
  const barePort = freePort();
  const bare = await startServer(ownScript('bare.ts'), { DATABASE_URL: databaseUrl, PORT: String(barePort) }, 'ready');
  const { rows: known } = await sql.query<{ path: string }>(
    "select '/' || account_id || '/' || id as path from users limit 1000",
  );
  const seen: { check: number; read: number }[] = [];
  try {
    for (let round = -1; round < 5; round++) {
      const without = await cost(serverPid, port, 404, [{ path }]);
      const with_ = await cost(
        serverPid,
        port,
        404,
        owners.map(({ cookie }) => ({ path, cookie })),
      );
      const read = await cost(bare.pid ?? 0, barePort, 200, known);
      if (round >= 0) seen.push({ check: rounded(with_ - without), read: rounded(read) });
    }
  } finally {
    await endServer(bare);
  }
  const ratio = median(seen.map(({ check, read }) => check / read));
  report('auth, session', { rows: people, ratio, goal: 0.1, details: { requests: count, cpuMs: seen } });
}

/** Five rounds of sign-ins one after the other, and of the hash and the durable commit they need, on the same Node. */
async function signInCost({ port, sql, rows }: Bench, owners: Owner[]): Promise<void> {
  const each = Math.max(10, Math.min(50, Math.round(rows / 100)));
  const connection = new Connection(port);
  await sql.query('create table bench_commits (id int primary key, at timestamptz not null)');
  await sql.query('insert into bench_commits values (1, now())');
  const least = async () => {
    await hashPassword(password, []);
    await sql.query('update bench_commits set at = clock_timestamp()');
  };
  const seen: { least: number; signIn: number }[] = [];
  for (let round = -1; round < 5; round++) {
    const [floor, signIns]: [number[], number[]] = [[], []];
    for (let i = 0; i < each; i++) {
      floor.push(await took(least));
      signIns.push(await took(() => tryPassword(connection, owners[i % people]?.email ?? '', password, 201)));
    }
    if (round >= 0) seen.push({ least: rounded(median(floor), 1), signIn: rounded(median(signIns), 1) });
  }
  connection.end();
  await sql.query('drop table bench_commits');
  const ratio = median(seen.map(({ least, signIn }) => signIn / least));
  report('auth, sign-in', { rows: people, ratio, goal: 1.15, details: { ms: seen } });
}

/** Wrong passwords for known and for unknown addresses, in turn. */
async function unknownAddress({ port, rows }: Bench, owners: Owner[]): Promise<void> {
  const tries = Math.min(500, rows);
  const connection = new Connection(port);
  const [known, unknown]: [number[], number[]] = [[], []];
  for (let i = 0; i < tries; i++) {
    known.push(await took(() => tryPassword(connection, owners[i % people]?.email ?? '', 'wrong-password-1', 401)));
    unknown.push(await took(() => tryPassword(connection, `nobody${i}@auth.example`, 'wrong-password-1', 401)));
  }
  connection.end();
  const details = { knownMs: rounded(median(known)), unknownMs: rounded(median(unknown)) };
  const ratio = Math.abs(median(known) / median(unknown) - 1);
  report('auth, unknown address', { rows: tries, ratio, goal: 0.05, unit: 'apart', details });
}

async function tryPassword(connection: Connection, email: string, typed: string, expect: number): Promise<void> {
  const request = { method: 'POST', path: '/v1/session', body: { email, password: typed } };
  const { status, body } = await connection.ask(request);
  if (status !== expect) throw new Error(`sign-in: ${status} ${body.slice(0, 300)}`);
}

async function took(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

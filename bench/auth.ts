import { hashPassword } from '../server/access/credentials/passwords.ts';
import { type Bench, median, Owner, password, report, rounded } from './support/bench.ts';
import { cpuPer } from './support/cpu.ts';
import { Connection, load, type Request, times } from './support/load.ts';

const people = 20;

/**
 * P8: what it costs to know who asks. An address that is open to everyone is asked with a session and without one; the
 * difference is the cookie, its session, its user and its account. API keys do not exist yet.
 */
export async function authBench(bench: Bench): Promise<void> {
  const owners: Owner[] = [];
  for (let i = 0; i < people; i++) owners.push(await new Owner(bench.url).signUp(`auth${i}`));
  await requestCost(bench, owners);
  await signInCost(bench, owners);
  await unknownAddress(bench, owners);
}

async function requestCost({ sql, serverPid, port, rows }: Bench, owners: Owner[]): Promise<void> {
  const path = '/v1/invitations/none';
  const count = Math.min(rows, 20_000);
  const cost = async (requests: Request[]) => {
    const next = times(count, requests);
    const { node, postgres } = await cpuPer(sql, serverPid, count, () =>
      load(port, { connections: 8, next, expect: 404 }),
    );
    return (node + postgres) * 1000;
  };
  const seen: { without: number; with: number }[] = [];
  for (let round = -1; round < 5; round++) {
    const without = await cost([{ path }]);
    const with_ = await cost(owners.map(({ cookie }) => ({ path, cookie })));
    if (round >= 0) seen.push({ without: rounded(without), with: rounded(with_) });
  }
  const ratio = median(seen.map((round) => round.with - round.without));
  report('auth, session', {
    rows: people,
    ratio,
    goal: 0.1,
    unit: 'ms CPU',
    details: { requests: count, cpuMs: seen },
  });
}

/** Five rounds of sign-ins one after the other, and of the hash they need alone, on the same Node. */
async function signInCost({ port, sql, serverPid, rows }: Bench, owners: Owner[]): Promise<void> {
  const each = Math.max(10, Math.min(50, Math.round(rows / 100)));
  const connection = new Connection(port);
  const seen: { hash: number; signIn: number; hashCpu: number; signInCpu: number }[] = [];
  for (let round = -1; round < 5; round++) {
    const [hashes, signIns]: [number[], number[]] = [[], []];
    const hash = async () => {
      for (let i = 0; i < each; i++) hashes.push(await took(() => hashPassword(password, [])));
    };
    const signIn = async () => {
      for (let i = 0; i < each; i++)
        signIns.push(await took(() => tryPassword(connection, owners[i % people]?.email ?? '', password, 201)));
    };
    const before = process.cpuUsage();
    await hash();
    const { user, system } = process.cpuUsage(before);
    const { node, postgres } = await cpuPer(sql, serverPid, each, signIn);
    const cpu = { hashCpu: (user + system) / 1000 / each, signInCpu: (node + postgres) * 1000 };
    if (round >= 0) seen.push({ hash: median(hashes), signIn: median(signIns), ...cpu });
  }
  connection.end();
  const ms = seen.map((round) => Object.values(round).map((value) => rounded(value, 1)));
  const ratio = median(seen.map((round) => round.signIn / round.hash));
  const details = {
    cpuRatio: rounded(median(seen.map((round) => round.signInCpu / round.hashCpu))),
    msHashSignInCpu: ms,
  };
  report('auth, sign-in', { rows: people, ratio, goal: 1.05, details });
}

/** Wrong passwords for addresses that exist and for addresses that do not, in turn. */
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
  const ratio = Math.abs(median(known) - median(unknown));
  report('auth, unknown address', { rows: tries, ratio, goal: 5, unit: 'ms apart', details });
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

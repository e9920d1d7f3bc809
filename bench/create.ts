import {
  type Bench,
  endServer,
  freePort,
  median,
  Owner,
  ownScript,
  report,
  rounded,
  startServer,
} from './support/bench.ts';
import { forSeconds, load, type Request } from './support/load.ts';

const accounts = 100;
const connections = 32;

/** P7: users added one a request, in 100 accounts in turn, against a bare Fastify with one point read on the same database. */
export async function createBench({ url, port, sql, databaseUrl, rows }: Bench): Promise<void> {
  const owners: Owner[] = [];
  for (let i = 0; i < accounts; i++) owners.push(await new Owner(url).signUp(`create${i}`));
  const barePort = freePort();
  const bare = await startServer(ownScript('bare.ts'), { DATABASE_URL: databaseUrl, PORT: String(barePort) }, 'ready');
  // A small --rows makes it short.
  const seconds = Math.max(1, Math.min(10, rows / 2_000));
  const seen: { bare: number; create: number }[] = [];
  try {
    const { rows: known } = await sql.query<{ path: string }>(
      "select '/' || account_id || '/' || id as path from users",
    );
    const reads = (i: number): Request => ({ path: known[i % known.length]?.path ?? '' });
    for (let round = -1; round < 5; round++) {
      const create = (i: number): Request => ({
        method: 'POST',
        path: '/v1/users',
        cookie: owners[i % accounts]?.cookie ?? '',
        body: { users: [{ email: `new${round}.${i}@people.example`, firstName: 'Nora', lastName: 'New' }] },
      });
      const floor = await load(barePort, { connections, next: forSeconds(seconds, reads), expect: 200 });
      const muster = await load(port, { connections, next: forSeconds(seconds, create), expect: 201 });
      const perSecond = { bare: floor.ms.length / floor.seconds, create: muster.ms.length / muster.seconds };
      if (round >= 0) seen.push({ bare: rounded(perSecond.bare, 0), create: rounded(perSecond.create, 0) });
    }
  } finally {
    await endServer(bare);
  }
  const ratio = median(seen.map(({ bare, create }) => create / bare));
  report('create', { rows: accounts, ratio, goal: 0.5, atLeast: true, details: { perSecond: seen } });
}

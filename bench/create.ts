import { type Bench, median, Owner, report, rounded } from './support/bench.ts';
import { forSeconds, load, type Request } from './support/load.ts';
import { RawCreate } from './support/raw-create.ts';

const accounts = 100;
const connections = 32;

/** P7: users added one per request, in 100 accounts in turn, against a client that writes the same rows in one transaction. */
export async function createBench({ url, port, databaseUrl, rows }: Bench): Promise<void> {
  const owners: Owner[] = [];
  for (let i = 0; i < accounts; i++) owners.push(await new Owner(url).signUp(`create${i}`));
  const raw = new RawCreate(databaseUrl);
  // A small --rows makes it short.
  const seconds = Math.max(1, Math.min(10, rows / 2_000));
  const seen: { raw: number; create: number }[] = [];
  try {
    for (let round = -1; round < 5; round++) {
      const create = (i: number): Request => ({
        method: 'POST',
        path: '/v1/users',
        cookie: owners[i % accounts]?.cookie ?? '',
        body: { users: [{ email: `new${round}.${i}@people.example`, firstName: 'Nora', lastName: 'New' }] },
      });
      const floor = await raw.perSecond(owners, seconds);
      const muster = await load(port, { connections, next: forSeconds(seconds, create), expect: 201 });
      if (round >= 0) seen.push({ raw: floor, create: rounded(muster.ms.length / muster.seconds, 0) });
    }
  } finally {
    await raw.end();
  }
  const ratio = median(seen.map(({ raw, create }) => create / raw));
  report('create', { rows: accounts, ratio, goal: 0.5, atLeast: true, details: { perSecond: seen } });
}

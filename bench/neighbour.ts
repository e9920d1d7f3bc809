import { setTimeout as sleep } from 'node:timers/promises';
import { type Bench, median, Owner, p99, report, rounded } from './support/bench.ts';
import { csvOf, fill } from './support/crowd.ts';
import { Connection } from './support/load.ts';

const neighbourRows = 1_000;
const perSecond = 50;
const idleSeconds = 20;

/** P10: how long another account waits for its list while one account imports, and how long the event loop is blocked. */
export async function neighbourBench({ url, port, sql, rows }: Bench): Promise<void> {
  const rounds = rows >= 500_000 ? 3 : 5;
  const neighbour = await new Owner(url).signUp('neighbour');
  await fill(sql, neighbour, neighbourRows);
  await listFor(port, neighbour, sleep(2_000));
  const seen: { idle: number; busy: number; loop: number; asked: number }[] = [];
  for (let round = 0; round < rounds; round++) {
    const owner = await new Owner(url).signUp(`importer${round}`);
    const file = csvOf(rows, `neighbour${round}`);
    const idle = await listFor(port, neighbour, sleep(Math.min(idleSeconds, Math.max(4, rows / 5_000)) * 1_000));
    await loopDelayMs(url);
    const busy = await listFor(port, neighbour, importing(owner, file));
    seen.push({
      idle: rounded(p99(idle), 1),
      busy: rounded(p99(busy), 1),
      loop: rounded(await loopDelayMs(url), 1),
      asked: busy.length,
    });
    // The mail of the import is measured elsewhere, and would be sent for hours at the operator's pace.
    await sql.query('truncate jobs');
    console.error(`round ${round + 1} of ${rounds}: ${JSON.stringify(seen.at(-1))}`);
  }
  const ratio = median(seen.map(({ idle, busy }) => busy / idle));
  report('neighbour', { rows, ratio, goal: 2.5, details: { ms: seen } });
  const loop = median(seen.map((round) => round.loop));
  report('neighbour, event loop', { rows, ratio: loop, goal: 25, unit: 'ms p99', details: {} });
}

async function importing(owner: Owner, file: Buffer): Promise<void> {
  await owner.apply(await owner.planFile(file));
}

/**
 * Requests the list at a steady pace until the work is over. Each wait counts from when the request was due, so time in a queue counts too.
 */
async function listFor(port: number, owner: Owner, over: Promise<unknown>): Promise<number[]> {
  const connections = Array.from({ length: 8 }, () => new Connection(port));
  const ms: number[] = [];
  let done = false;
  void over.finally(() => {
    done = true;
  });
  const start = performance.now();
  let asked = 0;
  const ask = async (connection: Connection) => {
    while (!done) {
      const due = start + (asked++ * 1_000) / perSecond;
      await sleep(Math.max(0, due - performance.now()));
      const { status, body } = await connection.ask({ path: '/v1/users', cookie: owner.cookie });
      if (status !== 200) throw new Error(`the list: ${status} ${body.slice(0, 300)}`);
      ms.push(performance.now() - due);
    }
    connection.end();
  };
  await Promise.all([...connections.map(ask), over]);
  return ms;
}

/** The 99th percentile of the event loop's delay since the last call. */
async function loopDelayMs(url: string): Promise<number> {
  const metrics = await (await fetch(`${url}/metrics`)).text();
  return Number(/^nodejs_eventloop_lag_p99_seconds (\S+)$/m.exec(metrics)?.[1]) * 1_000;
}

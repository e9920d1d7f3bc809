import { request } from 'undici';
import { type Bench, median, Owner, report, rounded, seconds } from './support/bench.ts';
import { fill } from './support/crowd.ts';

const rounds = 5;
/** The least that a reader gets in a second. */
const goalPerSecond = 50_000;

/**
 * P14: a change of all people is read from the feed as events, 500 a request, by one reader with an API key. The ratio is what is read in a
 * second to the goal.
 */
export async function eventsBench(bench: Bench): Promise<void> {
  const owner = await new Owner(bench.url).signUp('events');
  await fill(bench.sql, owner, bench.rows);
  const body = { name: 'reader', permissions: ['users.read' as const, 'audit.read' as const] };
  const { data: made } = await owner.api.POST('/v1/api-keys', { body });
  const { data: latest } = await owner.api.GET('/v1/events', { params: { query: { latest: 'true' } } });
  const changeSeconds = await seconds(async () => {
    const change = {
      select: { where: {} },
      do: { set: { department: 'Changed' } },
      overflow: 'refuse',
      apply: true,
    } as const;
    await owner.settled(await owner.api.POST('/v1/changes', { body: change }));
  });
  const seen: number[] = [];
  for (let round = -1; round < rounds; round++) {
    let read = 0;
    const took = await seconds(async () => {
      read = await readAll(bench, made.key, latest.nextCursor);
    });
    // The first round warms the server and is not counted.
    if (round >= 0) seen.push(read / took);
  }
  const perSecond = median(seen);
  const details = { perSecond: Math.round(perSecond), changeSeconds: rounded(changeSeconds) };
  report('events', { rows: bench.rows, ratio: rounded(perSecond / goalPerSecond), goal: 1, atLeast: true, details });
}

/** Reads the feed to its end. Returns how many events it was. */
async function readAll({ url }: Bench, key: string, from: string): Promise<number> {
  let [cursor, n] = [from, 0];
  for (;;) {
    const { body } = await request(`${url}/v1/events?limit=500&after=${cursor}`, {
      headers: { authorization: `Bearer ${key}` },
    });
    const text = await body.text();
    n += text.split('"channel":').length - 1;
    const [, next = '', more] = /"nextCursor":"([^"]*)","more":(true|false)\}$/.exec(text) ?? [];
    cursor = next;
    if (more !== 'true') return n;
  }
}

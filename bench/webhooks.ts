import { Agent, request } from 'undici';
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
  withMuster,
} from './support/bench.ts';

const rounds = 5;
const receivers = 20;

/** P15: events of a change, one request each, to 20 addresses of a bare receiver, against the same posts by undici alone. */
export async function webhooksBench(rows: number): Promise<void> {
  await withMuster(Math.min(rows, 5_000), measure, { OUTBOUND_ALLOW: '127.0.0.1/32' });
}

async function measure(bench: Bench): Promise<void> {
  const port = freePort();
  const receiver = await startServer(ownScript('receiver.ts'), { PORT: String(port) }, 'ready');
  try {
    const owner = await new Owner(bench.url).signUp('webhooks');
    const urls = Array.from({ length: receivers }, (_, i) => `http://127.0.0.1:${port}/${i}`);
    for (const url of urls)
      await owner.api.POST('/v1/webhooks', {
        body: { url, types: ['user.updated'], description: '', batch: false, pace: null },
      });
    const users = Array.from({ length: 200 }, (_, i) => ({ email: `p${i}@webhooks.example` }));
    await owner.api.POST('/v1/users', { body: { users, invite: 'now' } });
    const seen: { posts: number; deliveries: number }[] = [];
    for (let round = -1; round < rounds; round++) {
      const deliveries = await rateOf(port, users.length * receivers, () =>
        owner.api.POST('/v1/changes', {
          body: {
            select: { where: { status: 'pending' } },
            do: { set: { department: `Department ${round}` } },
            overflow: 'refuse',
            apply: true,
          },
        }),
      );
      const posts = await rateOf(port, users.length * receivers, () => postAll(urls, users.length));
      if (round >= 0) seen.push({ posts: Math.round(posts), deliveries: Math.round(deliveries) });
    }
    const ratio = median(seen.map(({ posts, deliveries }) => deliveries / posts));
    report('webhooks', {
      rows: users.length * receivers,
      ratio: rounded(ratio),
      goal: 0.5,
      atLeast: true,
      details: { perSecond: seen },
    });
  } finally {
    await endServer(receiver);
  }
}

/** How many requests a second the receiver takes, from the start of the work until it has them all. */
async function rateOf(port: number, count: number, work: () => Promise<unknown>): Promise<number> {
  const taken = async () => Number(await (await request(`http://127.0.0.1:${port}/taken`)).body.text());
  const [before, began] = [await taken(), performance.now()];
  await work();
  while ((await taken()) < before + count) await new Promise((resolve) => setTimeout(resolve, 10));
  return count / ((performance.now() - began) / 1_000);
}

/** The same number of posts of the same size, to each address one after the other. */
async function postAll(urls: string[], each: number): Promise<void> {
  const agent = new Agent();
  const body = JSON.stringify({ type: 'user.updated', data: 'x'.repeat(700) });
  await Promise.all(
    urls.map(async (url) => {
      for (let n = 0; n < each; n++) {
        const answer = await request(url, { method: 'POST', body, dispatcher: agent });
        await answer.body.dump();
      }
    }),
  );
  await agent.close();
}

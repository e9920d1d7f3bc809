import { type ClientRequest, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Bench, Owner, password } from './bench.ts';
import { csvOf, fill } from './crowd.ts';
import { Connection, type Request } from './load.ts';

const caseSeconds = 15;
const plansMostSeconds = 180;

/** One way to take the server from others: prepared, then run until it resolves. */
export type Greedy = { name: string; ready: (bench: Bench) => Promise<() => Promise<void>> };

export const greedy: Greedy[] = [
  { name: 'lists of wide files', ready: wideFiles },
  { name: 'lists of groups', ready: manyGroups },
  { name: 'exports whose readers stop', ready: stoppedReaders },
  { name: 'large plans', ready: largePlans },
  { name: 'nine sessions of one person', ready: nineSessions },
  { name: 'uploads without end', ready: endlessUploads },
  { name: 'requests that wait for a lock', ready: foreignLock },
];

/** This many connections repeat the same request, whatever is answered. */
async function hammer(port: number, connections: number, ask: (i: number) => Request): Promise<void> {
  const end = performance.now() + caseSeconds * 1_000;
  const one = async (i: number) => {
    const connection = new Connection(port);
    while (performance.now() < end) await connection.ask(ask(i));
    connection.end();
  };
  await Promise.all(Array.from({ length: connections }, (_, i) => one(i)));
}

async function wideFiles({ url, port }: Bench) {
  const { owner, cookie } = await signedUp(url, 'wide');
  const row = (word: string) => Array.from({ length: 499 }, (_, i) => `${word}${i}${'x'.repeat(120)}`).join(',');
  const file = Buffer.from(`email,${row('h')}\nb@b.example,${row('c')}\n`);
  for (let n = 0; n < 68; n++) await owner.api.planFile(file);
  return () => hammer(port, 8, () => ({ path: '/v1/changes?limit=500', cookie }));
}

async function manyGroups({ url, port, sql }: Bench) {
  const { cookie, accountId } = await signedUp(url, 'groups');
  await sql.query(
    `insert into groups (account_id, id, name, name_key, created_at)
    select $1, gen_random_uuid(), 'Group ' || repeat('g', 90) || i, 'group ' || repeat('g', 90) || i, now() from generate_series(1, 4990) i`,
    [accountId],
  );
  return () => hammer(port, 8, () => ({ path: '/v1/groups?limit=500', cookie }));
}

async function stoppedReaders({ url, sql, rows }: Bench) {
  const { owner, cookie } = await signedUp(url, 'stopped');
  await fill(sql, owner, Math.min(rows, 200_000));
  return async () => {
    const readers = Array.from({ length: 4 }, () => stoppedReader(url, cookie));
    await sleep(caseSeconds * 1_000);
    for (const reader of readers) reader.destroy();
  };
}

function stoppedReader(url: string, cookie: string): ClientRequest {
  const asking = request(`${url}/v1/users.csv`, { headers: { cookie } }, (answer) => {
    answer.on('error', () => {});
    answer.pause();
  });
  asking.on('error', () => {});
  asking.end();
  return asking;
}

/** Four accounts with a large file each, until all are planned. */
async function largePlans({ url, rows }: Bench) {
  const owners = await Promise.all(['a', 'b', 'c', 'd'].map((name) => new Owner(url).signUp(`plans-${name}`)));
  const files = owners.map((_, i) => csvOf(Math.ceil(rows / 2), `plans${i}`));
  return async () => {
    const planned = owners.map((owner, i) => owner.planFile(files[i] ?? Buffer.alloc(0)));
    await Promise.race([Promise.all(planned), sleep(plansMostSeconds * 1_000)]);
  };
}

async function nineSessions({ url, port, sql }: Bench) {
  const { owner } = await signedUp(url, 'nine');
  await fill(sql, owner, 1_000);
  const cookies = await Promise.all(
    Array.from({ length: 9 }, async () => {
      const again = new Owner(url);
      await again.api.POST('/v1/session', { body: { email: owner.email, password } });
      return again.cookie;
    }),
  );
  return () => hammer(port, 18, (i) => ({ path: '/v1/users?limit=500', cookie: cookies[i % 9] ?? '' }));
}

/** Endless files, from as many senders as possible: each sends until it is refused, and starts again. */
async function endlessUploads({ url }: Bench) {
  const { cookie } = await signedUp(url, 'endless');
  const piece = Buffer.from('somebody@people.example,Some,Body\n'.repeat(2_000));
  return async () => {
    const end = performance.now() + caseSeconds * 1_000;
    await Promise.all(Array.from({ length: 8 }, () => uploading(url, cookie, piece, end)));
  };
}

async function uploading(url: string, cookie: string, piece: Buffer, end: number): Promise<void> {
  while (performance.now() < end) {
    const { promise: over, resolve } = Promise.withResolvers<void>();
    const headers = { cookie, 'content-type': 'text/csv' };
    const sending = request(`${url}/v1/changes?source=csv`, { method: 'POST', headers }, (answer) => {
      answer.resume();
      resolve();
    });
    sending.on('error', () => resolve());
    let refused = false;
    void over.then(() => {
      refused = true;
    });
    while (!refused && performance.now() < end) {
      if (!sending.write(piece)) await Promise.race([new Promise((drained) => sending.once('drain', drained)), over]);
    }
    sending.destroy();
    await sleep(100);
  }
}

/** A person of the account is locked from outside, and its requests want to write to them. */
async function foreignLock({ url, port, sql }: Bench) {
  const { owner, cookie } = await signedUp(url, 'locked');
  const { data } = await owner.api.POST('/v1/users', { body: { users: [{ email: 'locked@people.example' }] } });
  const id = data.added[0]?.id ?? '';
  return async () => {
    const client = await sql.connect();
    await client.query('begin');
    await client.query('select from users where account_id = $1 and id = $2 for update', [owner.accountId, id]);
    const body = { department: 'Sales' };
    await hammer(port, 24, () => ({ method: 'PATCH', path: `/v1/users/${id}`, cookie, body }));
    await client.query('rollback');
    client.release();
  };
}

async function signedUp(url: string, name: string) {
  const owner = await new Owner(url).signUp(name);
  return { owner, cookie: owner.cookie, accountId: owner.accountId };
}

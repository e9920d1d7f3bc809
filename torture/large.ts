import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import type { Change } from '../server/changes/engine/change.ts';
import type { Caller } from './caller.ts';
import type { Survived } from './disturb.ts';
import type { Notes } from './notes.ts';
import type { Place } from './place.ts';
import { openWorld, type World } from './world.ts';

/** When to kill, counted from when the servers are up, and which server. */
type Kill = { afterMs: number; whom: 0 | 1 | 'both' };
type Round = { owner: Caller; world: World; rows: number; kills: Iterator<Kill>; survived: Survived; untilMs: number };

const killsPerStep = 6;
const settleMs = 120_000;

const kill: fc.Arbitrary<Kill> = fc.noBias(
  fc.record({
    afterMs: fc.integer({ min: 100, max: 3_000 }),
    whom: fc.oneof({ weight: 3, arbitrary: fc.constant('both' as const) }, fc.constantFrom(0 as const, 1 as const)),
  }),
);

/** R3: an import, a bulk change, an undo and an export, each killed at random points, repeated until the time is over. */
export async function killLarge(
  place: Place,
  notes: Notes,
  { rows, seed, untilMs, survived }: { rows: number; seed: number; untilMs: number; survived: Survived },
): Promise<void> {
  const kills = fc.sample(kill, { numRuns: 10_000, seed }).values();
  for (let n = 0; n === 0 || performance.now() < untilMs; n++) {
    const { world, owner } = await openWorld(place, notes, `large${n}`);
    await oneRound({ owner, world, rows, kills, survived, untilMs });
  }
}

async function oneRound(round: Round): Promise<void> {
  const { owner, rows } = round;
  for (const product of ['pro', 'corp'])
    await owner.ask('PUT', `/v1/billing/subscriptions/${product}`, { body: { quantity: rows } });
  const query = new URLSearchParams({ source: 'csv', type: 'pro' });
  const upload = { body: fileOf(rows), headers: { 'content-type': 'text/csv' } };
  const planned = await step(round, 'POST', `/v1/changes?${query}`, upload, 'planned');
  const imported = await step(round, 'POST', `/v1/changes/${planned?.id}/apply`, {}, 'applied');
  await expectPeople(round, 'an import', { pro: rows }, imported?.result?.create);
  const everybody = { select: { where: { status: 'pending' } }, do: { set: { type: 'corp' } }, apply: true };
  const moved = await step(round, 'POST', '/v1/changes', { body: everybody }, 'applied');
  await expectPeople(round, 'a bulk change', { corp: rows }, moved?.result?.update);
  await exportAll(round);
  const undone = await step(round, 'POST', `/v1/changes/${moved?.id}/undo`, {}, 'applied');
  await expectPeople(round, 'an undo', { pro: rows }, undone?.result?.update);
  const removed = await step(round, 'POST', `/v1/changes/${imported?.id}/undo`, {}, 'applied');
  await expectPeople(round, 'the undo of an import', {}, removed?.result?.remove);
}

function fileOf(rows: number): string {
  const lines = Array.from({ length: rows }, (_, i) => `person${i}@large.example.com,Person,${i},Department ${i % 9}`);
  return `email,first name,last name,department\n${lines.join('\n')}\n`;
}

/** Starts a large operation, and kills servers until it is done. It must still be completed. */
async function step(
  round: Round,
  method: string,
  path: string,
  what: { body?: unknown; headers?: Record<string, string> },
  end: Change['state'],
): Promise<Change | null> {
  const { owner, world } = round;
  const done = (async () => {
    const begun = await owner.ask<Change>(method, path, { ...what, key: world.next() });
    if (begun === null || begun.status >= 300) {
      world.notes.violation(`${method} ${path} answered ${begun?.status} ${JSON.stringify(begun?.body)}`);
      return null;
    }
    return settled(owner, begun.body.id);
  })();
  await killWhile(round, done);
  const change = await done;
  if (change?.state !== end)
    world.notes.violation(`${method} ${path} ended ${change?.state} and not ${end}: ${JSON.stringify(change)}`);
  return change;
}

async function settled(by: Caller, id: string): Promise<Change | null> {
  for (const until = performance.now() + settleMs; performance.now() < until; await sleep(100)) {
    const change = (await by.ask<Change>('GET', `/v1/changes/${id}`))?.body;
    if (change && !['planning', 'applying', 'undoing'].includes(change.state)) return change;
  }
  return null;
}

async function killWhile({ world, kills, survived, untilMs }: Round, work: Promise<unknown>): Promise<void> {
  const { servers, sql } = world.place;
  let working = true;
  void work.finally(() => {
    working = false;
  });
  for (let n = 0; n < killsPerStep; n++) {
    await Promise.all(servers.map((server) => server.untilReady()));
    const { afterMs, whom } = kills.next().value ?? { afterMs: 1_000, whom: 'both' };
    await Promise.race([sleep(afterMs), work]);
    if (!working || performance.now() > untilMs) return;
    const killed = servers.filter((_, i) => whom === 'both' || whom === i);
    await Promise.all(killed.map((server) => server.killForGood()));
    // If no server is left, waiting for the lease is pointless. Otherwise the other server waits its fifteen seconds.
    if (whom === 'both')
      await sql.query('update jobs set lease_until = clock_timestamp() where lease_until is not null');
    for (const server of killed) server.start();
    survived.inLarge += killed.length;
  }
}

/** Checks that every person exists exactly once, and that the ledger holds a seat for each. */
async function expectPeople(
  { world }: Round,
  what: string,
  seats: Record<string, number>,
  counted: number | undefined,
): Promise<void> {
  const { rows: held } = await world.place.sql.query<{ product: string; held: number; people: number; once: number }>(
    `select s.product, s.held, count(u.id)::int as people, count(distinct u.email_key)::int as once from seats s
      left join users u on u.account_id = s.account_id and u.type = s.product and u.status = 'pending'
      where s.account_id = $1 group by s.product, s.held`,
    [world.accountId],
  );
  for (const row of held) {
    const n = seats[row.product] ?? 0;
    if (row.held !== n || row.people !== n || row.once !== n)
      world.notes.violation(`after ${what} that was killed there should be ${n}: ${JSON.stringify(row)}`);
  }
  const { rows } = await world.place.sql.query<{ n: number }>(
    "select count(*)::int as n from users where account_id = $1 and email_key like 'person%'",
    [world.accountId],
  );
  if (counted !== rows[0]?.n)
    world.notes.violation(`the result of ${what} that was killed says ${counted}, and ${rows[0]?.n} people are there`);
}

/** An export of a killed server breaks off, and never looks complete when it is not. */
async function exportAll(round: Round): Promise<void> {
  const { owner, world, rows } = round;
  for (let n = 0; n < killsPerStep; n++) {
    const asked = owner.ask<string>('GET', '/v1/users.csv', { server: n });
    if (n < killsPerStep - 1)
      await killWhile({ ...round, kills: [{ afterMs: 30 + n * 60, whom: 'both' as const }].values() }, asked);
    const reply = await asked;
    const found = reply?.status === 200 ? reply.body.split('\n').length - 2 : null;
    if (found !== null && found !== rows + 1)
      world.notes.violation(`an export of ${rows + 1} people ended as if whole with ${found}`);
  }
}

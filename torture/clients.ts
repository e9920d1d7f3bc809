import { goodPassword } from '../server/testing/fresh-account.ts';
import { allOfKeys } from '../server/testing/programs.ts';
import { Caller } from './caller.ts';
import { FeedReader } from './feed-reader.ts';
import type { Notes } from './notes.ts';
import { operationsOf } from './operations.ts';
import { perform } from './perform.ts';
import type { Place } from './place.ts';
import { openWorld, signInAsOwner, type World } from './world.ts';

export type People = { world: World; callers: Caller[]; reader: FeedReader };
type User = { id: string; email: string };

const accounts = 5;
const clients = 20;
/** Large enough that a change of all of them needs a job. */
const crowd = 1_500;

/** Accounts with an Owner, two Admins and a program each, some of them with a crowd. */
export async function openWorlds(place: Place, notes: Notes): Promise<People[]> {
  return Promise.all(
    Array.from({ length: accounts }, async (_, i) => {
      const { world, owner } = await openWorld(place, notes, `account${i}`);
      await owner.ask('PATCH', '/v1/account', { body: { invitationDays: 1 } });
      await owner.ask('PUT', '/v1/billing/subscriptions/pro', { body: { quantity: 10 } });
      const admins = await Promise.all([1, 2].map((n) => admin(world, owner, `admin${n}@${world.name}.example.com`)));
      if (i < 2) await invite(owner, world);
      const program = await programOf(owner, world, allOfKeys);
      const reader = new FeedReader(world, await programOf(owner, world, ['users.read', 'audit.read']));
      return { world, callers: [owner, ...admins, program], reader };
    }),
  );
}

async function admin(world: World, owner: Caller, email: string): Promise<Caller> {
  const body = { users: [{ email }], role: 'admin' };
  const added = await owner.ask<{ added: User[] }>('POST', '/v1/users', { body });
  const id = added?.body.added[0]?.id ?? '';
  world.userIds.push(id);
  const link = await owner.ask<{ link: string }>('POST', `/v1/users/${id}/invitation-link`);
  const path = `/v1/invitations/${link?.body.link.split('/').at(-1)}/accept`;
  const joined = new Caller(world.place.servers, world.notes);
  const person = { firstName: 'Ada', lastName: 'Admin', password: goodPassword };
  const { status } = (await joined.ask('POST', path, { body: person })) ?? {};
  if (status !== 201) throw new Error(`an Admin could not join: ${status}`);
  return joined;
}

async function programOf(owner: Caller, { place, notes }: World, permissions: string[]): Promise<Caller> {
  const body = { name: `program ${permissions.length}`, permissions };
  const made = await owner.ask<{ key: string }>('POST', '/v1/api-keys', { body });
  if (made?.status !== 201) throw new Error(`no key could be made: ${made?.status}`);
  return new Caller(place.servers, notes, made.body.key);
}

async function invite(owner: Caller, world: World): Promise<void> {
  const users = (from: number) =>
    Array.from({ length: crowd / 2 }, (_, i) => ({ email: `crowd${from + i}@${world.name}.example.com` }));
  for (const from of [0, crowd / 2]) {
    const reply = await owner.ask<{ added: User[] }>('POST', '/v1/users', { body: { users: users(from) } });
    world.userIds.push(...(reply?.body.added.slice(0, 50).map(({ id }) => id) ?? []));
  }
}

/** Twenty clients work until the time is over, each with its own operations. */
export async function workAll(people: People[], seed: number, untilMs: number): Promise<void> {
  await Promise.all(
    Array.from({ length: clients }, async (_, i) => {
      const { world, callers } = people[i % accounts] ?? {};
      const caller = callers?.[Math.trunc(i / accounts) % callers.length];
      if (!world || !caller) return;
      await work(new Caller(world.place.servers, world.notes, caller.key).signedInAs(caller), world, seed + i, untilMs);
    }),
  );
}

async function work(first: Caller, world: World, seed: number, untilMs: number): Promise<void> {
  const { notes } = world;
  let by = first;
  for (const operation of operationsOf(seed)) {
    if (performance.now() >= untilMs) return;
    const reply = await perform(by, world, operation);
    notes.operations++;
    notes.outcome(`${operation.todo.op} ${reply?.status ?? 'unknown'}`);
    // This Admin was removed by another client, or the session is too old. The Owner continues instead.
    if (reply?.status === 401) by = (await signInAsOwner(world)) ?? by;
  }
}

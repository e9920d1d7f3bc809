import { goodPassword } from '../server/testing/fresh-account.ts';
import { Caller } from './caller.ts';
import type { Notes } from './notes.ts';
import type { Place } from './place.ts';

/** The shared knowledge of one account's clients: the people they may have met, and the changes and groups they made. */
export type World = {
  place: Place;
  notes: Notes;
  name: string;
  accountId: string;
  userIds: string[];
  changeIds: string[];
  groupIds: string[];
  /** Counts up, so that every mark, name and fresh address is unique. */
  next: () => string;
};

type Session = { account: { id: string }; user: { id: string } };

/** A new account, and its Owner. */
export async function openWorld(place: Place, notes: Notes, name: string): Promise<{ world: World; owner: Caller }> {
  const owner = new Caller(place.servers, notes);
  const signedUp = await owner.ask<Session>('POST', '/v1/sign-up', { body: signUpBody(name) });
  if (signedUp?.status !== 201) throw new Error(`no account could be made: ${JSON.stringify(signedUp)}`);
  const { account, user } = signedUp.body;
  let n = 0;
  const world = {
    place,
    notes,
    name,
    accountId: account.id,
    userIds: [user.id],
    changeIds: [],
    groupIds: [],
    next: () => `${name}-${n++}`,
  };
  return { world, owner };
}

export function signUpBody(name: string) {
  return {
    accountName: name,
    email: `owner@${name}.example.com`,
    password: goodPassword,
    firstName: 'Olivia',
    lastName: 'Owner',
  };
}

/** A session of the current Owner; null if it cannot be had. */
export async function signInAsOwner({ place, notes, accountId }: World): Promise<Caller | null> {
  const { rows } = await place.sql
    .query<{ email: string }>(
      `select i.email from accounts a join memberships m on m.account_id = a.id and m.user_id = a.owner_id
        join identities i on i.id = m.identity_id where a.id = $1`,
      [accountId],
    )
    .catch(() => ({ rows: [] }));
  const email = rows[0]?.email;
  if (email === undefined) return null;
  const caller = new Caller(place.servers, notes);
  const reply = await caller.ask('POST', '/v1/session', { body: { email, password: goodPassword } });
  return reply !== null && reply.status < 300 ? caller : null;
}

export function chosen(list: string[], n: number): string {
  return list[n % Math.max(1, list.length)] ?? '01900000-0000-7000-8000-000000000000';
}

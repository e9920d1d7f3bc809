import assert from 'node:assert/strict';
import type { TestApp } from '../testing/app.ts';
import type { Client } from '../testing/client.ts';
import { freshAccount, freshEmail, goodPassword } from '../testing/fresh-account.ts';
import type { User } from '../users/user.ts';

export const actors = ['owner', 'admin', 'member', 'nobody'] as const;
export type Actor = (typeof actors)[number];
export type Person = { id: string; email: string; browser: Client };

/** An account with somebody of every role at a browser of their own. Whatever belongs to it carries its word. */
export type World = { app: TestApp; word: string; accountId: string; people: Record<Exclude<Actor, 'nobody'>, Person> };

export async function freshWorld(app: TestApp, word = 'Homely'): Promise<World> {
  const email = freshEmail(word.toLowerCase());
  const { owner, accountId, ownerId } = await freshAccount(app, { email, accountName: `${word} Company` });
  const [admin, member] = await Promise.all([
    joined(app, owner, word, { role: 'admin' }),
    joined(app, owner, word, { role: 'member' }),
  ]);
  return { app, word, accountId, people: { owner: { id: ownerId, email, browser: owner }, admin, member } };
}

/** Whoever nobody is has no cookie. */
export function browserOf(world: World, actor: Actor): Client {
  return actor === 'nobody' ? world.app.browser() : world.people[actor].browser;
}

/** The same person at another browser, signed in once more. */
export async function anotherBrowser(world: World, actor: Actor): Promise<Client> {
  const browser = world.app.browser();
  if (actor === 'nobody') return browser;
  const { status } = await browser.post('/v1/session', { email: world.people[actor].email, password: goodPassword });
  assert.equal(status, 201);
  return browser;
}

type Settings = { role?: 'admin' | 'member'; groupId?: string; type?: string };

/** Invites somebody who has not answered yet. */
export async function invited(owner: Client, word: string, settings: Settings = {}): Promise<User> {
  const person = {
    email: freshEmail(word.toLowerCase()),
    firstName: word,
    lastName: word,
    department: `${word} works`,
  };
  const { status, body } = await owner.post<{ added: User[] }>('/v1/users', { users: [person], ...settings });
  assert.equal(status, 201, JSON.stringify(body));
  const [user] = body.added;
  assert.ok(user, JSON.stringify(body));
  return user;
}

export async function invitationToken(owner: Client, userId: string): Promise<string> {
  const { status, body } = await owner.post<{ link: string }>(`/v1/users/${userId}/invitation-link`);
  assert.equal(status, 200, JSON.stringify(body));
  return body.link.split('/').at(-1) ?? '';
}

/** Somebody who was invited and has joined. */
export async function joined(app: TestApp, owner: Client, word: string, settings: Settings = {}): Promise<Person> {
  const { id, email } = await invited(owner, word, settings);
  const browser = app.browser();
  const { status, body } = await browser.post(`/v1/invitations/${await invitationToken(owner, id)}/accept`, {
    firstName: word,
    lastName: word,
    password: goodPassword,
  });
  assert.equal(status, 201, JSON.stringify(body));
  return { id, email, browser };
}

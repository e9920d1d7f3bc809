import assert from 'node:assert/strict';
import type { User } from '../users/user.ts';
import type { TestApp } from './app.ts';
import type { Client } from './client.ts';
import { freshEmail, goodPassword } from './fresh-account.ts';

type Settings = { type?: string; groupId?: string; addOns?: string[]; role?: 'admin' | 'member' };

/** Adds people with unique addresses, called First1 Last1, First2 Last2, …; in that order. */
export async function addPeople(
  by: Client,
  n: number,
  settings: Settings = {},
): Promise<{ users: User[]; changeId: string }> {
  const users = Array.from({ length: n }, (_, i) => ({
    email: freshEmail(`p${i + 1}`),
    firstName: `First${i + 1}`,
    lastName: `Last${i + 1}`,
  }));
  const { status, body } = await by.post<{ added: User[]; changeId: string }>('/v1/users', { users, ...settings });
  assert.equal(status, 201, JSON.stringify(body));
  return { users: body.added, changeId: body.changeId };
}

/** An invited person who joined by the copied link, with their own browser. */
export async function joinedPerson(
  app: TestApp,
  by: Client,
  role: 'admin' | 'member',
): Promise<{ user: User; browser: Client }> {
  const { users } = await addPeople(by, 1, { role });
  const [user] = users;
  assert.ok(user);
  const { body } = await by.post<{ link: string }>(`/v1/users/${user.id}/invitation-link`);
  const browser = app.browser();
  const token = body.link.split('/').at(-1);
  const joined = await browser.post(`/v1/invitations/${token}/accept`, {
    firstName: user.firstName,
    lastName: user.lastName,
    password: goodPassword,
  });
  assert.equal(joined.status, 201, JSON.stringify(joined.body));
  return { user, browser };
}

import assert from 'node:assert/strict';
import type { TestApp } from '../../server/testing/app.ts';
import type { Client, Reply } from '../../server/testing/client.ts';
import { waitUntil } from '../../server/testing/wait-until.ts';
import type { User } from '../../server/users/user.ts';
import type { Person } from './people.ts';

/** A running server whose clock can be moved, and its database. */
export type DemoServer = Pick<TestApp, 'browser' | 'sql' | 'clock'>;

type Planned = { id: string; state: string };

/** The body of an answer, which must not be a refusal. */
export async function good<Body>(answer: Promise<Reply<Body>>): Promise<Body> {
  const { status, body } = await answer;
  assert.ok(status < 300, JSON.stringify(body));
  return body;
}

export async function add(by: Client, users: Person[], settings: object): Promise<User[]> {
  return (await good(by.post<{ added: User[] }>('/v1/users', { users, ...settings }))).added;
}

export async function join(app: DemoServer, by: Client, user: User, password: string): Promise<void> {
  const { id, firstName, lastName } = user;
  const { link } = await good(by.post<{ link: string }>(`/v1/users/${id}/invitation-link`));
  const accept = `/v1/invitations/${link.split('/').at(-1)}/accept`;
  await good(app.browser().post(accept, { firstName, lastName, password }));
}

export async function found(by: Client, filter: Record<string, string>): Promise<User[]> {
  const users: User[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const query = new URLSearchParams({ ...filter, limit: '200', ...(cursor && { cursor }) });
    const page: { data: User[]; nextCursor: string | null } = await good(by.get(`/v1/users?${query}`));
    users.push(...page.data);
    cursor = page.nextCursor;
  }
  return users;
}

/** Plans a change and applies it. */
export function change(by: Client, select: object, what: object): Promise<Planned> {
  return good(by.post<Planned>('/v1/changes', { select, do: what, apply: true }));
}

/** Sends a table as a file, and applies its plan if asked to. Returns the id of the change. */
export async function importFile(
  by: Client,
  fileName: string,
  rows: string[][],
  { apply }: { apply: boolean },
): Promise<string> {
  const text = rows.map((row) => row.join(';')).join('\r\n');
  const path = `/v1/changes?source=csv&type=basic&fileName=${fileName}`;
  const { id } = await good(by.send<Planned>('POST', path, text, { headers: { 'content-type': 'text/csv' } }));
  await reached(by, id, 'planned');
  if (apply) await good(by.post(`/v1/changes/${id}/apply`));
  if (apply) await reached(by, id, 'applied');
  return id;
}

function reached(by: Client, id: string, state: string): Promise<Planned> {
  return waitUntil(async () => {
    const { body } = await by.get<Planned>(`/v1/changes/${id}`);
    return body.state === state ? body : null;
  }, `the import to be ${state}`);
}

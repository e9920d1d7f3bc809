import {
  type Change,
  type ChangeOperation,
  createMuster,
  type Muster,
  type User,
  type UserFilter,
  type UserSelection,
} from '../../client/index.ts';
import type { TestApp } from '../../server/testing/app.ts';
import { waitUntil } from '../../server/testing/wait-until.ts';
import type { Person } from './people.ts';

/** A running server whose clock can be moved, and its database. */
export type DemoServer = Pick<TestApp, 'browser' | 'sql' | 'clock'>;

type Settings = { type?: string; groupId?: string; addOns?: string[] };

export async function add(by: Muster, users: Person[], settings: Settings): Promise<User[]> {
  return (await by.POST('/v1/users', { body: { users, ...settings } })).data.added;
}

export async function join(app: DemoServer, by: Muster, user: User, password: string): Promise<void> {
  const { id, firstName, lastName } = user;
  const { data } = await by.POST('/v1/users/{id}/invitation-link', { params: { path: { id } } });
  const token = data.link.split('/').at(-1) ?? '';
  const stranger = createMuster(app.browser());
  await stranger.POST('/v1/invitations/{token}/accept', {
    params: { path: { token } },
    body: { firstName, lastName, password },
  });
}

export async function found(by: Muster, filter: UserFilter): Promise<User[]> {
  const users: User[] = [];
  for await (const user of by.each('/v1/users', { params: { query: { ...filter, limit: 200 } } })) users.push(user);
  return users;
}

/** Plans a change and applies it. */
export async function change(by: Muster, select: UserSelection, what: ChangeOperation): Promise<Change> {
  return (await by.POST('/v1/changes', { body: { select, do: what, apply: true } })).data;
}

/** Sends a table as a file, and applies its plan if asked to. Returns the id of the change. */
export async function importFile(
  by: Muster,
  fileName: string,
  rows: string[][],
  { apply }: { apply: boolean },
): Promise<string> {
  const text = rows.map((row) => row.join(';')).join('\r\n');
  const { id } = (await by.planFile(text, { params: { query: { type: 'basic', fileName } } })).data;
  await reached(by, id, 'planned');
  if (apply) await by.POST('/v1/changes/{id}/apply', { params: { path: { id } } });
  if (apply) await reached(by, id, 'applied');
  return id;
}

function reached(by: Muster, id: string, state: Change['state']): Promise<Change> {
  return waitUntil(async () => {
    const { data } = await by.GET('/v1/changes/{id}', { params: { path: { id } } });
    return data.state === state ? data : null;
  }, `the import to be ${state}`);
}

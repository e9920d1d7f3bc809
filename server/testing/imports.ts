import assert from 'node:assert/strict';
import type { Change } from '../changes/engine/change.ts';
import type { Row } from '../changes/show/row.ts';
import type { User } from '../users/user.ts';
import type { ProblemAnswer } from './answers.ts';
import type { Client, Reply } from './client.ts';
import { waitUntil } from './wait-until.ts';

/** Sends a file unchanged. query is added after ?source=csv. */
export function sendFile<Body>(
  by: Client,
  file: string | Uint8Array,
  query: Record<string, string> = {},
  headers: Record<string, string> = {},
): Promise<Reply<Body>> {
  const path = `/v1/changes?${new URLSearchParams({ source: 'csv', ...query })}`;
  return by.send<Body>('POST', path, file, { headers: { 'content-type': 'text/csv', ...headers } });
}

/** The plan of a valid file, however long it takes. */
export async function planFile(
  by: Client,
  file: string | Uint8Array,
  query: Record<string, string> = {},
): Promise<Change> {
  const { status, body } = await sendFile<Change>(by, file, query);
  assert.ok(status === 201 || status === 202, JSON.stringify(body));
  return settled(by, body.id);
}

/** Why a file is refused. */
export async function refusedFile(
  by: Client,
  file: string | Uint8Array,
  query: Record<string, string> = {},
): Promise<ProblemAnswer> {
  const { status, body } = await sendFile<ProblemAnswer>(by, file, query);
  assert.ok(status >= 400 && body.status === status, JSON.stringify(body));
  return body;
}

export async function applied(by: Client, { id }: Pick<Change, 'id'>, body: object = {}): Promise<Change> {
  const { status, body: change } = await by.post<Change>(`/v1/changes/${id}/apply`, body);
  assert.ok(status === 200 || status === 202, JSON.stringify(change));
  return settled(by, id);
}

export async function undone(by: Client, { id }: Pick<Change, 'id'>): Promise<Change> {
  const { status, body } = await by.post<Change>(`/v1/changes/${id}/undo`);
  assert.ok(status === 201 || status === 202, JSON.stringify(body));
  return settled(by, body.id);
}

/** The change, once no job continues it. */
export function settled(by: Client, id: string): Promise<Change> {
  return waitUntil(async () => {
    const { body } = await by.get<Change>(`/v1/changes/${id}`);
    return ['planning', 'applying', 'undoing'].includes(body.state) ? null : body;
  }, 'a change that is done');
}

/** create, update, unchanged, refused: of the plan, or of the result if there is one. */
export function counts({ plan, result }: Change): [number, number, number, number] {
  const found = result ?? plan;
  assert.ok(found);
  return [found.create, found.update, found.unchanged, found.refused];
}

export async function rowsOf(by: Client, { id }: Pick<Change, 'id'>): Promise<Row[]> {
  const { status, body } = await by.get<{ data: Row[] }>(`/v1/changes/${id}/rows?limit=500`);
  assert.equal(status, 200);
  return body.data;
}

/** [line, code] of each refused row. */
export async function refusals(by: Client, change: Change): Promise<[number | null, string | null][]> {
  return (await rowsOf(by, change))
    .filter(({ outcome }) => outcome === 'refused')
    .map(({ line, code }) => [line, code]);
}

export async function userWith(by: Client, email: string): Promise<User> {
  const search = encodeURIComponent(email.split('@')[0] ?? '');
  for (let cursor = ''; ; ) {
    const page = `/v1/users?limit=500&search=${search}${cursor && `&cursor=${cursor}`}`;
    const { body } = await by.get<{ data: User[]; nextCursor: string | null }>(page);
    const user = body.data.find((candidate) => candidate.email === email);
    if (user) return user;
    assert.ok(body.nextCursor, `${email} is a user`);
    cursor = body.nextCursor;
  }
}

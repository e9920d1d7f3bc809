import assert from 'node:assert/strict';
import type { Change } from '../changes/engine/change.ts';
import type { Client } from './client.ts';
import { waitUntil } from './wait-until.ts';

export async function plan(by: Client, select: object, what: object): Promise<Change> {
  const { status, body } = await by.post<Change>('/v1/changes', { select, do: what });
  assert.equal(status, 201, JSON.stringify(body));
  assert.equal(body.state, 'planned');
  return body;
}

export async function apply(by: Client, change: Pick<Change, 'id'>, body?: object): Promise<Change> {
  const reply = await by.post<Change>(`/v1/changes/${change.id}/apply`, body);
  assert.equal(reply.status, 200, JSON.stringify(reply.body));
  return reply.body;
}

export async function planAndApply(by: Client, select: object, what: object): Promise<Change> {
  return apply(by, await plan(by, select, what));
}

export async function undo(by: Client, change: Pick<Change, 'id'>): Promise<Change> {
  const reply = await by.post<Change>(`/v1/changes/${change.id}/undo`);
  assert.ok([201, 202].includes(reply.status), JSON.stringify(reply.body));
  return reply.body;
}

/** The refusals of a plan as code and count. */
export function refusals({ plan: planned }: Pick<Change, 'plan'>): Record<string, number> {
  return Object.fromEntries((planned?.refusals ?? []).map(({ code, count }) => [code, count]));
}

/** The change, once its job has brought it to a state. */
export function reached(by: Client, { id }: Pick<Change, 'id'>, state: Change['state']): Promise<Change> {
  return waitUntil(async () => {
    const { body } = await by.get<Change>(`/v1/changes/${id}`);
    return body.state === state ? body : null;
  }, `a change that is ${state}`);
}

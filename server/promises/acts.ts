import assert from 'node:assert/strict';
import { type Change, planSchema } from '../changes/change.ts';
import type { Client, Reply } from '../testing/client.ts';
import { freshEmail, goodPassword } from '../testing/fresh-account.ts';
import type { User } from '../users/user.ts';
import { invited, joined, type Person, type World } from './world.ts';

export type Role = 'admin' | 'member';
export type Status = 'active' | 'pending' | 'deactivated' | 'removed';
export type Way = 'console' | 'bulk' | 'csv' | 'undo';

/** One thing done to one person: in which state they must be, what shows that it was done, and how it is done by each way. */
export type Act = {
  from: Status;
  shows: (user: User) => unknown;
  done: unknown;
  console?: (browser: Client, id: string) => Promise<Reply<unknown>>;
  bulk?: unknown;
  csv?: { column: string; value: string };
  /** Undone, this does the act: by the Owner beforehand. The person starts as this leaves off. */
  undoOf?: { from: Status; role?: Role; body: readonly unknown[] };
};

const patch = (body: object) => (browser: Client, id: string) => browser.patch(`/v1/users/${id}`, body);
const set = (settings: object) => ({ set: settings });
const status = (user: User) => user.status;
const role = (user: User) => (user.role === 'owner' ? 'admin' : user.role);

export const acts = {
  'give a type': {
    from: 'active',
    shows: (user) => user.type,
    done: 'corp',
    console: patch({ type: 'corp' }),
    bulk: set({ type: 'corp' }),
    csv: { column: 'type', value: 'corp' },
    undoOf: { from: 'active', body: [{ type: 'corp' }, { type: 'basic' }] },
  },
  'change the department': {
    from: 'active',
    shows: (user) => user.department,
    done: 'Elsewhere',
    console: patch({ department: 'Elsewhere' }),
    bulk: set({ department: 'Elsewhere' }),
    csv: { column: 'department', value: 'Elsewhere' },
    undoOf: { from: 'active', body: [{ department: 'Elsewhere' }, { department: 'Back' }] },
  },
  'change the name': {
    from: 'active',
    shows: (user) => user.firstName,
    done: 'Changed',
    console: patch({ firstName: 'Changed' }),
    csv: { column: 'first name', value: 'Changed' },
    undoOf: { from: 'active', body: [{ firstName: 'Changed' }, { firstName: 'Back' }] },
  },
  'change the e-mail': {
    from: 'active',
    shows: (user) => user.email.startsWith('moved.'),
    done: true,
    console: (browser, id) => browser.patch(`/v1/users/${id}`, { email: freshEmail('moved') }),
    undoOf: { from: 'active', body: [() => ({ email: freshEmail('moved') }), () => ({ email: freshEmail('back') })] },
  },
  deactivate: {
    from: 'active',
    shows: status,
    done: 'deactivated',
    console: patch({ status: 'deactivated' }),
    bulk: set({ status: 'deactivated' }),
    undoOf: { from: 'deactivated', body: [{ status: 'active' }] },
  },
  reactivate: {
    from: 'deactivated',
    shows: status,
    done: 'active',
    console: patch({ status: 'active' }),
    bulk: set({ status: 'active' }),
    undoOf: { from: 'active', body: [{ status: 'deactivated' }] },
  },
  remove: {
    from: 'active',
    shows: status,
    done: 'removed',
    console: (browser, id) => browser.delete(`/v1/users/${id}`),
    bulk: { remove: true },
    undoOf: { from: 'removed', body: ['restore'] },
  },
  restore: {
    from: 'removed',
    shows: status,
    done: 'active',
    console: (browser, id) => browser.post(`/v1/users/${id}/restore`),
    bulk: { restore: true },
    undoOf: { from: 'active', body: ['remove'] },
  },
  'send the invitation again': {
    from: 'pending',
    shows: (user) => user.mail?.state === 'queued' || user.mail?.state === 'handed_over',
    done: true,
    bulk: { resend: true },
  },
  'copy the invitation link': {
    from: 'pending',
    shows: () => true,
    done: true,
    console: (browser, id) => browser.post(`/v1/users/${id}/invitation-link`),
  },
  'make an Admin': {
    from: 'active',
    shows: role,
    done: 'admin',
    console: patch({ role: 'admin' }),
    bulk: set({ role: 'admin' }),
    undoOf: { from: 'active', role: 'admin', body: [{ role: 'member' }] },
  },
  'make a Member': {
    from: 'active',
    shows: role,
    done: 'member',
    console: patch({ role: 'member' }),
    bulk: set({ role: 'member' }),
    undoOf: { from: 'active', role: 'member', body: [{ role: 'admin' }] },
  },
  'hand over the account': {
    from: 'active',
    shows: (user) => user.role,
    done: 'owner',
    console: (browser, userId) => browser.post('/v1/account/transfer', { userId, password: goodPassword }),
  },
} as const satisfies Record<string, Act>;

/** Somebody of a role in a state, made by the Owner. */
export async function personIn(
  { app, people, word }: World,
  from: Status,
  role: Role,
): Promise<Pick<Person, 'id' | 'email'>> {
  const { browser } = people.owner;
  if (from === 'pending') return invited(browser, word, { role });
  const { id, email } = await joined(app, browser, word, { role });
  if (from === 'deactivated') await ok(browser.patch(`/v1/users/${id}`, { status: 'deactivated' }));
  if (from === 'removed') await ok(browser.delete(`/v1/users/${id}`));
  return { id, email };
}

async function ok(asked: Promise<Reply<unknown>>): Promise<Reply<unknown>> {
  const reply = await asked;
  assert.ok(reply.status < 300, JSON.stringify(reply.body));
  return reply;
}

/** What came of it: the refusal's code, or nothing when it was not refused. */
export function refusalOf({ status, body }: Reply<unknown>): string | null {
  if (typeof body !== 'object' || body === null) return status < 300 ? null : String(status);
  if (status >= 300) return 'code' in body ? String(body.code) : String(status);
  return 'plan' in body ? (planOf(body.plan)?.refusals[0]?.code ?? null) : null;
}

function planOf(plan: unknown): Change['plan'] {
  return planSchema.nullable().parse(plan);
}

export function bulk(browser: Client, id: string, what: unknown): Promise<Reply<unknown>> {
  return browser.post('/v1/changes', { select: { ids: [id] }, do: what, apply: true });
}

export async function importLine(
  browser: Client,
  { column, value }: { column: string; value: string },
  email: string,
): Promise<Reply<unknown>> {
  const headers = { 'content-type': 'text/csv' };
  const file = `email,${column}\n${email},${value}\n`;
  const plan = await browser.send<Change>('POST', '/v1/changes?source=csv', file, { headers });
  if (plan.status >= 300) return plan;
  const refusal = refusalOf(plan);
  return refusal === null ? browser.post(`/v1/changes/${plan.body.id}/apply`) : plan;
}

/** The Owner does the opposite, step by step; the change that the last step made can then be undone. */
export async function beforehand(owner: Client, id: string, steps: readonly unknown[]): Promise<string> {
  let changeId = '';
  for (const step of steps) {
    const { headers } = await ok(
      step === 'remove'
        ? owner.delete(`/v1/users/${id}`)
        : step === 'restore'
          ? owner.post(`/v1/users/${id}/restore`)
          : owner.patch(`/v1/users/${id}`, typeof step === 'function' ? step() : step),
    );
    changeId = headers.get('muster-change') ?? '';
  }
  return changeId;
}

import { freshEmail, goodPassword } from '../testing/fresh-account.ts';
import * as things from './things.ts';
import type { Actor } from './world.ts';

export type Asked = {
  path?: Record<string, string>;
  query?: Record<string, string>;
  body?: unknown;
  headers?: Record<string, string>;
};

/** One request that its rightful actor may make, and whose it is to make. */
export type Example = {
  who: readonly Actor[];
  /** Makes what the request names, in an account, for an actor. Left out: the request names nothing of any account. */
  things?: things.Things;
  /** The request with these things; ids that the path names are filled in. */
  ask?: (ids: things.Ids) => Asked;
  /** It names a secret that whoever was given it may use, in any account. */
  secret?: true;
  /** Afterwards the browser, or the whole account, is not what it was: each try gets one of its own. */
  once?: 'browser' | 'account';
};

const everyone = ['owner', 'admin', 'member', 'nobody'] as const;
const signedIn = ['owner', 'admin', 'member'] as const;
const managers = ['owner', 'admin'] as const;
const ownerAlone = ['owner'] as const;
const person = { firstName: 'New', lastName: 'Name' };
const csv = { headers: { 'content-type': 'text/csv' } };

/** By hand, from product.md: nothing here is derived from what the server thinks. */
export const examples: Record<string, Example[]> = {
  'GET /v1/sign-up': [{ who: everyone }],
  'POST /v1/sign-up': [
    {
      who: everyone,
      once: 'browser',
      ask: () => ({ body: { accountName: 'New', email: freshEmail(), password: goodPassword, ...person } }),
    },
  ],
  'POST /v1/session': [
    {
      who: everyone,
      once: 'browser',
      secret: true,
      things: async ({ people }) => ({ email: people.owner.email }),
      ask: ({ email }) => ({ body: { email, password: goodPassword } }),
    },
  ],
  'GET /v1/session': [{ who: signedIn }],
  'PATCH /v1/session': [
    {
      who: signedIn,
      things: async ({ accountId }) => ({ accountId }),
      ask: ({ accountId }) => ({ body: { accountId } }),
    },
  ],
  'DELETE /v1/session': [{ who: everyone, once: 'browser' }],
  'POST /v1/password-resets': [
    {
      who: everyone,
      things: async ({ people }) => ({ email: people.owner.email }),
      ask: ({ email }) => ({ body: { email } }),
    },
  ],
  'GET /v1/password-resets/{token}': [{ who: everyone, secret: true, things: things.reset }],
  'POST /v1/password-resets/{token}': [
    {
      who: everyone,
      secret: true,
      once: 'account',
      things: things.reset,
      ask: () => ({ body: { password: 'gravel oboe tundra 47' } }),
    },
  ],
  'POST /v1/proofs': [{ who: signedIn }],
  'GET /v1/proofs/{token}': [{ who: everyone, secret: true, things: things.proof }],
  'POST /v1/proofs/{token}': [
    {
      who: everyone,
      secret: true,
      once: 'account',
      things: things.proof,
      ask: () => ({ body: { password: goodPassword } }),
    },
  ],
  'GET /v1/profile': [{ who: signedIn }],
  'PATCH /v1/profile': [{ who: signedIn, ask: () => ({ body: person }) }],
  'POST /v1/profile/password': [
    { who: signedIn, once: 'account', ask: () => ({ body: { current: goodPassword, next: 'gravel oboe tundra 47' } }) },
  ],
  'GET /v1/profile/sessions': [{ who: signedIn }],
  'DELETE /v1/profile/sessions/{id}': [{ who: signedIn, things: things.otherSession }],
  'POST /v1/profile/email': [{ who: signedIn, ask: () => ({ body: { email: freshEmail(), password: goodPassword } }) }],
  'GET /v1/email-changes/{token}': [{ who: everyone, secret: true, things: things.newAddress }],
  'POST /v1/email-changes/{token}': [{ who: signedIn, secret: true, once: 'account', things: things.newAddress }],
  'GET /v1/account': [{ who: managers }],
  'PATCH /v1/account': [{ who: managers, things: things.group, ask: ({ id }) => ({ body: { defaultGroupId: id } }) }],
  'POST /v1/account/transfer': [
    {
      who: ownerAlone,
      once: 'account',
      things: things.member,
      ask: ({ userId }) => ({ body: { userId, password: goodPassword } }),
    },
  ],
  'GET /v1/users': [
    { who: managers },
    { who: managers, things: things.peopled, ask: ({ groupId = '' }) => ({ query: { groupId, count: 'true' } }) },
    { who: managers, ask: () => ({ query: { search: 'zanzibar', status: 'pending' } }) },
  ],
  'POST /v1/users': [
    {
      who: managers,
      things: things.group,
      ask: ({ id }) => ({ body: { users: [{ email: freshEmail() }], groupId: id } }),
    },
  ],
  'GET /v1/users.csv': [
    { who: managers },
    { who: managers, things: things.peopled, ask: ({ groupId = '' }) => ({ query: { groupId } }) },
  ],
  'GET /v1/users/{id}': [{ who: managers, things: things.pending }],
  'PATCH /v1/users/{id}': [{ who: managers, things: things.pending, ask: () => ({ body: { department: 'Else' } }) }],
  'DELETE /v1/users/{id}': [{ who: managers, things: things.pending }],
  'POST /v1/users/{id}/restore': [{ who: managers, things: things.removed }],
  'POST /v1/users/{id}/erase': [{ who: managers, things: things.removed }],
  'POST /v1/users/{id}/invitation-link': [{ who: managers, things: things.pending }],
  'GET /v1/users/{id}/history': [{ who: managers, things: things.pending }],
  'GET /v1/departments': [{ who: managers, ask: () => ({ query: { search: 'zan' } }) }],
  'GET /v1/catalog': [{ who: signedIn }],
  'GET /v1/changes': [{ who: managers }],
  'POST /v1/changes': [
    {
      who: managers,
      things: things.pending,
      ask: ({ id }) => ({ body: { select: { ids: [id] }, do: { remove: true }, apply: true } }),
    },
    {
      who: managers,
      things: things.peopled,
      ask: ({ groupId, id }) => ({
        body: { select: { where: { groupId }, except: [id] }, do: { set: { department: 'Else' } }, apply: true },
      }),
    },
    {
      who: managers,
      things: things.group,
      ask: ({ id }) => ({ body: { select: { where: {} }, do: { set: { groupId: id } } } }),
    },
    {
      who: managers,
      things: things.group,
      ask: ({ id = '' }) => ({ query: { source: 'csv', groupId: id }, body: things.csvOf({ word: 'New' }), ...csv }),
    },
  ],
  'GET /v1/changes/{id}': [{ who: managers, things: things.applied }],
  'GET /v1/changes/{id}/rows': [{ who: managers, things: things.applied }],
  'GET /v1/changes/{id}/rows.csv': [{ who: managers, things: things.applied }],
  'GET /v1/changes/{id}/events': [{ who: managers, things: things.applied }],
  'POST /v1/changes/{id}/apply': [
    { who: managers, things: things.planned },
    { who: managers, things: things.imported },
  ],
  'POST /v1/changes/{id}/undo': [{ who: managers, things: things.applied }],
  'POST /v1/changes/{id}/cancel': [{ who: managers, things: things.planned }],
  'POST /v1/changes/{id}/remap': [
    { who: managers, things: things.imported, ask: () => ({ body: { mapping: { 0: 'email' } } }) },
  ],
  'GET /v1/invitations/{token}': [{ who: everyone, secret: true, things: things.invitation }],
  'POST /v1/invitations/{token}/accept': [
    {
      who: everyone,
      secret: true,
      once: 'browser',
      things: things.invitation,
      ask: () => ({ body: { ...person, password: goodPassword } }),
    },
  ],
  'POST /v1/invitations/{token}/request': [{ who: everyone, secret: true, things: things.invitation }],
  'GET /v1/mail-queue': [{ who: managers }],
  'PATCH /v1/mail-queue': [{ who: managers, ask: () => ({ body: { paused: false } }) }],
  'GET /v1/groups': [{ who: managers }],
  'POST /v1/groups': [{ who: managers, ask: () => ({ body: { name: freshEmail() } }) }],
  'PATCH /v1/groups/{id}': [{ who: managers, things: things.group, ask: () => ({ body: { name: freshEmail() } }) }],
  'DELETE /v1/groups/{id}': [{ who: managers, things: things.group }],
  'GET /v1/views': [{ who: managers }],
  'POST /v1/views': [
    {
      who: managers,
      things: things.group,
      ask: ({ id }) => ({ body: { name: freshEmail(), filter: { groupId: id }, columns: ['type'] } }),
    },
  ],
  'GET /v1/views/{id}': [
    { who: managers, things: things.ownView },
    { who: managers, things: things.sharedView },
  ],
  'PATCH /v1/views/{id}': [
    { who: managers, things: things.ownView, ask: () => ({ body: { name: freshEmail(), shared: true } }) },
  ],
  'DELETE /v1/views/{id}': [
    { who: managers, things: things.ownView },
    { who: ownerAlone, things: things.sharedView },
  ],
  'GET /v1/billing/subscriptions': [{ who: managers }],
  'PUT /v1/billing/subscriptions/{product}': [
    { who: managers, ask: () => ({ path: { product: 'pro' }, body: { quantity: 900 } }) },
  ],
  'GET /v1/audit': [
    { who: managers },
    { who: managers, things: things.member, ask: ({ userId = '' }) => ({ query: { userId } }) },
  ],
};

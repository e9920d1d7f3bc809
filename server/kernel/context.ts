import type { QueryExecutorProvider, RawBuilder } from 'kysely';
import { z } from 'zod';

export const roles = ['owner', 'admin', 'member'] as const;
export type Role = (typeof roles)[number];
export const roleSchema = z.enum(roles).meta({ id: 'Role' });

/**
 * The party that acts: a user of the account, an invited person with their link, or the server itself. How it proved its identity, such as
 * by a session, is not part of it.
 */
export type Actor = { kind: 'user'; id: string } | { kind: 'invited'; id: string } | { kind: 'system'; id: null };

/** How an actor reaches Muster. */
export type Channel = 'console' | 'csv' | 'system';

/** The party for which a transaction inside an account runs. */
export type Requester = {
  accountId: string;
  actor: Actor;
  /** What the actor may do in the account (access/rules/permissions.ts). Empty if the actor has lost its rights. */
  permissions: ReadonlySet<string>;
  channel: Channel;
  requestId: string | null;
};

/** An invited person, or a person who came by a link. The operation says what they may do to themselves. */
export const asInvited = (accountId: string, userId: string, requestId: string | null): Requester => ({
  accountId,
  actor: { kind: 'invited', id: userId },
  permissions: new Set(),
  channel: 'console',
  requestId,
});

/** The server itself. It holds no permission. An operation that needs a reach names one itself. */
export const asSystem = (
  accountId: string,
  channel: Channel = 'system',
  requestId: string | null = null,
): Requester => ({
  accountId,
  actor: { kind: 'system', id: null },
  permissions: new Set(),
  channel,
  requestId,
});

/** Sends the statements of one transaction to its connection, in order. */
export type Db = QueryExecutorProvider & {
  /** Sends a statement without waiting for its answer. If it fails, all later statements fail, the commit at the latest. */
  post: (query: RawBuilder<unknown>) => void;
  /** Sends a statement with the commit. For rows that many transactions write: their lock then lasts as short as possible. */
  postLast: (query: RawBuilder<unknown>) => void;
  /** The same transaction with prepared statements (database/prepared.ts). */
  prepared: () => Db;
};

/** One transaction inside one account, on behalf of one actor. */
export type Ctx = Requester & {
  db: Db;
  /** Runs after the commit, in this process only. A hint: correctness must not depend on it. */
  afterCommit: (effect: () => void) => void;
};

import type { QueryExecutorProvider, RawBuilder } from 'kysely';
import { z } from 'zod';

export const roles = ['owner', 'admin', 'member'] as const;
export type Role = (typeof roles)[number];
export const roleSchema = z.enum(roles).meta({ id: 'Role' });

/**
 * The party that acts: a user of the account, an invited person with their link, or the server itself. How it proved itself, such
 * as by a session, is no part of it.
 */
export type Actor = { kind: 'user'; id: string } | { kind: 'invited'; id: string } | { kind: 'system'; id: null };

/** By which way into Muster an actor comes. */
export type Channel = 'console' | 'csv' | 'system';

/** On whose behalf a transaction inside an account runs. */
export type Requester = {
  accountId: string;
  actor: Actor;
  /** What the actor may do there at this moment (access/rules/permissions.ts). Empty where an actor has lost its right. */
  permissions: ReadonlySet<string>;
  channel: Channel;
  requestId: string | null;
};

/** An invited person, or one who came by a link: what they may do to themselves is said by the operation. */
export const asInvited = (accountId: string, userId: string, requestId: string | null): Requester => ({
  accountId,
  actor: { kind: 'invited', id: userId },
  permissions: new Set(),
  channel: 'console',
  requestId,
});

/** The server itself. It holds no permission: an operation that needs a reach of its own names it. */
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

/** Where the statements of one transaction go: to its connection, in the order they are asked. */
export type Db = QueryExecutorProvider & {
  /** Sends a statement without waiting for its answer. If it fails, so do all that come after it, the commit at the latest. */
  post: (query: RawBuilder<unknown>) => void;
  /** Sends one with the commit: for rows that many write, which are then locked no longer than it takes. */
  postLast: (query: RawBuilder<unknown>) => void;
  /** The same transaction with prepared statements (database/prepared.ts). */
  prepared: () => Db;
};

/** One transaction inside one account, on behalf of one actor. */
export type Ctx = Requester & {
  db: Db;
  /** Runs after the commit, in this process only: a hint, never what correctness rests on. */
  afterCommit: (effect: () => void) => void;
};

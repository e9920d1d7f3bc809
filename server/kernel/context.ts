import type { QueryExecutorProvider, RawBuilder } from 'kysely';
import { z } from 'zod';

export const roles = ['owner', 'admin', 'member'] as const;
export type Role = (typeof roles)[number];
export const roleSchema = z.enum(roles).meta({ id: 'Role' });

/**
 * The party that acts: a user of the account, a program with an API key, an invited person with their link, or the server itself. How it
 * proved its identity, such as by a session, is not part of it.
 */
export type Actor =
  | { kind: 'user'; id: string }
  | { kind: 'apiKey'; id: string; makerId: string | null }
  | { kind: 'invited'; id: string }
  | { kind: 'system'; id: null };

/** The user who answers for what an actor does: for a key, its maker. Null if there is none. */
export function personOf(actor: Actor): string | null {
  if (actor.kind === 'apiKey') return actor.makerId;
  return actor.kind === 'user' ? actor.id : null;
}

/** How an actor reaches Muster. */
export type Channel = 'console' | 'api' | 'cli' | 'csv' | 'system';

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

/** What a transaction adds to the feed of an account: a chunk of a change, or a line of the audit log. */
export type FeedEntry = Pick<Requester, 'accountId' | 'actor' | 'channel'> & {
  changeId?: string;
  seq?: number;
  auditId?: string;
  /** How many events it stands for. */
  events: number;
};

/** Sends the statements of one transaction to its connection, in order. */
export type Db = QueryExecutorProvider & {
  /** Sends a statement without waiting for its answer. If it fails, all later statements fail, the commit at the latest. */
  post: (query: RawBuilder<unknown>) => void;
  /** Sends a statement with the commit. For rows that many transactions write: their lock then lasts as short as possible. */
  postLast: (query: RawBuilder<unknown>) => void;
  /** What is added to the feed right before the commit, after all other statements: every transaction of an account waits there. */
  feed: FeedEntry[];
  /** The same transaction with prepared statements (database/prepared.ts). */
  prepared: () => Db;
};

/** One transaction inside one account, on behalf of one actor. */
export type Ctx = Requester & {
  db: Db;
  /** A dry run, which is taken back. The engine notes in it what would become of people (a Plan). */
  dryRun?: { plan: unknown };
  /** Runs after the commit, in this process only. A hint: correctness must not depend on it. */
  afterCommit: (effect: () => void) => void;
};

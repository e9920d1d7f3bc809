import type { QueryExecutorProvider, RawBuilder } from 'kysely';

export type Role = 'owner' | 'admin' | 'member';

/** Whoever is acting: a signed-in user, an invited person with their link, or Muster itself. */
export type Actor =
  | { kind: 'user'; id: string; role: Role; identityId: string; sessionId: string }
  | { kind: 'invited'; id: string }
  | { kind: 'system'; id: null };

/** Where the statements of one transaction go: to its connection, in the order they are asked. */
export type Db = QueryExecutorProvider & {
  /** Sends a statement without waiting for its answer. If it fails, so do all that come after it, the commit at the latest. */
  post: (query: RawBuilder<unknown>) => void;
  /** Sends one with the commit: for rows that many write, which are then locked no longer than it takes. */
  postLast: (query: RawBuilder<unknown>) => void;
  /** The same transaction, for statements that its connection shall keep (kept.ts). */
  keeping: () => Db;
};

/** One transaction inside one account, on behalf of one actor. */
export type Ctx = {
  db: Db;
  accountId: string;
  actor: Actor;
  /** By which way the actor came: console, csv, system, … */
  way: string;
  requestId: string | null;
  /** Runs after the commit, in this process only: a hint, never what correctness rests on. */
  afterCommit: (effect: () => void) => void;
};

import type { Kysely } from 'kysely';

export type Role = 'owner' | 'admin' | 'member';

/** Whoever is acting: a signed-in user, an invited person with their link, or Muster itself. */
export type Actor =
  | { kind: 'user'; id: string; role: Role; identityId: string; sessionId: string }
  | { kind: 'invited'; id: string }
  | { kind: 'system'; id: null };

// Every statement is written in SQL, so the builder knows no tables.
export type Db = Kysely<Record<never, never>>;

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

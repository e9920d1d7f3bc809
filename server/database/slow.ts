import { LRUCache } from 'lru-cache';
import type { Log } from '../kernel/log.ts';

/** On whose behalf statements are asked, as the log names it. */
export type Asker = { accountId: string | null; requestId: string | null };

/** Calls between a statement of ours and the place where its caller is looked up are fewer than this. */
const framesMax = 16;
/** A text holds no values, and its beginning tells it from others. */
const textMax = 80;
/** Looking up a caller costs as much as a small statement, so callers are known by the beginnings of their statements. */
const knownMax = 1_000;
const knownBy = 400;

const server = new URL('..', import.meta.url).href;
const ownFolder = new URL('.', import.meta.url).href;

/**
 * Logs statements that take longer than SLOW_STATEMENT_MS. A statement is named by the line of Muster that asked it, which needs no
 * list of names. Neither its values nor its answer are logged.
 */
export class SlowStatements {
  readonly #log: Log;
  readonly #boundMs: number;
  readonly #callers = new LRUCache<string, Caller>({ max: knownMax });

  /** Nothing is measured where the bound is 0. */
  constructor(log: Log, boundMs: number) {
    this.#log = log;
    this.#boundMs = boundMs;
  }

  /** For one transaction, whose connection answers one statement after the other. */
  of(asker: Asker): StatementWatch {
    if (this.#boundMs === 0) return { ask: () => undefined };
    let lastAnsweredAt = 0;
    const ask = (text: string, name?: string) => {
      const askedAt = performance.now();
      const caller = name === undefined ? this.#callerOf(text) : null;
      return () => {
        const answeredAt = performance.now();
        const ms = Math.round(answeredAt - Math.max(askedAt, lastAnsweredAt));
        lastAnsweredAt = answeredAt;
        if (ms < this.#boundMs) return;
        const statement = name ?? caller?.name() ?? text.trim().slice(0, textMax);
        this.#log.warn({ statement, ms, ...asker }, 'a statement was slow');
      };
    };
    return { ask };
  }

  #callerOf(text: string): Caller {
    const known = text.slice(0, knownBy);
    const caller = this.#callers.get(known) ?? new Caller();
    this.#callers.set(known, caller);
    return caller;
  }
}

/** Is told when a statement is asked, and by a call of the answer when it is answered. */
export type StatementWatch = { ask: (text: string, name?: string) => (() => void) | undefined };

/** Where a statement was asked. The stack is kept as it is, and becomes text only for a statement that was slow. */
class Caller {
  declare readonly stack?: string;

  constructor() {
    const before = Error.stackTraceLimit;
    Error.stackTraceLimit = framesMax;
    Error.captureStackTrace(this);
    Error.stackTraceLimit = before;
  }

  /** The innermost line outside this folder, such as "users/queries.ts:34 (listUsers)"; null for one that was sent later than asked. */
  name(): string | null {
    const lines = (this.stack ?? '').split('\n').filter((line) => line.includes(server) && !line.includes(ownFolder));
    const [, called = '', file = '', line = ''] =
      /^\s*at (?:async )?(?:(.+) \()?(\S+?):(\d+):\d+\)?$/.exec(lines[0] ?? '') ?? [];
    return file === '' ? null : `${file.slice(server.length)}:${line}${called === '' ? '' : ` (${called})`}`;
  }
}

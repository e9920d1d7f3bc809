import { LRUCache } from 'lru-cache';
import type { Log } from '../kernel/log.ts';

/** The account and the request of a statement, as the log names them. */
export type Asker = { accountId: string | null; requestId: string | null };

/** The stack from a statement of ours to the caller to be named has fewer frames than this. */
const framesMax = 16;
/** A logged text holds no values. Its beginning is enough to tell it from others. */
const textMax = 80;
/** Finding a caller costs as much as a small statement, so callers are cached by the beginning of their statement. */
const knownMax = 1_000;
const knownBy = 400;

const server = new URL('..', import.meta.url).href;
const ownFolder = new URL('.', import.meta.url).href;

/**
 * Logs statements that take longer than SLOW_STATEMENT_MS. Names a statement by the line of Muster that ran it, so no list of names is
 * needed. Logs neither its values nor its result.
 */
export class SlowStatements {
  readonly #log: Log;
  readonly #boundMs: number;
  readonly #callers = new LRUCache<string, Caller>({ max: knownMax });

  /** Measures nothing if the bound is 0. */
  constructor(log: Log, boundMs: number) {
    this.#log = log;
    this.#boundMs = boundMs;
  }

  /** For one transaction, whose connection runs one statement after the other. */
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

/** Called when a statement is sent. Returns a function to call when it is answered. */
export type StatementWatch = { ask: (text: string, name?: string) => (() => void) | undefined };

/** Where a statement was sent. Keeps the stack, and turns it into text only if the statement was slow. */
class Caller {
  declare readonly stack?: string;

  constructor() {
    const before = Error.stackTraceLimit;
    Error.stackTraceLimit = framesMax;
    Error.captureStackTrace(this);
    Error.stackTraceLimit = before;
  }

  /** The innermost line outside this folder, such as "users/queries.ts:34 (listUsers)"; null for a statement that was sent later. */
  name(): string | null {
    const lines = (this.stack ?? '').split('\n').filter((line) => line.includes(server) && !line.includes(ownFolder));
    const [, called = '', file = '', line = ''] =
      /^\s*at (?:async )?(?:(.+) \()?(\S+?):(\d+):\d+\)?$/.exec(lines[0] ?? '') ?? [];
    return file === '' ? null : `${file.slice(server.length)}:${line}${called === '' ? '' : ` (${called})`}`;
  }
}

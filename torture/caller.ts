import { setTimeout as sleep } from 'node:timers/promises';
import { Client, type Reply } from '../server/testing/client.ts';
import type { Notes } from './notes.ts';
import type { Server } from './server.ts';

type Ask = {
  body?: unknown;
  headers?: Record<string, string>;
  /** Sent as the Idempotency-Key. The request is repeated with it until it is answered. */
  key?: string | null;
  /** The server that gets the first try. */
  server?: number;
  /** A word that only this request would write. */
  mark?: string | null;
};

/** A request without an answer: it may be done or not. */
export const unknown = null;
const patienceMs = 60_000;

/**
 * A person with one session on both servers, who uses the other when one is down. It judges each single answer and each loss, which the tries
 * of `createMuster` would hide.
 */
export class Caller {
  readonly #clients: Client[];
  readonly #notes: Notes;
  readonly key: string | null;

  /** With an API key it is a program instead of a person. */
  constructor(servers: readonly Server[], notes: Notes, key: string | null = null) {
    this.key = key;
    this.#clients = servers.map(({ url }) => new Client(url, key));
    this.#notes = notes;
  }

  signedInAs(other: Caller): this {
    for (const [name, value] of other.#clients[0]?.cookies ?? [])
      for (const client of this.#clients) client.cookies.set(name, value);
    return this;
  }

  /** The answer, or unknown if it was lost and a repeat is not safe. */
  async ask<Body = Record<string, unknown>>(method: string, path: string, ask: Ask = {}): Promise<Reply<Body> | null> {
    const until = performance.now() + patienceMs;
    const headers = { ...ask.headers, ...(ask.key ? { 'idempotency-key': ask.key } : {}) };
    for (let at = ask.server ?? 0; performance.now() < until; at++) {
      const outcome = await this.#once<Body>(at, method, path, { ...ask, headers });
      if (outcome === 'not sent') await sleep(100);
      else if (outcome === 'lost' && ask.key) await sleep(50);
      else return outcome === 'lost' ? unknown : outcome;
    }
    this.#notes.gaveUp++;
    return unknown;
  }

  async #once<Body>(at: number, method: string, path: string, ask: Ask): Promise<Reply<Body> | 'lost' | 'not sent'> {
    const client = this.#clients[at % this.#clients.length];
    if (!client) throw new Error('there is no server to ask');
    let reply: Reply<Body>;
    try {
      reply = await client.send<Body>(method, path, ask.body, { headers: ask.headers ?? {} });
    } catch (error) {
      const refused = error instanceof TypeError && /ECONNREFUSED/.test(String(codeOf(error.cause)));
      if (!refused) this.#notes.lost++;
      return refused ? 'not sent' : 'lost';
    }
    this.#notes.answers++;
    for (const other of this.#clients) for (const [name, value] of client.cookies) other.cookies.set(name, value);
    return this.#judge(reply, `${method} ${path}`, ask);
  }

  /** R9: a request that cannot be served gets 503 with the time for a retry. Any other server error is a violation. */
  #judge<Body>(reply: Reply<Body>, what: string, ask: Ask): Reply<Body> | 'lost' {
    if (reply.status < 500) return reply;
    const code = codeOf(reply.body);
    if (reply.status !== 503 || !(Number(reply.headers.get('retry-after')) > 0)) {
      this.#notes.violation(`${what} answered ${reply.status} ${JSON.stringify(reply.body)}`);
      return reply;
    }
    this.#notes.unavailable++;
    if (code === 'database_unavailable' && ask.mark && !ask.key) this.#notes.add({ about: 'not done', mark: ask.mark });
    return 'lost';
  }
}

function codeOf(thing: unknown): unknown {
  return typeof thing === 'object' && thing !== null && 'code' in thing ? thing.code : null;
}

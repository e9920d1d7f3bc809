import { createHash } from 'node:crypto';
import {
  type KyselyPlugin,
  type PostgresCursor,
  type PostgresPool,
  type PostgresPoolClient,
  type PostgresQueryResult,
  RawNode,
} from 'kysely';
import type pg from 'pg';
import type { Ctx } from './context.ts';

/** How a statement that is kept begins. */
const mark = '/* kept */ ';

/**
 * For work whose statements each connection shall keep, so that PostgreSQL parses and plans them once, which is half of what a
 * small write costs. Only for statements of few texts about a few rows, because they are planned without a look at their values.
 */
export function kept(ctx: Ctx): Ctx {
  return { ...ctx, db: ctx.db.withPlugin(marking) };
}

const marking: KyselyPlugin = {
  transformQuery({ node }) {
    if (!RawNode.is(node)) return node;
    const [first = '', ...others] = node.sqlFragments;
    return RawNode.create([mark + first, ...others], node.parameters);
  },
  transformResult: async ({ result }) => result,
};

/** A connection's memory is not without end. */
const namesMax = 200;

/** What PostgreSQL says of a kept statement that is not there, is there already, or was made before a migration. */
const misses = ['26000', '42P05', '0A000'];

/** Lends connections that keep what is marked, under one name for one text, whoever it was that prepared it. */
export class KeepingPool implements PostgresPool {
  readonly #pool: pg.Pool;
  readonly #clients = new WeakMap<pg.PoolClient, KeepingClient>();
  readonly #names = new Map<string, string>();
  #keeps = true;

  constructor(pool: pg.Pool) {
    this.#pool = pool;
  }

  get options(): object {
    return this.#pool.options;
  }

  async connect(): Promise<PostgresPoolClient> {
    const client = await this.#pool.connect();
    const keeping = this.#clients.get(client) ?? new KeepingClient(client, (text) => this.#nameOf(text));
    this.#clients.set(client, keeping);
    return keeping;
  }

  end(): Promise<void> {
    return this.#pool.end();
  }

  /** Whether an error says only that a pooler stands between, or a migration took place: nothing is kept from then on. */
  stopsKeeping(code: string): boolean {
    if (!this.#keeps || !misses.includes(code)) return false;
    this.#keeps = false;
    return true;
  }

  #nameOf(text: string): string | null {
    if (!this.#keeps || !text.startsWith(mark)) return null;
    const known = this.#names.get(text);
    if (known !== undefined || this.#names.size >= namesMax) return known ?? null;
    const name = createHash('sha256').update(text).digest('hex').slice(0, 32);
    this.#names.set(text, name);
    return name;
  }
}

class KeepingClient implements PostgresPoolClient {
  readonly #client: pg.PoolClient;
  readonly #nameOf: (text: string) => string | null;

  constructor(client: pg.PoolClient, nameOf: (text: string) => string | null) {
    this.#client = client;
    this.#nameOf = nameOf;
  }

  query<R>(text: string, values: readonly unknown[]): Promise<PostgresQueryResult<R>>;
  query<R>(cursor: PostgresCursor<R>): PostgresCursor<R>;
  query(what: string | PostgresCursor<unknown>, values: readonly unknown[] = []): unknown {
    if (typeof what !== 'string') throw new Error('cursors are not used');
    const name = this.#nameOf(what);
    return this.#client.query({ text: what, values: [...values], ...(name === null ? {} : { name }) });
  }

  release(destroy?: boolean): void {
    this.#client.release(destroy);
  }
}

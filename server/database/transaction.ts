import { DefaultQueryExecutor, PostgresAdapter, PostgresQueryCompiler, type QueryResult } from 'kysely';
import type pg from 'pg';
import type { Db } from '../kernel/context.ts';
import { Problem } from '../kernel/problem.ts';
import { codeOf, isUnavailable } from './database-error.ts';
import { appendToFeed } from './feed.ts';
import type { PreparedStatements } from './prepared.ts';
import type { StatementWatch } from './slow.ts';

const adapter = new PostgresAdapter();
const compiler = new PostgresQueryCompiler();
/** PostgreSQL's code for a statement that it skips because an earlier one failed. */
const passedOver = '25P02';

/**
 * One transaction on a connection of its own. Statements are sent at once and answered in that order; none waits for the answer to the one
 * before. On a busy server the round trips cost more than most statements.
 */
export class Transaction {
  readonly db: Db;
  readonly #client: pg.ClientBase;
  readonly #prepared: PreparedStatements;
  readonly #watch: StatementWatch;
  #failure: unknown = null;
  #open = true;
  #posted = false;
  readonly #last: (() => void)[] = [];
  readonly #feed: Db['feed'] = [];

  /** The opening statements are sent with the first statement. */
  constructor(client: pg.ClientBase, prepared: PreparedStatements, opening: string, watch: StatementWatch) {
    this.#client = client;
    this.#prepared = prepared;
    this.#watch = watch;
    this.db = this.#handle(false);
    void this.#send({ text: opening }, 'begin').catch(() => {});
  }

  /** @throws the first failure, even if no caller awaited it; outcome_unknown (503) if the answer never came. */
  async commit(): Promise<void> {
    for (const send of this.#last) send();
    for (const query of appendToFeed(this.#feed)) this.db.prepared().post(query);
    this.#open = false;
    const answered = this.#watch.ask('commit', 'commit');
    const { command } = await this.#client.query('commit').catch((error: unknown) => {
      // The commit may have succeeded, so the answer must not say that nothing was changed.
      throw isUnavailable(error) ? new Problem('outcome_unknown', {}, { cause: error }) : error;
    });
    answered?.();
    // PostgreSQL answers ROLLBACK if a statement failed. If BEGIN failed, there was nothing to commit.
    if (this.#failure !== null) throw this.#failure;
    if (command === 'ROLLBACK') throw new Error('the transaction was rolled back');
  }

  /** Ends a transaction that only read. All results have arrived, so the commit is not awaited. */
  end(): void {
    this.#open = false;
    if (this.#failure !== null) throw this.#failure;
    if (this.#posted) throw new Error('what only reads has nothing to post');
    void this.#send({ text: 'commit' }, 'commit').catch(() => {});
  }

  /** Refuses any further statement, also from parts of the work that still run. */
  async rollback(): Promise<void> {
    this.#open = false;
    await this.#client.query('rollback');
  }

  /** The cause of an error. The error itself may only say that PostgreSQL skipped its statement after an earlier failure. */
  reasonOf(error: unknown): unknown {
    return codeOf(error) === passedOver ? (this.#failure ?? error) : error;
  }

  #handle(isPrepared: boolean): Db {
    const connection = {
      executeQuery: <R>({ sql, parameters }: { sql: string; parameters: readonly unknown[] }) =>
        this.#ask<R>(sql, parameters, isPrepared),
      streamQuery: () => {
        throw new Error('cursors are not used');
      },
    };
    const executor = new DefaultQueryExecutor(compiler, adapter, {
      provideConnection: (consumer) => consumer(connection),
    });
    const post: Db['post'] = (query) => {
      this.#posted = true;
      void query.execute({ getExecutor: () => executor }).catch(() => {});
    };
    const handle: Db = {
      getExecutor: () => executor,
      post,
      postLast: (query) => {
        this.#posted = true;
        this.#last.push(() => post(query));
      },
      feed: this.#feed,
      prepared: () => (isPrepared ? handle : this.#handle(true)),
    };
    return handle;
  }

  async #ask<R>(text: string, parameters: readonly unknown[], isPrepared: boolean): Promise<QueryResult<R>> {
    if (!this.#open) throw new Error('a statement was asked after the end of its transaction');
    if (this.#failure !== null) throw this.#failure;
    const name = isPrepared ? this.#prepared.nameOf(text) : null;
    const { rows, rowCount } = await this.#send<R>({
      text,
      values: [...parameters],
      ...(name === null ? {} : { name }),
    });
    return { rows, ...(rowCount === null ? {} : { numAffectedRows: BigInt(rowCount) }) };
  }

  /** A statement without a name was sent by a caller outside this folder. */
  #send<R>(query: pg.QueryConfig, name?: string): Promise<pg.QueryResult<R & pg.QueryResultRow>> {
    const answered = this.#watch.ask(query.text, name);
    return this.#client.query<R & pg.QueryResultRow>(query).then(
      (answer) => {
        answered?.();
        return answer;
      },
      (error: unknown) => {
        answered?.();
        this.#failure ??= error;
        throw error;
      },
    );
  }
}

import { sql } from 'kysely';
import { type Database, inSystem, leaseSeconds, maybe } from '../database/database.ts';
import type { Ctx, Db } from '../kernel/context.ts';
import type { Log } from '../kernel/log.ts';
import { Problem } from '../kernel/problem.ts';

export type Job = {
  id: number;
  name: string;
  accountId: string | null;
  data: Record<string, unknown>;
  attempts: number;
  /** Puts the job off by so many seconds of Muster's clock; 0 only lets more urgent ones go first. */
  putOff: (seconds: number) => Promise<void>;
  /** True once the server is draining: long handlers stop at the next safe place and put the job off. */
  draining: () => boolean;
};
export type Handler = (job: Job) => Promise<void>;

type NewJob = {
  name: string;
  accountId?: string | null;
  data: Record<string, unknown>;
  /** Jobs with the same key never run at the same time. */
  serialKey?: string;
  /** Higher goes first. */
  priority?: number;
  delaySeconds?: number;
};

/**
 * How long a job may take. Short ones are what people wait for, such as a mail; long ones read a whole file or change a whole crowd,
 * and keep a processor busy; upkeep has time. Each kind has places of its own on every server, so none waits for another.
 */
export type JobKind = 'short' | 'long' | 'upkeep';
const places: Record<JobKind, number> = { short: 4, long: 2, upkeep: 1 };
/** So many accounts are remembered as served. */
const servedMax = 1_000;

const idleMs = 400;
/** Attempt n waits about 2^n seconds, at most an hour; jobs are not given up, their handlers decide. */
const backOffSeconds = (attempts: number) => Math.min(3600, 2 ** Math.min(attempts, 12));

/** Adds a job in the caller's transaction: it exists exactly if the transaction commits. */
export function enqueue(db: Db, job: NewJob): void {
  db.post(sql`insert into jobs (name, account_id, data, serial_key, priority, run_at)
    values (${job.name}, ${job.accountId ?? null}, ${JSON.stringify(job.data)}, ${job.serialKey ?? null}, ${job.priority ?? 0},
            muster_now() + make_interval(secs => ${job.delaySeconds ?? 0}))`);
}

/** enqueue, and a nudge to this server's worker once the transaction is committed. */
export function enqueueNow(ctx: Pick<Ctx, 'db' | 'afterCommit'>, worker: Pick<Worker, 'nudge'>, job: NewJob): void {
  enqueue(ctx.db, job);
  ctx.afterCommit(() => worker.nudge(job.serialKey));
}

/**
 * Runs jobs from rows. A job is leased, not locked: when its server dies the lease runs out and another takes it, so handlers
 * are written to be run again from where their own rows say they are.
 */
export class Worker {
  readonly #database: Database;
  readonly #log: Log;
  readonly #handlers = new Map<string, { kind: JobKind; run: Handler }>();
  readonly #running = new Map<Promise<void>, { serialKey: string | null; kind: JobKind }>();
  /** Accounts whose long jobs ran here, the last one last. */
  readonly #served = new Set<string>();
  #stopping = false;
  #wake: () => void = () => {};
  #loop: Promise<void> | null = null;

  constructor(database: Database, log: Log) {
    this.#database = database;
    this.#log = log;
  }

  handle(name: string, run: Handler, kind: JobKind = 'long'): void {
    this.#handlers.set(name, { kind, run });
  }

  start(): void {
    this.#loop = this.#run();
  }

  /** There is a new job. One that waits for another of its serial key, which runs here, is looked for when that has ended. */
  nudge(serialKey?: string): void {
    if (serialKey === undefined || ![...this.#running.values()].some((job) => job.serialKey === serialKey))
      this.#wake();
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    this.#wake();
    await this.#loop;
    await Promise.allSettled(this.#running.keys());
  }

  async #run(): Promise<void> {
    while (!this.#stopping) {
      // Made before asking, so that a nudge during the question is not lost.
      const rest = new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, idleMs);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      const job = await this.#claim();
      if (job) this.#begin(job);
      else await rest;
    }
  }

  /** Kinds of which there is a place free here. */
  #free(): JobKind[] {
    const running = [...this.#running.values()];
    const kinds: JobKind[] = ['short', 'long', 'upkeep'];
    return kinds.filter((kind) => running.filter((job) => job.kind === kind).length < places[kind]);
  }

  #names(kinds: JobKind[]): string[] {
    return [...this.#handlers].filter(([, { kind }]) => kinds.includes(kind)).map(([name]) => name);
  }

  /**
   * Short jobs first. Of the long ones an account's that has none running goes first, then that of the account whose turn was
   * longest ago: however many one account has waiting, another's is next.
   */
  async #claim(): Promise<JobRow | null> {
    const names = this.#names(this.#free());
    if (names.length === 0) return null;
    const long = this.#names(['long']);
    try {
      return await inSystem(this.#database, (db) =>
        maybe(
          db,
          sql<JobRow>`update jobs set lease_until = clock_timestamp() + make_interval(secs => ${leaseSeconds}), attempts = attempts + 1
            where id = (
              select id from jobs j
              where run_at <= muster_now() and (lease_until is null or lease_until < clock_timestamp()) and name = any(${names}::text[])
                and not exists (select from jobs o where o.serial_key = j.serial_key and o.id <> j.id and o.lease_until is not null)
              order by name = any(${this.#names(['short'])}::text[]) desc,
                name = any(${long}::text[]) and exists (select from jobs o where o.account_id = j.account_id and o.lease_until > clock_timestamp() and o.name = any(${long}::text[])),
                case when name = any(${long}::text[]) then coalesce(array_position(${[...this.#served]}::uuid[], j.account_id), 0) else 0 end,
                priority desc, run_at, id limit 1 for update skip locked)
            returning id, name, account_id, data, serial_key, attempts`,
        ),
      );
    } catch (error) {
      // Two servers took jobs of one serial key at the same moment, or the database is away: ask again after the rest.
      this.#log.debug({ error: String(error) }, 'no job could be claimed');
      return null;
    }
  }

  #begin(row: JobRow): void {
    const kind = this.#handlers.get(row.name)?.kind ?? 'long';
    if (kind === 'long' && row.account_id !== null) this.#serve(row.account_id);
    const task = this.#work(row).finally(() => {
      this.#running.delete(task);
      this.#wake();
    });
    this.#running.set(task, { serialKey: row.serial_key, kind });
  }

  #serve(accountId: string): void {
    this.#served.delete(accountId);
    this.#served.add(accountId);
    const [oldest] = this.#served;
    if (this.#served.size > servedMax && oldest !== undefined) this.#served.delete(oldest);
  }

  async #work(row: JobRow): Promise<void> {
    const beat = setInterval(() => void this.#beat(row), (leaseSeconds * 1000) / 3);
    let putOffBy: number | null = null;
    try {
      const handler = this.#handlers.get(row.name);
      if (!handler) throw new Error(`no handler for job ${row.name}`);
      await handler.run({
        ...row,
        accountId: row.account_id,
        putOff: async (seconds) => {
          putOffBy = seconds;
        },
        draining: () => this.#stopping,
      });
      await this.#end(row, putOffBy, null);
    } catch (error) {
      this.#log.error({ err: error, job: row.name, attempts: row.attempts }, 'a job failed and will be tried again');
      // That the database was away is not the job's fault, and neither are the servers that died with it.
      const away = error instanceof Problem && error.status === 503;
      await this.#end(row, away ? leaseSeconds : backOffSeconds(row.attempts), String(error));
    } finally {
      clearInterval(beat);
    }
  }

  async #beat(row: JobRow): Promise<void> {
    await inSystem(this.#database, (db) =>
      db.post(
        sql`update jobs set lease_until = clock_timestamp() + make_interval(secs => ${leaseSeconds}) where id = ${row.id} and attempts = ${row.attempts}`,
      ),
    ).catch((error: unknown) => this.#log.warn({ error: String(error) }, 'a lease could not be renewed'));
  }

  async #end(row: JobRow, againInSeconds: number | null, failure: string | null): Promise<void> {
    const noted =
      againInSeconds === null
        ? sql`delete from jobs where id = ${row.id} and attempts = ${row.attempts}`
        : sql`update jobs set lease_until = null, run_at = case when ${againInSeconds}::float8 = 0 then run_at else muster_now() + make_interval(secs => ${againInSeconds}) end, failure = ${failure},
              attempts = case when ${failure}::text is null then 0 else attempts end
              where id = ${row.id} and attempts = ${row.attempts}`;
    await inSystem(this.#database, (db) => db.post(noted)).catch((error: unknown) =>
      this.#log.warn({ error: String(error) }, 'a job’s end could not be noted; its lease will run out'),
    );
  }
}

type JobRow = {
  id: number;
  name: string;
  account_id: string | null;
  data: Record<string, unknown>;
  serial_key: string | null;
  attempts: number;
};

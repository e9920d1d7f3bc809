import { sql } from 'kysely';
import { all, type Database, inSystem, leaseSeconds, maybe } from '../database/database.ts';
import type { Log } from '../kernel/log.ts';
import { Problem } from '../kernel/problem.ts';
import { type JobHandler, type JobKind, type Run, UnknownJob } from './job.ts';

const places: Record<JobKind, number> = { short: 4, long: 2, carrier: 20, upkeep: 1 };
/** Accounts whose last turn is remembered. */
const servedMax = 1_000;

const unknownMessage = 'a stored job is not known to this server and is put off';

const idleMs = 400;
/** Attempt n waits about 2^n seconds, at most an hour. Jobs are never given up; their handlers decide. */
const backOffSeconds = (attempts: number) => Math.min(3600, 2 ** Math.min(attempts, 12));

/** Milliseconds between searches for jobs with unknown names, and seconds by which they are postponed. */
const unknownEveryMs = 60_000;
const unknownSeconds = 60;

/**
 * Runs jobs from rows. A job is leased, not locked: if its server dies, the lease ends and another server takes it. So handlers can run
 * again, from the state in their own rows.
 */
export class Worker {
  readonly #database: Database;
  readonly #log: Log;
  readonly #handlers = new Map<string, { kind: JobKind; work: (stored: unknown, run: Run) => Promise<void> }>();
  readonly #running = new Map<Promise<void>, { serialKey: string | null; kind: JobKind }>();
  /** Accounts whose long jobs ran here, the most recent last. */
  readonly #served = new Set<string>();
  #stopping = false;
  #lookForUnknownAt = 0;
  #wake: () => void = () => {};
  #loop: Promise<void> | null = null;

  constructor(database: Database, log: Log) {
    this.#database = database;
    this.#log = log;
  }

  /** Handles these jobs with these tools. */
  take<Tools>(handlers: JobHandler<Tools>[], tools: Tools): void {
    for (const { name, kind, work } of handlers)
      this.#handlers.set(name, { kind, work: (stored, run) => work(tools, stored, run) });
  }

  start(): void {
    this.#loop = this.#run();
  }

  /** Announces a new job. If a job with its serial key runs here, the new one is found when that has ended. */
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
      // Created before the query, so that a nudge during it is not lost.
      const rest = new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, idleMs);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      const job = await this.#claim();
      if (job) this.#begin(job);
      else {
        await this.#putOffUnknown();
        await rest;
      }
    }
  }

  /** Jobs with unknown names stay for a server that knows them. */
  async #putOffUnknown(): Promise<void> {
    if (performance.now() < this.#lookForUnknownAt) return;
    this.#lookForUnknownAt = performance.now() + unknownEveryMs;
    const known = [...this.#handlers.keys()];
    try {
      const unknown = await inSystem(this.#database, (db) =>
        all(
          db,
          sql<
            Pick<JobRow, 'id' | 'name'>
          >`update jobs set run_at = muster_now() + make_interval(secs => ${unknownSeconds}), failure = 'unknown name'
            where name <> all(${known}::text[]) and run_at <= muster_now() and (lease_until is null or lease_until < clock_timestamp()) returning id, name`,
        ),
      );
      for (const { id, name } of unknown) this.#log.error({ job: name, id }, unknownMessage);
    } catch (error) {
      this.#log.debug({ error: String(error) }, 'no unknown job could be looked for');
    }
  }

  /** The kinds that have a free slot here. */
  #free(): JobKind[] {
    const running = [...this.#running.values()];
    const kinds: JobKind[] = ['short', 'long', 'carrier', 'upkeep'];
    return kinds.filter((kind) => running.filter((job) => job.kind === kind).length < places[kind]);
  }

  #names(kinds: JobKind[]): string[] {
    return [...this.#handlers].filter(([, { kind }]) => kinds.includes(kind)).map(([name]) => name);
  }

  /**
   * Short jobs first. Among long ones, an account without a running job goes first, then the one whose last turn is longest ago. So an
   * account's many waiting jobs never hold up another's.
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
      // Two servers took jobs of one serial key at once, or the database is down: try again after the pause.
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
      const stored = row.account_id === null ? row.data : { ...row.data, accountId: row.account_id };
      await handler.work(stored, {
        jobId: row.id,
        putOff: async (seconds) => {
          putOffBy = seconds;
        },
        draining: () => this.#stopping,
      });
      await this.#end(row, putOffBy, null);
    } catch (error) {
      if (error instanceof UnknownJob) {
        this.#log.error({ err: error, job: row.name, id: row.id }, unknownMessage);
        return await this.#end(row, Math.max(unknownSeconds, backOffSeconds(row.attempts)), String(error));
      }
      this.#log.error({ err: error, job: row.name, attempts: row.attempts }, 'a job failed and will be tried again');
      // A job is not to blame if the database was down, nor for servers that died with it.
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

import { sql } from 'kysely';
import { all, type Database, inSystem, leaseSeconds, maybe } from '../database/database.ts';
import type { Log } from '../kernel/log.ts';
import { Problem } from '../kernel/problem.ts';
import { type JobHandler, type JobKind, type Run, UnknownJob } from './job.ts';

const places: Record<JobKind, number> = { short: 4, long: 2, upkeep: 1 };
/** So many accounts are remembered as served. */
const servedMax = 1_000;

const unknownMessage = 'a stored job is not known to this server and is put off';

const idleMs = 400;
/** Attempt n waits about 2^n seconds, at most an hour; jobs are not given up, their handlers decide. */
const backOffSeconds = (attempts: number) => Math.min(3600, 2 ** Math.min(attempts, 12));

/** So often a server looks for jobs whose names it does not know, and so long it puts them off. */
const unknownEveryMs = 60_000;
const unknownSeconds = 60;

/**
 * Runs jobs from rows. A job is leased, not locked: when its server dies the lease runs out and another takes it, so handlers
 * are written to be run again from where their own rows say they are.
 */
export class Worker {
  readonly #database: Database;
  readonly #log: Log;
  readonly #handlers = new Map<string, { kind: JobKind; work: (stored: unknown, run: Run) => Promise<void> }>();
  readonly #running = new Map<Promise<void>, { serialKey: string | null; kind: JobKind }>();
  /** Accounts whose long jobs ran here, the last one last. */
  readonly #served = new Set<string>();
  #stopping = false;
  #lookForUnknownAt = 0;
  #wake: () => void = () => {};
  #loop: Promise<void> | null = null;

  constructor(database: Database, log: Log) {
    this.#database = database;
    this.#log = log;
  }

  /** Does these jobs with these tools. */
  take<Tools>(handlers: JobHandler<Tools>[], tools: Tools): void {
    for (const { name, kind, work } of handlers)
      this.#handlers.set(name, { kind, work: (stored, run) => work(tools, stored, run) });
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
      else {
        await this.#putOffUnknown();
        await rest;
      }
    }
  }

  /** Jobs whose names are not known here stay for a server that knows them. */
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

import { sql } from 'kysely';
import type { z } from 'zod';
import type { Ctx, Db } from '../kernel/context.ts';

/**
 * How long a job may take. People wait for short ones, such as a mail. Long ones read a whole file or change a whole crowd, and keep a
 * processor busy. Those of a carrier wait for the mail server of one account, which may be slow. Upkeep is not urgent. Each kind has its own
 * slots on every server, so none waits for another.
 */
export type JobKind = 'short' | 'long' | 'carrier' | 'upkeep';

/**
 * Among due jobs of one kind the higher priority goes first. Mailing invitations takes one slot however many wait, so it goes before
 * changes.
 */
const priorities = { mail: 10, invitations: 5, changes: 2, rest: 0 } as const;

/** A job of an account names the account in its data. */
export type JobData = { accountId?: string | undefined; [field: string]: unknown };

/** The name and content of a job. Features import it to enqueue the job; features.ts names its handler. */
export type JobDefinition<Data extends JobData> = {
  /** The room and the action of the job, such as "imports.plan". */
  name: `${string}.${string}`;
  kind: JobKind;
  priority: keyof typeof priorities;
  data: z.ZodType<Data>;
  /** Jobs with the same key never run at the same time. */
  serialKey?: (data: Data) => string | null;
};

export function defineJob<Data extends JobData>(job: JobDefinition<Data>): JobDefinition<Data> {
  return job;
}

/** One run of a job. */
export type Run = {
  jobId: number;
  /** Postpones the job by seconds of Muster's clock. 0 only lets more urgent jobs go first. */
  putOff: (seconds: number) => Promise<void>;
  /** True once the server is draining: long handlers stop at the next safe place and put the job off. */
  draining: () => boolean;
};

/** A job with the function that does it, for any stored data. */
export type JobHandler<Tools> = {
  name: string;
  kind: JobKind;
  work: (tools: Tools, stored: unknown, run: Run) => Promise<void>;
};

/** A stored job that this server cannot read, perhaps because a later release wrote it. */
export class UnknownJob extends Error {}

export function handles<Tools, Data extends JobData>(
  { name, kind, data }: JobDefinition<Data>,
  work: (tools: Tools, data: Data, run: Run) => Promise<void>,
): JobHandler<Tools> {
  return {
    name,
    kind,
    work: async (tools, stored, run) => {
      const read = data.safeParse(stored);
      if (!read.success) throw new UnknownJob(`${name} does not take such data`, { cause: read.error });
      await work(tools, read.data, run);
    },
  };
}

/** Adds a job in the caller's transaction. It exists exactly if the transaction commits. */
export function enqueue<Data extends JobData>(
  db: Db,
  job: JobDefinition<Data>,
  given: NoInfer<Data>,
  delaySeconds = 0,
): void {
  const { accountId = null, ...data } = given;
  db.post(sql`insert into jobs (name, account_id, data, serial_key, priority, run_at)
    values (${job.name}, ${accountId}, ${JSON.stringify(data)}, ${job.serialKey?.(given) ?? null}, ${priorities[job.priority]},
            muster_now() + make_interval(secs => ${delaySeconds}))`);
}

/** Enqueues a job, and wakes this server's worker after the commit. */
export function enqueueNow<Data extends JobData>(
  ctx: Pick<Ctx, 'db' | 'afterCommit'>,
  worker: { nudge: (serialKey?: string) => void },
  job: JobDefinition<Data>,
  data: NoInfer<Data>,
): void {
  enqueue(ctx.db, job, data);
  ctx.afterCommit(() => worker.nudge(job.serialKey?.(data) ?? undefined));
}

/** Adds a job of the server as a whole unless there is one of its name. Two servers that start at once wait for each other. */
export async function enqueueOnce(db: Db, { name, priority }: JobDefinition<Record<string, never>>): Promise<void> {
  db.post(sql`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`);
  await sql`insert into jobs (name, data, serial_key, priority, run_at)
    select ${name}, '{}', ${name}, ${priorities[priority]}, muster_now() where not exists (select from jobs where name = ${name})`.execute(
    db,
  );
}

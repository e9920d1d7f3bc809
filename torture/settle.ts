import { setTimeout as sleep } from 'node:timers/promises';
import type { Place } from './place.ts';

/** What takes as long as mail takes. */
const lasting = ['invitations.mail', 'mails.send'];
/** Under way, due, or put off because it failed; not what waits for its day. */
const open = 'name <> all($1) and (lease_until is not null or run_at <= muster_now() or failure is not null)';

/** Waits until no job goes on with anything. Answers what does not come to an end, and what nobody takes up. */
export async function settle({ servers, sql }: Place, patienceMs: number): Promise<string[]> {
  for (const server of servers) await server.untilReady();
  for (const until = performance.now() + patienceMs; performance.now() < until; await sleep(200)) {
    const { rowCount } = await sql.query(`select from jobs where ${open}`, [lasting]);
    if (rowCount === 0) break;
  }
  const { rows } = await sql.query<{ job: unknown }>(
    `select to_jsonb(j) as job from jobs j where (${open}) or lease_until < clock_timestamp() - interval '20 seconds'`,
    [lasting],
  );
  return rows.map(({ job }) => `a job is stuck: ${JSON.stringify(job)}`);
}

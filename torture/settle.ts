import { setTimeout as sleep } from 'node:timers/promises';
import type { Place } from './place.ts';

/** Jobs that take as long as the mail takes. */
const lasting = ['invitations.mail', 'mails.send'];
/** Running, due, or postponed after a failure; not scheduled for later. */
const open = 'name <> all($1) and (lease_until is not null or run_at <= muster_now() or failure is not null)';

/** Waits until no job is open. Returns jobs that do not end, and jobs that no server takes. */
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

import { setTimeout as sleep } from 'node:timers/promises';
import type { Notes } from './notes.ts';
import type { Disturbance } from './operations.ts';
import type { Place } from './place.ts';
import type { Server } from './server.ts';

/** What the servers and the database survived. inLarge counts kills of a server during a large operation. */
export type Survived = { servers: number; inLarge: number; databases: number; pauses: number; clocks: number };

/** Longer than a lease, so that the other server has taken over a paused server's work when it wakes. */
const pauseMs = 17_000;
const recoveryMs = 30_000;

/** Kills servers and databases, one after the other, until the time is over. */
export async function disturb(
  place: Place,
  notes: Notes,
  plan: Disturbance[],
  untilMs: number,
  survived: Survived,
): Promise<void> {
  for (const { afterMs, what, server: n, hours } of plan) {
    await sleep(Math.min(afterMs, Math.max(0, untilMs - performance.now())));
    if (performance.now() >= untilMs) return;
    const server = place.servers[n] ?? place.servers[0];
    if (what === 'database') {
      await killDatabase(place, notes);
      survived.databases++;
    } else if (what === 'clock') {
      await moveClock(place, hours);
      survived.clocks++;
      survived.servers += 2;
    } else if (what === 'pause' && performance.now() + 2 * pauseMs < untilMs) {
      await server.untilReady();
      await server.pauseFor(pauseMs);
      survived.pauses++;
    } else {
      await server.kill();
      survived.servers++;
    }
  }
}

/** R9: while the database is down the servers say so. When it is back they continue without a restart. */
async function killDatabase({ servers, killDatabase }: Place, notes: Notes): Promise<void> {
  await Promise.all(servers.map((server) => server.untilReady()));
  const pids = servers.map(({ pid }) => pid);
  killDatabase();
  for (const [i, server] of servers.entries()) {
    if (!(await servesAgain(server, notes))) notes.violation(`server ${i} does not serve again with its database`);
    if (server.pid !== pids[i]) notes.violation(`server ${i} did not survive the loss of its database`);
  }
}

async function servesAgain({ url }: Server, notes: Notes): Promise<boolean> {
  for (const until = performance.now() + recoveryMs; performance.now() < until; await sleep(20)) {
    const reply = await fetch(`${url}/readyz`);
    await reply.text();
    if (reply.status === 200) return true;
    if (reply.status !== 503 || !(Number(reply.headers.get('retry-after')) > 0))
      notes.violation(`without a database /readyz answered ${reply.status}`);
  }
  return false;
}

/**
 * Moves Muster's clock by hours, so that invitations expire. A transaction must not see two times, so this happens while no server runs and
 * all of them have left the database.
 */
async function moveClock({ servers, sql }: Place, hours: number): Promise<void> {
  await Promise.all(servers.map((server) => server.killForGood()));
  for (;;) {
    const { rowCount } = await sql.query(
      "select from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend' and state <> 'idle'",
    );
    if (rowCount === 0) break;
    await sleep(50);
  }
  await sql.query('update clock set moved_by = moved_by + make_interval(hours => $1)', [hours]);
  for (const server of servers) server.start();
}

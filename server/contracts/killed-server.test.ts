import assert from 'node:assert/strict';
import { once } from 'node:events';
import { after, afterEach, describe, it } from 'node:test';
import pg from 'pg';
import type { Change } from '../changes/engine/change.ts';
import { loadCatalog } from '../seats/catalog.ts';
import { reached } from '../testing/changes.ts';
import { Client } from '../testing/client.ts';
import { addCrowd } from '../testing/crowd.ts';
import { copyDatabase } from '../testing/database.ts';
import { freshEmail, goodPassword } from '../testing/fresh-account.ts';
import { holdRows } from '../testing/held-row.ts';
import { counts, sendFile, settled } from '../testing/imports.ts';
import { findViolations } from '../testing/invariants.ts';
import { Bridge, freePort, Process } from '../testing/process.ts';
import { waitUntil } from '../testing/wait-until.ts';

const { connection, drop } = await copyDatabase();
const sql = new pg.Pool({ ...connection, max: 8 });
// Parsed by the library, whether it is a URL or in parts.
const target = new pg.Client(connection);
const bridge = new Bridge({ host: target.host, port: target.port });
await bridge.up();
const running: Muster[] = [];
// Any running server takes jobs, so each test has its own.
afterEach(async () => {
  for (const { process } of running.splice(0)) await kill(process);
});
after(async () => {
  await sql.end();
  await bridge.down();
  await drop();
});

type Muster = { name: string; process: Process; url: string };

/** A server whose connections have its name. */
async function start(name: string): Promise<Muster> {
  const port = await freePort();
  const process = new Process({
    DATABASE_URL: `postgres://${target.user}:${target.password ?? ''}@127.0.0.1:${bridge.port}/${target.database}?application_name=${name}`,
    MUSTER_SECRET: 'x'.repeat(32),
    PORT: String(port),
    SIGN_UP: 'open',
    RATE_LIMITS: 'off',
  });
  await process.says(/ready/);
  const started = { name, process, url: `http://127.0.0.1:${port}` };
  running.push(started);
  return started;
}

async function kill({ child }: Process): Promise<void> {
  if (child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}

/** An account with a crowd, and its Owner's session on both servers. */
async function accountOn(servers: Muster[], people: number): Promise<{ owners: Client[]; accountId: string }> {
  const owners = servers.map(({ url }) => new Client(url));
  const [first] = owners;
  assert.ok(first);
  const { status, body } = await first.post<{ account: { id: string } }>('/v1/sign-up', {
    accountName: 'A',
    email: freshEmail(),
    password: goodPassword,
    firstName: 'A',
    lastName: 'A',
  });
  assert.equal(status, 201, JSON.stringify(body));
  for (const owner of owners) for (const [name, value] of first.cookies) owner.cookies.set(name, value);
  await addCrowd({ sql }, { accountId: body.account.id }, people);
  return { owners, accountId: body.account.id };
}

async function startChange(by: Client, department: string): Promise<Change> {
  const { status, body } = await by.post<Change>('/v1/changes', {
    select: { where: { role: 'member' } },
    do: { set: { department } },
    apply: true,
  });
  assert.equal(status, 202, JSON.stringify(body));
  return body;
}

const holdCrowd = (accountId: string, n: number) =>
  holdRows(sql, accountId, `select from users where email_key = 'crowd${n}@example.com' for update`, []);

/** The servers whose statements wait for a lock. */
async function waiting(): Promise<string[]> {
  const { rows } = await sql.query<{ name: string }>(
    "select application_name as name from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' order by 1",
  );
  return rows.map(({ name }) => name);
}

/** The server that waits for a lock in the middle of its work, and the Owner's session on the other. */
async function whoWorks(servers: Muster[], owners: Client[]): Promise<[Muster, Client]> {
  const [name] = await waiting();
  const working = servers.find((server) => server.name === name);
  const other = owners.find(({ url }) => url !== working?.url);
  assert.ok(working && other);
  return [working, other];
}

/** Ends all leases, as fifteen seconds without a sign of life do. */
async function leasesRunOut(): Promise<void> {
  await sql.query('update jobs set lease_until = clock_timestamp() where lease_until is not null');
}

async function noJobsLeft(accountId: string): Promise<void> {
  await waitUntil(async () => {
    const { rowCount } = await sql.query('select from jobs where account_id = $1', [accountId]);
    return rowCount === 0 || null;
  }, 'every job to be done');
}

const sound = async () => assert.deepEqual(await findViolations(sql, loadCatalog(null)), []);

describe('two servers on one database', () => {
  it('share the work, whichever of them was asked for it', async () => {
    const servers = [await start('a'), await start('b')];
    const held = [];
    const changes: { change: Change; owner: Client }[] = [];
    // Each runs two long jobs at a time, so four waiting jobs are two on each.
    for (let n = 0; n < 4; n++) {
      const { owners, accountId } = await accountOn(servers, 1_001);
      const [owner] = owners;
      assert.ok(owner);
      held.push(await holdCrowd(accountId, 7));
      changes.push({ change: await startChange(owner, 'Legal'), owner });
    }
    await held[0]?.waited(4);
    assert.deepEqual(await waiting(), ['a', 'a', 'b', 'b']);
    for (const { release } of held) await release();
    for (const { change, owner } of changes)
      assert.equal((await reached(owner, change, 'applied')).result?.update, 1_001);
  });
});

describe('a server that is killed', () => {
  it('in the middle of a change leaves it, and what waits behind it, to the other; nobody is changed twice', async () => {
    const servers = [await start('c'), await start('d')];
    const { owners, accountId } = await accountOn(servers, 12_000);
    const [first] = owners;
    assert.ok(first);
    const held = await holdCrowd(accountId, 11_000);
    const change = await startChange(first, 'Legal');
    await held.waited();
    const [killed, other] = await whoWorks(servers, owners);
    const next = await startChange(first, 'Sales');
    await kill(killed.process);
    await leasesRunOut();
    await held.release();
    assert.equal((await reached(other, change, 'applied')).result?.update, 12_000);
    assert.equal((await reached(other, next, 'applied')).result?.update, 12_000);
    await noJobsLeft(accountId);
    await sound();
  });

  it('while it plans a file leaves that to the other, which plans every row once', async () => {
    const servers = [await start('e'), await start('f')];
    const { owners, accountId } = await accountOn(servers, 0);
    const [first] = owners;
    assert.ok(first);
    const lines = Array.from(
      { length: 40_000 },
      (_, n) => `person${n}@example.com,Person ${n},A department with a name`,
    );
    const { status, body } = await sendFile<Change>(first, `email,name,department\n${lines.join('\n')}\n`);
    assert.equal(status, 202, JSON.stringify(body));
    const held = await holdRows(sql, accountId, 'select from changes where id = $1 for update', [body.id]);
    await held.waited();
    const [killed, other] = await whoWorks(servers, owners);
    await kill(killed.process);
    await leasesRunOut();
    await held.release();
    const planned = await settled(other, body.id);
    assert.deepEqual([planned.state, ...counts(planned)], ['planned', 40_000, 0, 0, 0]);
    await noJobsLeft(accountId);
  });
});

describe('a server that is paused for longer than its lease', () => {
  it('loses its change to the other, and does nothing of it again when it wakes', async () => {
    const servers = [await start('g'), await start('h')];
    const { owners, accountId } = await accountOn(servers, 12_000);
    const [first] = owners;
    assert.ok(first);
    const held = await holdCrowd(accountId, 11_000);
    const change = await startChange(first, 'Legal');
    await held.waited();
    const [paused, other] = await whoWorks(servers, owners);
    paused.process.child.kill('SIGSTOP');
    await leasesRunOut();
    // From here on the paused server holds its changes in a transaction that only it could end.
    await held.release();
    const applied = await reached(other, change, 'applied');
    assert.equal(applied.result?.update, 12_000);
    paused.process.child.kill('SIGCONT');
    const awake = new Client(paused.url);
    await waitUntil(async () => (await awake.get('/readyz')).status === 200 || null, 'the sleeper to serve again');
    await noJobsLeft(accountId);
    assert.deepEqual((await reached(other, change, 'applied')).result, applied.result);
    await sound();
  });
});

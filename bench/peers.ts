import { existsSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import type { PlanChange } from '../client/index.ts';
import {
  type Bench,
  endServer,
  freePort,
  median,
  Owner,
  ownScript,
  password,
  report,
  rounded,
  startServer,
  timed,
} from './support/bench.ts';
import { cpuPer } from './support/cpu.ts';
import { fill } from './support/crowd.ts';
import { load, type Request, times } from './support/load.ts';

const most = 100_000;
const rounds = 5;
const database = 'better_auth';
/**
 * The number of role changes to measure, one per request because there is no other way. The time for all people is extrapolated from it.
 */
const roleChanges = 500;

type Side = { port: number; pid: number };
type Pair = { muster: Request; peer: Request };

/** Muster beside better-auth on the same PostgreSQL, with the same people: a page, a search, adding, and a change of all roles. */
export async function peersBench(bench: Bench): Promise<void> {
  if (!existsSync(join(import.meta.dirname, 'peers/node_modules/better-auth'))) {
    console.error('better-auth is not installed: run "npm ci --prefix bench/peers" to measure beside it.');
    return;
  }
  const rows = Math.min(bench.rows, most);
  const owner = await new Owner(bench.url).signUp('peers');
  await fill(bench.sql, owner, rows);
  const url = new URL(bench.databaseUrl);
  url.pathname = `/${database}`;
  await bench.sql.query(`create database ${database}`);
  const port = freePort();
  const server = await startServer(
    ownScript('../peers/server.ts'),
    { DATABASE_URL: url.href, PORT: String(port) },
    'ready',
  );
  try {
    const cookie = await adminOf(port, url.href);
    await copyPeople(bench.sql, url.href, owner);
    await compare({ ...bench, rows }, owner, { port, pid: server.pid ?? 0 }, cookie);
  } finally {
    await endServer(server);
    await bench.sql.query(`drop database ${database}`);
  }
}

/** Signs up and becomes an admin. Returns the cookies of the session. */
async function adminOf(port: number, url: string): Promise<string> {
  const person = { email: 'owner@peers.example', name: 'Olga Owner', password };
  await signIn(port, 'sign-up', person);
  await inPeer(url, `update "user" set role = 'admin'`);
  return signIn(port, 'sign-in', person);
}

async function signIn(port: number, what: string, body: unknown): Promise<string> {
  const origin = `http://localhost:${port}`;
  const answer = await fetch(`${origin}/api/auth/${what}/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`better-auth, ${what}: ${answer.status} ${await answer.text()}`);
  const cookies = answer.headers.getSetCookie().map((cookie) => cookie.split(';')[0]);
  return cookies.join('; ');
}

/** The same people in both databases. */
async function copyPeople(sql: pg.Pool, url: string, owner: Owner): Promise<void> {
  const { rows } = await sql.query<{ ids: string[]; emails: string[]; names: string[] }>(
    `select array_agg(id) as ids, array_agg(email) as emails, array_agg(first_name || ' ' || last_name) as names
      from users where account_id = $1 and email <> $2`,
    [owner.accountId, owner.email],
  );
  const { ids, emails, names } = rows[0] ?? { ids: [], emails: [], names: [] };
  await inPeer(
    url,
    `insert into "user" (id, name, email, "emailVerified", "createdAt", "updatedAt", role)
      select id, name, email, true, now(), now(), 'user' from unnest($1::text[], $2::text[], $3::text[]) as t (id, name, email)`,
    [ids, names, emails],
  );
  await inPeer(url, 'vacuum analyze "user"');
}

async function inPeer(url: string, statement: string, values: unknown[] = []): Promise<{ id: string }[]> {
  const client = new pg.Client({ connectionString: url, application_name: 'muster bench' });
  await client.connect();
  try {
    return (await client.query<{ id: string }>(statement, values)).rows;
  } finally {
    await client.end();
  }
}

async function compare(bench: Bench, owner: Owner, peer: Side, cookie: string): Promise<void> {
  const ask = (path: string) => ({ path, cookie: owner.cookie });
  const askPeer = (query: string): Request => ({ path: `/api/auth/admin/list-users?${query}`, cookie });
  const sort = 'sortBy=name&sortDirection=asc';
  await cpuOfBoth(bench, peer, 'list page', { muster: ask('/v1/users'), peer: askPeer(`limit=50&${sort}`) });
  await cpuOfBoth(bench, peer, 'search', {
    muster: ask('/v1/users?search=castillo'),
    peer: askPeer(`limit=50&searchField=name&searchValue=Castillo&${sort}`),
  });
  await create(bench, owner, peer, cookie);
  await everybodysRole(bench, owner, peer, cookie);
}

async function cpuOfBoth(bench: Bench, peer: Side, name: string, pair: Pair): Promise<void> {
  const count = 50;
  const cost = async (side: Side, request: Request) => {
    const next = times(count, [request]);
    const { node, postgres } = await cpuPer(bench.sql, side.pid, count, () =>
      load(side.port, { connections: 1, next, expect: 200 }),
    );
    return (node + postgres) * 1000;
  };
  const seen: { muster: number; peer: number }[] = [];
  for (let round = -1; round < rounds; round++) {
    const muster = await cost({ port: bench.port, pid: bench.serverPid }, pair.muster);
    const other = await cost(peer, pair.peer);
    if (round >= 0) seen.push({ muster: rounded(muster), peer: rounded(other) });
  }
  const ratio = median(seen.map(({ muster, peer }) => muster / peer));
  report(`better-auth, ${name}`, { rows: bench.rows, ratio, goal: 1, details: { cpuMs: seen } });
}

async function create(bench: Bench, owner: Owner, peer: Side, cookie: string): Promise<void> {
  const count = 300;
  const seen: { muster: number; peer: number }[] = [];
  for (let round = -1; round < rounds; round++) {
    const email = (i: number) => `new${round}.${i}@peers.example`;
    const add = (i: number): Request | null =>
      i < count
        ? { method: 'POST', path: '/v1/users', cookie: owner.cookie, body: { users: [{ email: email(i) }] } }
        : null;
    const addPeer = (i: number): Request | null =>
      i < count ? post(peer, cookie, 'create-user', { email: email(i), name: 'Nora New' }) : null;
    const muster = await load(bench.port, { connections: 8, next: add, expect: 201 });
    const other = await load(peer.port, { connections: 8, next: addPeer, expect: 200 });
    const perSecond = { muster: rounded(count / muster.seconds, 0), peer: rounded(count / other.seconds, 0) };
    if (round >= 0) seen.push(perSecond);
  }
  const ratio = median(seen.map(({ muster, peer }) => muster / peer));
  report('better-auth, create', { rows: bench.rows, ratio, goal: 1.2, atLeast: true, details: { perSecond: seen } });
}

const post = (peer: Side, cookie: string, path: string, body: unknown): Request => ({
  method: 'POST',
  path: `/api/auth/admin/${path}`,
  cookie,
  origin: `http://localhost:${peer.port}`,
  body,
});

/** Muster's whole change is measured, and better-auth's is extrapolated from a part: each of its requests takes the same time. */
async function everybodysRole(bench: Bench, owner: Owner, peer: Side, cookie: string): Promise<void> {
  const url = new URL(bench.databaseUrl);
  url.pathname = `/${database}`;
  const ids = await inPeer(url.href, `select id from "user" where email like '%@people.example' order by id`);
  const count = Math.min(roleChanges, ids.length);
  const seen: { muster: number; peerReckoned: number }[] = [];
  for (let round = 0; round < rounds; round++) {
    const [from, to, peerRole] =
      round % 2 === 0 ? (['member', 'admin', 'admin'] as const) : (['admin', 'member', 'user'] as const);
    const body: PlanChange = { select: { where: { role: from } }, do: { set: { role: to } }, apply: true };
    const [muster, change] = await timed(async () => owner.settled(await owner.api.POST('/v1/changes', { body })));
    if (change.state !== 'applied') throw new Error(`the change was not applied: ${JSON.stringify(change)}`);
    const setRole = (i: number) =>
      i < count ? post(peer, cookie, 'set-role', { userId: ids[i]?.id, role: peerRole }) : null;
    const part = await load(peer.port, { connections: 8, next: setRole, expect: 200 });
    seen.push({ muster: rounded(muster), peerReckoned: rounded((part.seconds / count) * bench.rows, 1) });
  }
  const ratio = median(seen.map(({ muster, peerReckoned }) => muster / peerReckoned));
  const details = { seconds: seen, reckonedFrom: count };
  report('better-auth, everybody’s role', { rows: bench.rows, ratio, goal: 1, details });
}

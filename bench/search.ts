import type pg from 'pg';
import { type Bench, median, Owner, p99, report, rounded } from './support/bench.ts';
import { Chance } from './support/chance.ts';
import { csvOf, fill } from './support/crowd.ts';
import { load } from './support/load.ts';

const fewRows = 50;
const queries = 600;

/** P6: beginnings of one to three words, in a crowd, in an account of 50 beside it, and for whoever was imported a moment ago. */
export async function searchBench(bench: Bench): Promise<void> {
  const { rows } = bench;
  const large = await new Owner(bench.url).signUp('large');
  const small = await new Owner(bench.url).signUp('few');
  for (const [owner, people] of [
    [large, rows],
    [small, fewRows],
  ] as const)
    await fill(bench.sql, owner, people);
  const [many, few] = [await search(bench, large), await search(bench, small)];
  const slowest = many.sort((a, b) => b.ms - a.ms).slice(0, 5);
  const ms = many.map((one) => one.ms);
  const details = { slowest: slowest.map(({ words, ms }) => ({ words, ms: rounded(ms, 1) })) };
  report('search', { rows, ratio: median(ms), goal: 5, unit: 'ms median', details });
  report('search, slowest', { rows, ratio: p99(ms), goal: 50, unit: 'ms p99', details: {} });
  const fewMs = few.map((one) => one.ms);
  const small99 = { p99Ms: rounded(p99(fewMs)) };
  report('search, few beside many', {
    rows: fewRows,
    ratio: median(fewMs),
    goal: 5,
    unit: 'ms median',
    details: small99,
  });
  await imported(bench);
}

async function search({ sql, port }: Bench, owner: Owner): Promise<{ words: string; ms: number }[]> {
  const people = await sql.query<{ words: string[] }>(
    `select array[email_key] || string_to_array(name_key, ' ') as words from users tablesample bernoulli ($2::real)
      where account_id = $1 limit ${queries}`,
    [owner.accountId, await share(sql, owner)],
  );
  const chance = new Chance(7);
  const found: { words: string; ms: number }[] = [];
  for (let i = 0; i < queries; i++) {
    const person = people.rows[i % people.rows.length]?.words ?? [];
    const wanted = Array.from({ length: 1 + chance.below(3) }, () => beginning(chance, chance.of(person)));
    const words = wanted.join(' ');
    const request = { path: `/v1/users?search=${encodeURIComponent(words)}`, cookie: owner.cookie };
    const { ms } = await load(port, { connections: 1, next: (n) => (n < 2 ? request : null), expect: 200 });
    found.push({ words, ms: ms[1] ?? 0 });
  }
  return found;
}

/** From the first letter to the whole word, as people type it. */
const beginning = (chance: Chance, word: string) => word.slice(0, 1 + chance.below(word.length));

/** The part of the table, in percent, that holds enough people of one account. */
async function share(sql: pg.Pool, owner: Owner): Promise<number> {
  const { rows } = await sql.query<{ n: number }>('select count(*)::int as n from users where account_id = $1', [
    owner.accountId,
  ]);
  return Math.min(100, ((rows[0]?.n ?? 0) > 10 * queries ? (300 * queries) / (rows[0]?.n ?? 1) : 100) || 100);
}

/** How long after an import the last person of its file is found. */
async function imported({ url, rows }: Bench): Promise<void> {
  const owner = await new Owner(url).signUp('imported');
  const lines = Math.min(rows, 100_000);
  const file = csvOf(lines, 'imported');
  const planned = await owner.settled(await owner.call('POST', '/v1/changes?source=csv', file, 'text/csv'));
  await owner.settled(await owner.call('POST', `/v1/changes/${planned['id']}/apply`, {}));
  const start = performance.now();
  const [email] = file.toString().trim().split('\r\n').at(-1)?.split(',') ?? [];
  for (;;) {
    const { data } = await owner.call('GET', `/v1/users?search=${encodeURIComponent(email ?? '')}`);
    if (Array.isArray(data) && data.length === 1) break;
  }
  const ratio = (performance.now() - start) / 1000;
  report('search, after an import', { rows: lines, ratio, goal: 10, unit: 's', details: {} });
}

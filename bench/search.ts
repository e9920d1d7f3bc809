import type pg from 'pg';
import { type Bench, median, Owner, p99, report, rounded, seconds } from './support/bench.ts';
import { Chance } from './support/chance.ts';
import { csvOf, fill } from './support/crowd.ts';
import { load } from './support/load.ts';

const fewRows = 50;
const queries = 600;

/**
 * P6: beginnings of one to three words. In a crowd, against 50 people found by the bare index with the same words; in an account of 50
 * beside the crowd, against the same account alone; and for a person who was just imported.
 */
export async function searchBench(bench: Bench): Promise<void> {
  const { rows } = bench;
  const small = await new Owner(bench.url).signUp('few');
  await fill(bench.sql, small, fewRows);
  await search(bench, small);
  const alone = median((await search(bench, small)).map(({ ms }) => ms));
  const large = await new Owner(bench.url).signUp('large');
  await fill(bench.sql, large, rows);
  const many = await search(bench, large);
  const beside = median((await search(bench, small)).map(({ ms }) => ms));
  const slowest = many.toSorted((a, b) => b.ms - a.ms).slice(0, 5);
  const [muster, raw] = [many.map(({ ms }) => ms), many.map(({ rawMs }) => rawMs)];
  const of = (numbers: number[]) => ({ median: rounded(median(numbers)), p99: rounded(p99(numbers)) });
  const details = {
    ms: { muster: of(muster), raw: of(raw) },
    slowest: slowest.map(({ words, ms }) => ({ words, ms: rounded(ms, 1) })),
  };
  report('search', { rows, ratio: median(muster) / median(raw), goal: 3, details });
  report('search, slowest', { rows, ratio: p99(muster) / p99(raw), goal: 20, details: {} });
  const ms = { alone: rounded(alone), beside: rounded(beside) };
  report('search, few beside many', { rows: fewRows, ratio: beside / alone, goal: 1.5, details: { ms } });
  await imported(bench);
}

async function search({ sql, port }: Bench, owner: Owner): Promise<{ words: string; ms: number; rawMs: number }[]> {
  const people = await sql.query<{ words: string[] }>(
    `select array[email_key] || array_remove(string_to_array(translate(name_key, e'\\t', ' '), ' '), '') as words from users tablesample bernoulli ($2::real)
      where account_id = $1 limit ${queries}`,
    [owner.accountId, await share(sql, owner)],
  );
  const chance = new Chance(7);
  const found: { words: string; ms: number; rawMs: number }[] = [];
  for (let i = 0; i < queries; i++) {
    const person = people.rows[i % people.rows.length]?.words ?? [];
    const wanted = Array.from({ length: 1 + chance.below(3) }, () => beginning(chance, chance.of(person)));
    const words = wanted.join(' ');
    const request = { path: `/v1/users?search=${encodeURIComponent(words)}`, cookie: owner.cookie };
    const { ms } = await load(port, { connections: 1, next: (n) => (n < 2 ? request : null), expect: 200 });
    await look(sql, owner, wanted);
    const rawMs = 1_000 * (await seconds(() => look(sql, owner, wanted)));
    found.push({ words, ms: ms[1] ?? 0, rawMs });
  }
  return found;
}

/** The bare index: 50 people with all the words. */
async function look(sql: pg.Pool, owner: Owner, words: string[]): Promise<void> {
  const query = words.map((word) => `('#^${letters(word)}':* | '#${letters(word)}':*)`).join(' & ');
  await sql.query(
    `select id from users where account_id = $1 and removed_at is null
      and search_words(account_id, email_key, name_key, employee_number) @@ replace($2, '#', word_mark($1))::tsquery limit 50`,
    [owner.accountId, query],
  );
}

/** Words of the index hold letters and digits only. */
const letters = (word: string) => word.replaceAll(/[^\p{L}\p{M}\p{N}]/gu, '') || 'a';

/** A beginning of the word, from its first letter to the whole, as people type it. */
const beginning = (chance: Chance, word: string) => word.slice(0, 1 + chance.below(word.length));

/** The part of the table, in percent, that has enough people of one account. */
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
  await owner.apply(await owner.planFile(file));
  const start = performance.now();
  const [email] = file.toString().trim().split('\r\n').at(-1)?.split(',') ?? [];
  for (;;) {
    const { data: found } = await owner.api.GET('/v1/users', { params: { query: { search: email ?? '' } } });
    if (found.data.length === 1) break;
  }
  const ratio = (performance.now() - start) / 1000;
  report('search, after an import', { rows: lines, ratio, goal: 10, unit: 's', details: {} });
}

import { encodeCursor } from '../server/http/page.ts';
import { type Bench, median, Owner, report, rounded } from './support/bench.ts';
import { type Cpu, cpuPer } from './support/cpu.ts';
import { fill } from './support/crowd.ts';
import { load, type Request, times } from './support/load.ts';

const expiry = "case when expires_at is null then 'infinity' else expires_at end";
/** The column of each sort, and its value as a cursor has it. */
const sorts = [
  { name: 'name', column: 'name_key', text: 'name_key' },
  { name: 'lastName', column: 'last_name_key', text: 'last_name_key' },
  { name: 'email', column: 'email_key', text: 'email_key' },
  { name: 'employeeNumber', column: 'employee_number_key', text: 'employee_number_key' },
  { name: 'createdAt', column: 'id', text: 'id::text' },
  { name: 'lastSignInAt', column: 'last_sign_in_at', text: 'last_sign_in_at::text' },
  { name: 'expiresAt', column: expiry, text: `(${expiry})::text` },
].flatMap((sort) => [
  { ...sort, direction: 'asc' },
  { ...sort, name: `-${sort.name}`, direction: 'desc' },
]);
const depths = 20;
const smallRows = 1_000;
const repeats = 200;

type Side = { owner: Owner; pages: Map<string, Request[]> };

/** P4: a page of 50 costs the same processor time in a crowd as among 1,000, in every sort, at the beginning, in the middle, at the end. */
export async function listBench(bench: Bench): Promise<void> {
  const small = await sideOf(bench, 'small', smallRows);
  const large = await sideOf(bench, 'large', bench.rows);
  const ratios = new Map<string, number[]>();
  const costs: { small: number; large: number }[] = [];
  for (let round = -1; round < 5; round++) {
    for (const { name } of sorts) {
      const [few, many] = [await costOf(bench, small, name), await costOf(bench, large, name)];
      // The first round warms both sides and is not counted.
      if (round < 0) continue;
      ratios.set(name, [...(ratios.get(name) ?? []), total(many) / total(few)]);
      costs.push({ small: total(few) * 1000, large: total(many) * 1000 });
    }
  }
  const perSort = [...ratios].map(([sort, seen]) => ({ sort, ratio: rounded(median(seen)) }));
  const worst = Math.max(...perSort.map(({ ratio }) => ratio));
  const cpuMs = {
    small: rounded(median(costs.map((cost) => cost.small))),
    large: rounded(median(costs.map((cost) => cost.large))),
  };
  report('list', { rows: bench.rows, ratio: worst, goal: 1.1, details: { cpuMs, perSort } });
}

const total = ({ node, postgres }: Cpu) => node + postgres;

function costOf({ sql, serverPid, port }: Bench, { pages }: Side, sort: string): Promise<Cpu> {
  const next = times(repeats, pages.get(sort) ?? []);
  return cpuPer(sql, serverPid, repeats, () => load(port, { connections: 2, next, expect: 200 }));
}

async function sideOf(bench: Bench, name: string, rows: number): Promise<Side> {
  const owner = await new Owner(bench.url).signUp(name);
  await fill(bench.sql, owner, rows);
  const pages = new Map<string, Request[]>();
  for (const sort of sorts) pages.set(sort.name, await pagesOf(bench, owner, sort, rows));
  return { owner, pages };
}

/** Pages from the first to the last full one. Their cursors come from one count: paging that far would take too long. */
async function pagesOf(
  { sql }: Bench,
  owner: Owner,
  { name, column, text, direction }: (typeof sorts)[number],
  rows: number,
): Promise<Request[]> {
  const last = rows + 1 - 50;
  const places = Array.from({ length: depths - 1 }, (_, i) => Math.round(((i + 1) / (depths - 1)) * last));
  const found = await sql.query<{ position: string; id: string }>(
    `select position, id from (
        select ${text} as position, id, row_number() over (order by ${column} ${direction}, id ${direction}) as n
        from users where account_id = $1 and removed_at is null) s
      where n = any($2) order by n`,
    [owner.accountId, places],
  );
  const cursors = found.rows.map(({ position, id }) => `&cursor=${encodeCursor([name, position, id])}`);
  return ['', ...cursors].map((cursor) => ({ path: `/v1/users?sort=${name}${cursor}`, cookie: owner.cookie }));
}

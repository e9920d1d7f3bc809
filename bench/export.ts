import { get } from 'node:http';
import type pg from 'pg';
import pgCopy from 'pg-copy-streams';
import { type Bench, median, Owner, report, rounded, seconds } from './support/bench.ts';
import { fill } from './support/crowd.ts';

/** P2: the file over HTTP, with formulas defused, against COPY TO STDOUT of the same columns. */
export async function exportBench({ url, sql, rows }: Bench): Promise<void> {
  const owner = await new Owner(url).signUp('export');
  await fill(sql, owner, rows);
  const seen: { raw: number; muster: number }[] = [];
  for (let round = -1; round < 5; round++) {
    const raw = await seconds(() => copyOut(sql, owner, rows + 1));
    const muster = await seconds(() => download(url, owner, rows + 1));
    if (round >= 0) seen.push({ raw: rounded(raw), muster: rounded(muster) });
  }
  report('export', { rows, ratio: median(seen.map(({ raw, muster }) => muster / raw)), goal: 1.2, details: { seen } });
}

async function copyOut(sql: pg.Pool, owner: Owner, people: number): Promise<void> {
  const client = await sql.connect();
  const query = `select u.email, u.first_name, u.last_name, u.department, g.name, u.type, u.add_ons, u.job_title, u.phone,
      u.location, u.employee_number, u.cost_center, m.email, u.role, u.status, u.created_at, u.last_sign_in_at
    from users u join groups g on g.account_id = u.account_id and g.id = u.group_id
      left join users m on m.account_id = u.account_id and m.id = u.manager_id where u.account_id = '${owner.accountId}'`;
  const copy = client.query(pgCopy.to(`copy (${query}) to stdout with (format csv)`));
  for await (const _ of copy);
  client.release();
  if (copy.rowCount !== people) throw new Error(`${copy.rowCount} rows instead of ${people}`);
}

/** Counts lines and stores none. */
export function download(url: string, owner: Owner, people: number): Promise<void> {
  return new Promise((resolve, reject) => {
    get(`${url}/v1/users.csv`, { headers: { cookie: owner.cookie } }, async (answer) => {
      let lines = 0;
      for await (const bytes of answer) lines += linesIn(bytes);
      if (lines === people + 1) resolve();
      else reject(new Error(`${lines} lines instead of ${people + 1}`));
    }).on('error', reject);
  });
}

function linesIn(bytes: Buffer): number {
  let lines = 0;
  for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) lines++;
  return lines;
}

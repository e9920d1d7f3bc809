import { type Bench, median, Owner, p99, report, rounded, seconds } from './support/bench.ts';
import { Chance } from './support/chance.ts';
import { fillMixed } from './support/crowd.ts';
import { load } from './support/load.ts';

const sorts = ['name', 'lastName', 'email', 'employeeNumber', 'createdAt', 'lastSignInAt', 'expiresAt'].flatMap(
  (sort) => [sort, `-${sort}`],
);
const queries = 600;
const scanEvery = 30;

/**
 * P5: any combination of filters, matching many people, few, or ten in a million, in any sort. Compared with one full scan for something
 * that no index has.
 */
export async function filterBench({ url, port, sql, rows }: Bench): Promise<void> {
  const owner = await new Owner(url).signUp('filter');
  await fillMixed(sql, owner, rows);
  const groups = await sql.query<{ id: string }>('select id from groups where account_id = $1 order by name_key', [
    owner.accountId,
  ]);
  const values: Record<string, string[]> = {
    type: ['basic', 'pro', 'corp', 'pro,corp'],
    status: ['pending', 'active', 'deactivated', 'expired', 'removed', 'pending,deactivated'],
    role: ['owner', 'admin', 'member'],
    groupId: groups.rows.map(({ id }) => id),
    department: ['Sales', 'Legal', 'Archive', 'Nowhere'],
    addOn: ['webinar', 'large_meeting', 'cloud_recording', ''],
    mailState: ['queued', 'bounced'],
    addedSince: ['90d', '1d'],
    noSignInSince: ['90d', '2000d'],
    expiresBefore: ['3d'],
    not: ['type', 'department', 'groupId'],
    search: ['anna', 'a', 'people', 'zoe', 'garcía lund', 'example grace'],
  };
  const chance = new Chance(1);
  const names = Object.keys(values).length;
  const asked = Array.from({ length: queries }, () => {
    const chosen = Object.entries(values).filter(() => chance.below(names) < 2);
    const filter = new URLSearchParams(Object.fromEntries(chosen.map(([name, of]) => [name, chance.of(of)])));
    // A filter that is turned needs a value.
    if (!filter.has(filter.get('not') ?? '')) filter.delete('not');
    return { path: `/v1/users?sort=${chance.of(sorts)}&${filter}`, cookie: owner.cookie };
  });
  const seen: { path: string; ms: number }[] = [];
  const scans: number[] = [];
  const scan = () =>
    seconds(() =>
      sql.query('select count(*) from users where account_id = $1 and department = $2', [owner.accountId, 'Nowhere']),
    );
  for (const [i, request] of asked.entries()) {
    if (i % scanEvery === 0) scans.push(1_000 * (await scan()));
    // Twice, and the second counts: it measures the work, not a cold cache.
    const { ms } = await load(port, { connections: 1, next: (i) => (i < 2 ? request : null), expect: 200 });
    seen.push({ path: request.path, ms: ms[1] ?? 0 });
  }
  const all = seen.map(({ ms }) => ms);
  const slowest = seen.sort((a, b) => b.ms - a.ms).slice(0, 5);
  const details = {
    ms: { median: rounded(median(all)), p99: rounded(p99(all)), scan: rounded(median(scans)) },
    slowest: slowest.map(({ path, ms }) => ({ path: path.replaceAll(/[0-9a-f-]{36}/g, '…'), ms: rounded(ms, 1) })),
  };
  report('filter, median', { rows, ratio: median(all) / median(scans), goal: 0.1, details: {} });
  report('filter, slowest', { rows, ratio: p99(all) / median(scans), goal: 1.5, details });
}

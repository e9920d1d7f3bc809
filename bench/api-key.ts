import { type Bench, median, Owner, report, rounded } from './support/bench.ts';
import { cpuPer } from './support/cpu.ts';
import { load, type Request, times } from './support/load.ts';

const people = 20;
const rounds = 7;

/**
 * P16: the same small answer is asked for with a session and with an API key. Nothing but the check of the caller differs, so a ratio of at
 * most 1 says that a key costs no more than a session.
 */
export async function apiKeyBench({ url, sql, serverPid, port, rows }: Bench): Promise<void> {
  const [sessions, keys]: [Request[], Request[]] = [[], []];
  for (let i = 0; i < people; i++) {
    const owner = await new Owner(url).signUp(`keys${i}`);
    const body = { name: 'program', permissions: ['users.read' as const] };
    const { data: made } = await owner.api.POST('/v1/api-keys', { body });
    sessions.push({ path: '/v1/catalog', cookie: owner.cookie });
    keys.push({ path: '/v1/catalog', authorization: `Bearer ${made.key}` });
  }
  const count = Math.min(rows, 20_000);
  const cost = async (requests: Request[]) => {
    const next = times(count, requests);
    const { node, postgres } = await cpuPer(sql, serverPid, count, () =>
      load(port, { connections: 8, next, expect: 200 }),
    );
    return (node + postgres) * 1000;
  };
  const seen: { session: number; key: number }[] = [];
  for (let round = -1; round < rounds; round++) {
    const [session, key] = [await cost(sessions), await cost(keys)];
    if (round >= 0) seen.push({ session: rounded(session), key: rounded(key) });
  }
  const ratio = median(seen.map(({ session, key }) => key / session));
  report('api-key', { rows: people, ratio: rounded(ratio), goal: 1, details: { requests: count, cpuMs: seen } });
}

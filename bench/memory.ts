import type { Change, PlanChange } from '../client/index.ts';
import { download } from './export.ts';
import { type Bench, median, Owner, report, rounded } from './support/bench.ts';
import { peakMegabytes } from './support/cpu.ts';
import { csvOf, fill } from './support/crowd.ts';

const rounds = 3;

/** The memory that one work needs: the peak of a fresh server that does nothing else. */
const works: Record<string, (bench: Bench, owner: Owner, rows: number) => Promise<void>> = {
  import: async (_, owner, rows) => {
    const file = csvOf(rows, owner.accountId);
    must(await owner.apply(await owner.planFile(file)));
  },
  bulk: async ({ sql }, owner, rows) => {
    await fill(sql, owner, rows);
    await owner.buy('pro', rows + 1);
    const body: PlanChange = { select: { where: { type: 'basic' } }, do: { set: { type: 'pro' } }, apply: true };
    must(await owner.settled(await owner.api.POST('/v1/changes', { body })));
  },
  export: async ({ sql, url }, owner, rows) => {
    await fill(sql, owner, rows);
    await download(url, owner, rows + 1);
  },
};

/** P9: the peak of the Node process in import, bulk change and export does not grow with the number of rows. */
export async function memoryBench(bench: Bench): Promise<void> {
  for (const [name, work] of Object.entries(works)) {
    const seen: { few: number; many: number }[] = [];
    for (let round = 0; round < rounds; round++) {
      const few = await peakOf(bench, work, `${name}few${round}`, Math.ceil(bench.rows / 10));
      const many = await peakOf(bench, work, `${name}many${round}`, bench.rows);
      seen.push({ few: rounded(few, 1), many: rounded(many, 1) });
      console.error(`${name}, round ${round + 1} of ${rounds}: ${few.toFixed(0)} MB and ${many.toFixed(0)} MB`);
    }
    const ratio = median(seen.map(({ few, many }) => many / few));
    const peak = Math.max(...seen.map(({ many }) => many));
    report(`memory, ${name}`, { rows: bench.rows, ratio, goal: 1.15, details: { megabytes: seen } });
    report(`memory, ${name}, peak`, { rows: bench.rows, ratio: peak, goal: 200, unit: 'MB', details: {} });
  }
}

async function peakOf(
  bench: Bench,
  work: (bench: Bench, owner: Owner, rows: number) => Promise<void>,
  name: string,
  rows: number,
): Promise<number> {
  // Jobs left by the previous work, such as mail, must not count for this one.
  await bench.sql.query('truncate jobs');
  await bench.restart();
  await work(bench, await new Owner(bench.url).signUp(name), rows);
  return peakMegabytes(bench.serverPid);
}

function must({ state, result }: Change): void {
  if (state !== 'applied') throw new Error(`${state}: ${JSON.stringify(result)}`);
}

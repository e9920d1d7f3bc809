import { type Bench, median, Owner, report, seconds } from './support/bench.ts';
import { copyIn, copyOf, csvOf } from './support/crowd.ts';

/** P1: a file over HTTP, uploaded, planned and applied, against COPY into the same table with the same indexes. */
export async function importBench({ url, sql, rows }: Bench): Promise<void> {
  const rounds = rows >= 500_000 ? 3 : 5;
  const ratios: number[] = [];
  const seen: { raw: number; muster: number }[] = [];
  for (let round = 0; round < rounds; round++) {
    const floor = await new Owner(url).signUp(`raw${round}`);
    const copied = copyOf(rows, `raw${round}`, floor, 'pending');
    const raw = await seconds(() => copyIn(sql, copied));

    const owner = await new Owner(url).signUp(`import${round}`);
    const file = csvOf(rows, `import${round}`);
    // Mail would be sent for hours afterwards, at the operator's pace, and would slow both sides of the next rounds.
    await owner.pauseMail(true);
    const muster = await seconds(async () => {
      const applied = await owner.apply(await owner.planFile(file));
      if (applied.result?.create !== rows) throw new Error(`not everybody was created: ${JSON.stringify(applied)}`);
    });
    ratios.push(muster / raw);
    seen.push({ raw: Number(raw.toFixed(2)), muster: Number(muster.toFixed(2)) });
    console.error(`round ${round + 1} of ${rounds}: raw COPY ${raw.toFixed(2)} s, import ${muster.toFixed(2)} s`);
  }
  report('import', { rows, ratio: median(ratios), goal: 1.5, details: { seen } });
}

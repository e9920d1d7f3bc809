import { parseArgs } from 'node:util';
import { breaks } from './break.ts';

export type Settings = { minutes: number; seed: number; rows: number; broken: string | null };

/** The options of the command line. An invalid value is refused in one sentence. */
export function readSettings(): Settings {
  const { values } = parseArgs({
    options: {
      minutes: { type: 'string', default: '10' },
      seed: { type: 'string', default: String(Math.trunc(Math.random() * 1e9)) },
      rows: { type: 'string', default: '100000' },
      break: { type: 'string' },
    },
  });
  const [minutes, seed, rows] = [Number(values.minutes), Number(values.seed), Number(values.rows)];
  const broken = values.break ?? null;
  const known = broken === null || Object.hasOwn(breaks, broken);
  if (minutes > 0 && rows >= 2_000 && Number.isInteger(rows) && Number.isInteger(seed) && known)
    return { minutes, seed, rows, broken };
  console.error(
    `Say --minutes, --seed and --rows (2000 or more) with numbers, and --break with ${Object.keys(breaks).join(' or ')}.`,
  );
  process.exit(1);
}

import type { Muster } from '../../client/index.ts';
import { CommandError, wrongUse } from '../exit.ts';
import { number, people } from '../show/plan-lines.ts';

/** The people that a file may change: a number, or a share of the people of the account. */
type Limit = { text: string; most: (people: number) => number };

/** @throws CommandError for a wrong use */
export function readLimit(text: string): Limit {
  const [, digits, percent] = /^(\d+(?:\.\d+)?)(%?)$/.exec(text.trim()) ?? [];
  if (digits === undefined) throw wrongUse(`--max-change is no number and no share: ${text}. Write 20 or 5%.`);
  const limit = Number(digits);
  return { text, most: (of) => (percent ? (of * limit) / 100 : limit) };
}

/** @throws CommandError if more people would be created, updated or removed */
export async function requireWithin(api: Muster, { text, most }: Limit, changed: number): Promise<void> {
  const { counts } = (await api.GET('/v1/account')).data;
  const all = counts.pending + counts.active + counts.deactivated;
  if (changed <= most(all)) return;
  throw new CommandError(
    `The file would change ${people(changed)}; the account has ${number(all)}. --max-change ${text} allows ${number(Math.floor(most(all)))}.`,
  );
}

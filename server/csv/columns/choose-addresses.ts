import type { Candidate } from './assign-columns.ts';

/** Words of headers that name an address which a person uses only at home, or in need. */
export const PRIVATE =
  /personal|personnel|particulier|persönlich|persoonlijk|pessoal|particular|privé|privad|osobn|osobist|личн|个人|個人|私人|개인|home|private?|privat|secondary|altern|recovery|other|second|[^\d][2-9]\b/i;

/**
 * Chooses the column of addresses, and the ones to look at where it is empty. A header that names it counts most, as long as the cells are
 * filled and differ: a column that repeats few addresses is about others, such as supervisors.
 */
export function chooseAddresses(columns: Candidate[]): void {
  const most = Math.max(0, ...columns.map(({ content }) => content.distinct));
  const ranked = columns
    .flatMap((column) => {
      const score = scoreOf(column, most);
      return score > 0 ? [{ column, score }] : [];
    })
    .sort((a, b) => b.score - a.score);
  const [best] = ranked;
  if (!best) return;
  best.column.field = 'email';
  for (const { column } of ranked.slice(1)) if (isFallback(column)) column.field = 'otherEmail';
}

function scoreOf(
  { meanings: [meaning], header, content: { values, addresses, distinct } }: Candidate,
  most: number,
): number {
  const named = meaning === 'email';
  if (meaning === 'manager' || meaning === 'other') return 0;
  // Nothing to judge by: the first rows are empty. The header alone decides.
  if (values.length === 0) return named ? 0.1 : 0;
  if (addresses * 2 < values.length) return named && addresses === 0 ? 0.05 : 0;
  const differ = distinct / addresses;
  const words = named ? 2 : meaning === 'login' ? 1.2 : meaning === undefined ? 1 : 0.8;
  if (PRIVATE.test(header ?? '')) return words * differ * differ * distinct * 0.6;
  // The main address counts even if many have only another one, which stands in then.
  return words * differ * differ * (named ? most : distinct);
}

/** Does it have addresses of the people themselves? A header must say so: what an unknown column holds may be anybody's. */
function isFallback({ meanings: [meaning], content: { addresses, guests, distinct } }: Candidate): boolean {
  return (meaning === 'email' || meaning === 'login') && distinct * 5 >= (addresses - guests) * 4;
}

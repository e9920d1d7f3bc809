import { addressesIn, isGuestName } from '../cells/address-cell.ts';
import { tidy } from '../cells/plain-cell.ts';

/** What the first rows of one column hold. */
export type Content = {
  /** Cells that are not empty. */
  values: string[];
  /** How many of them hold one address, of these the sign-in names of guests, and the different ones that mail can be sent to. */
  addresses: number;
  guests: number;
  distinct: number;
};

export function contentOf(rows: string[][], index: number): Content {
  const values = rows.flatMap((cells) => tidy(cells[index] ?? '') || []);
  const addresses = values.flatMap((value) => {
    const found = addressesIn(value);
    return found.length === 1 ? (found[0]?.address ?? []) : [];
  });
  const own = addresses.filter((address) => !isGuestName(address));
  const distinct = new Set(own);
  return { values, addresses: addresses.length, guests: addresses.length - own.length, distinct: distinct.size };
}

/** The share of cells for which something holds; 0 of an empty column. */
export function share(values: string[], holds: (value: string) => boolean): number {
  return values.length === 0 ? 0 : values.filter(holds).length / values.length;
}

/** Could the cell be a name, or a part of one? No address, number, date, web address or truth value. */
export function couldBeName(value: string): boolean {
  return (
    /\p{L}/u.test(value) &&
    !/[\d@<>{}|\\]|:\/\//.test(value) &&
    value.length <= 100 &&
    !/^(true|false|yes|no|ja|nein|oui|non)$/i.test(value)
  );
}

/** The number of cells in most rows; the larger number if two are equally frequent. */
export function usualWidth(rows: string[][]): number {
  const counts = new Map<number, number>();
  for (const { length } of rows) counts.set(length, (counts.get(length) ?? 0) + 1);
  const [usual] = [...counts].sort((a, b) => b[1] - a[1] || b[0] - a[0]);
  return usual?.[0] ?? 1;
}

/** The place of the column with the most different addresses; -1 if there is none. Those of a supervisor repeat. */
export function addressColumn(rows: string[][]): number {
  const seen: Set<string>[] = [];
  for (const cells of rows) {
    for (const [index, cell] of cells.entries()) {
      const found = addressesIn(cell).map(({ address }) => address);
      if (found.length !== 1) continue;
      const addresses = seen[index] ?? new Set();
      seen[index] = addresses.add(found.join());
    }
  }
  const counts = Array.from(seen, (addresses) => addresses?.size ?? 0);
  return counts.indexOf(Math.max(0, ...counts));
}

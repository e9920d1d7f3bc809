import type { ChangeRow } from '../../client/index.ts';
import { type Io, write } from '../io.ts';
import { number } from '../show/plan-lines.ts';
import { type Column, Table } from '../show/table.ts';

/** People of one outcome that a table for people shows. Programs get all of them. */
const shownMax = 100;

const changesOf = ({ fields }: ChangeRow) =>
  fields.map(({ field, before, after }) => `${field}: ${before ? `${before} → ` : ''}${after || '–'}`).join(', ');

export const rowColumns: Column<ChangeRow>[] = [
  ['WHAT', ({ outcome }) => outcome],
  ['LINE', ({ line }) => line],
  ['EMAIL', ({ email }) => email],
  ['NAME', ({ name, email }) => (name === email ? '' : name)],
  ['CHANGES', (row) => row.detail ?? changesOf(row)],
];

/** The first people of a plan of any size, and how many more there are. */
export class PlanTable {
  readonly #rows: ChangeRow[] = [];
  readonly #counts = new Map<string, number>();

  add(row: ChangeRow): void {
    const count = (this.#counts.get(row.outcome) ?? 0) + 1;
    this.#counts.set(row.outcome, count);
    if (count <= shownMax) this.#rows.push(row);
  }

  async write(io: Pick<Io, 'stdout'>): Promise<void> {
    if (this.#rows.length > 0) await write(io, new Table(rowColumns, io.stdout.columns).block(this.#rows));
    for (const [outcome, count] of this.#counts)
      if (count > shownMax) await write(io, `… and ${number(count - shownMax)} more to ${outcome}\n`);
  }
}

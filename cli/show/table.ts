import stringWidth from 'string-width';
import { printable } from '../io.ts';

/** A column: its header, and the text of a row in it. */
export type Column<T> = readonly [header: string, cell: (row: T) => string | number | null | undefined];

const gap = '  ';
const least = 8;

/** Rows as aligned lines, block by block. Columns grow with a later block, so that a list of any length needs little memory. */
export class Table<T> {
  readonly #columns: readonly Column<T>[];
  readonly #widthMax: number;
  #widths: number[];
  #isBegun = false;

  /** Lines are cut at `widthMax`, the width of the terminal; what no person reads is not cut. */
  constructor(columns: readonly Column<T>[], widthMax = Number.POSITIVE_INFINITY) {
    this.#columns = columns;
    this.#widthMax = widthMax;
    this.#widths = columns.map(([header]) => stringWidth(header));
  }

  block(rows: readonly T[]): string {
    const cells = rows.map((row) => this.#columns.map(([, cell]) => printable(String(cell(row) ?? ''))));
    this.#widths = this.#widths.map((width, i) => Math.max(width, ...cells.map((line) => stringWidth(line[i] ?? ''))));
    const widths = fitted(this.#widths, this.#widthMax);
    const head = this.#isBegun ? [] : [this.#columns.map(([header]) => header)];
    this.#isBegun = true;
    return [...head, ...cells].map((line) => `${aligned(line, widths)}\n`).join('');
  }
}

function aligned(line: string[], widths: number[]): string {
  const padded = line.map((text, i) => {
    const shown = cut(text, widths[i] ?? 0);
    return shown + ' '.repeat(Math.max(0, (widths[i] ?? 0) - stringWidth(shown)));
  });
  return padded.join(gap).trimEnd();
}

/** The widths, of which the widest gives way until a line fits. */
function fitted(wanted: readonly number[], most: number): number[] {
  const widths = [...wanted];
  const room = most - gap.length * (widths.length - 1);
  for (;;) {
    const over = widths.reduce((sum, width) => sum + width, 0) - room;
    const widest = Math.max(...widths);
    if (over <= 0 || widest <= least) return widths;
    const second = Math.max(least, ...widths.filter((width) => width < widest));
    widths[widths.indexOf(widest)] = Math.max(second - 1, least, widest - over);
  }
}

const graphemes = new Intl.Segmenter();

function cut(text: string, width: number): string {
  if (stringWidth(text) <= width) return text;
  let shown = '';
  for (const { segment } of graphemes.segment(text)) {
    if (stringWidth(shown + segment) > width - 1) break;
    shown += segment;
  }
  return `${shown}…`;
}

import { sentence } from '../../kernel/problem.ts';
import { ROW_LENGTH_MAX, type Row, type RowProblem, type Separator } from './dialect.ts';

/*
 * Muster's own tokenizer. csv-parse stops at an unclosed quote or an over-long row; Muster refuses that line and continues with the next.
 * It scans the text once and holds at most one row besides the current block. The tests compare it with csv-parse.
 */

const LF = 10;
const CR = 13;
const SPACE = 32;
const QUOTE = 34;

/** More text is needed to find the end of the row. */
const UNFINISHED = Symbol('unfinished');

interface Scanned {
  cells: string[];
  /** Where the next row begins. */
  next: number;
  /** The number of line breaks passed, including those inside quotes. */
  breaks: number;
}

export function rowProblem(code: RowProblem['code']): RowProblem {
  return { code, detail: sentence(code, { field: 'This line', why: 'holds characters that cannot be kept' }) };
}

/** The cells of a line that is quoted as a whole. */
export function unwrapped(cells: string[], separator: Separator): string[] {
  const [only] = cells;
  if (only === undefined || cells.length > 1 || !only.includes(separator)) return cells;
  for (const row of new Tokenizer(separator).push(only, true)) return row.cells;
  return cells;
}

/** Splits text that arrives in blocks into rows, including blank lines. */
export class Tokenizer {
  readonly #separator: Separator;
  #rest = '';
  #line = 1;
  /** Does `#rest` continue a line that was refused already? */
  #passing = false;

  constructor(separator: Separator) {
    this.#separator = separator;
  }

  /** The rows that end within the text so far; with `last` all remaining ones. */
  *push(block: string, last: boolean): Generator<Row> {
    const text = this.#rest + block;
    // A CR at the end may be half of a CRLF.
    const end = !last && text.endsWith('\r') ? text.length - 1 : text.length;
    const sound = !text.includes('\0') && text.isWellFormed();
    let at = this.#passing ? this.#passLine(text, 0, end) : 0;
    while (at < end) {
      const row = scanRow(text, at, end, this.#separator.charCodeAt(0), last);
      if (row === UNFINISHED) break;
      if ('code' in row) {
        const line = this.#line;
        const next = this.#passLine(text, at, end);
        const short = next - at <= ROW_LENGTH_MAX;
        // The whole line is refused, so its end is awaited if possible.
        if (this.#passing && short && !last) {
          this.#passing = false;
          break;
        }
        const cells = short ? this.#rawCells(text.slice(at, next)) : [];
        yield { line, cells, problem: row };
        at = next;
      } else {
        yield sound ? { line: this.#line, cells: row.cells, problem: null } : inspected(this.#line, row.cells);
        this.#line += row.breaks;
        at = row.next;
      }
    }
    this.#rest = text.slice(at);
  }

  /** Returns where the next line begins, or `end` if this line continues after it. */
  #passLine(text: string, from: number, end: number): number {
    for (let at = from; at < end; at++) {
      const code = text.charCodeAt(at);
      if (code !== LF && code !== CR) continue;
      this.#passing = false;
      this.#line++;
      return afterBreak(text, at);
    }
    this.#passing = true;
    return end;
  }

  #rawCells(line: string): string[] {
    return storable(line.replace(/[\r\n]+$/, '').split(this.#separator));
  }
}

function scanRow(
  text: string,
  from: number,
  end: number,
  separator: number,
  last: boolean,
): Scanned | RowProblem | typeof UNFINISHED {
  const cells: string[] = [];
  let breaks = 0;
  let at = from;
  for (;;) {
    const open = skipSpaces(text, at);
    if (text.charCodeAt(open) === QUOTE) {
      const close = closingQuote(text, open, end, separator, last);
      const mailbox = typeof close === 'object' ? mailboxAt(text, open) : null;
      if (mailbox === null && typeof close !== 'number') return close;
      const cell = mailbox ?? text.slice(open + 1, Number(close)).replaceAll('""', '"');
      cells.push(cell);
      breaks += countBreaks(cell);
      at = skipSpaces(text, mailbox === null ? Number(close) + 1 : open + mailbox.length);
    } else {
      const start = at;
      while (at < end && !endsCell(text.charCodeAt(at), separator)) at++;
      cells.push(text.slice(start, at));
    }
    if (at - from > ROW_LENGTH_MAX) return rowProblem('csv_cell_too_long');
    if (at >= end) return last ? { cells, next: end, breaks } : UNFINISHED;
    if (text.charCodeAt(at) !== separator) return { cells, next: afterBreak(text, at), breaks: breaks + 1 };
    at++;
  }
}

/**
 * Where the quote opened at `open` is closed. A quote that is neither doubled nor at the end of a cell usually belongs to a later row,
 * which shows that this one was never closed.
 */
function closingQuote(
  text: string,
  open: number,
  end: number,
  separator: number,
  last: boolean,
): number | RowProblem | typeof UNFINISHED {
  let from = open + 1;
  for (;;) {
    const quote = text.indexOf('"', from);
    if (quote === -1 || quote - open > ROW_LENGTH_MAX) {
      if (end - open > ROW_LENGTH_MAX) return rowProblem('csv_unclosed_quote');
      if (!last) return UNFINISHED;
      return rowProblem(/[\r\n]/.test(text.slice(open)) ? 'csv_unclosed_quote' : 'csv_truncated');
    }
    if (text.charCodeAt(quote + 1) === QUOTE) {
      from = quote + 2;
      continue;
    }
    const after = skipSpaces(text, quote + 1);
    return after >= end || endsCell(text.charCodeAt(after), separator) ? quote : rowProblem('csv_unclosed_quote');
  }
}

const MAILBOX = /"[^"\r\n]*" *<[^<>"\s]+@[^<>"\s]+>/y;

/** A name in quotes and its address, as mail programs write them: "Low, Ann" <ann@x.example>. */
function mailboxAt(text: string, open: number): string | null {
  MAILBOX.lastIndex = open;
  return MAILBOX.exec(text)?.[0] ?? null;
}

function endsCell(code: number, separator: number): boolean {
  return code === separator || code === LF || code === CR;
}

function skipSpaces(text: string, from: number): number {
  let at = from;
  while (text.charCodeAt(at) === SPACE) at++;
  return at;
}

function afterBreak(text: string, at: number): number {
  return text.charCodeAt(at) === CR && text.charCodeAt(at + 1) === LF ? at + 2 : at + 1;
}

function countBreaks(text: string): number {
  return text.match(/\r\n|\r|\n/g)?.length ?? 0;
}

/** The row, refused if its cells cannot be stored. */
export function inspected(line: number, cells: string[]): Row {
  const problem = cells.some((cell) => cell.includes('\0'))
    ? rowProblem('csv_nul')
    : cells.every((cell) => cell.isWellFormed())
      ? null
      : rowProblem('text_invalid');
  return { line, cells: problem ? storable(cells) : cells, problem };
}

function storable(cells: string[]): string[] {
  return cells.map((cell) => cell.replaceAll('\0', '').toWellFormed());
}

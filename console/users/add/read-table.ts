import { type HeaderField, headerWords } from '../../api/generated/header-words.ts';
import { holdsAt } from './clean-address.ts';
import { flawOf } from './mistakes.ts';
import type { Entry, Paste } from './parse-addresses.ts';
import { readLine } from './read-line.ts';
import { NAMELESS, readName } from './read-name.ts';

type Row = string[];
/** What each column holds; null if it is not used. */
type Columns = (HeaderField | null)[];

/** Rows of a sheet, with or without a header, its columns in any order. Null if the text is no table. */
export function readTable(text: string): Paste | null {
  for (const separator of ['\t', ';', ',', '|']) {
    const rows = rowsOf(text, separator);
    if (separator === '\t' ? rows.some(({ length }) => length > 1) : isTable(rows)) return readRows(rows);
  }
  return null;
}

/** The rows that hold something. A cell in quotes may hold line ends, separators and doubled quotes. */
function rowsOf(text: string, separator: string): Row[] {
  const sign = separator === '|' ? String.raw`\|` : separator;
  const cell = new RegExp(
    `(?:[^\\S${separator}\\n]*"((?:[^"]|"")*)"[^\\S${separator}\\n]*(?=${sign}|\\n|$)|([^${sign}\\n]*))(${sign}|\\n|$)`,
    'gy',
  );
  const rows: Row[] = [[]];
  for (const [, quoted, bare = '', end] of text.matchAll(cell)) {
    rows.at(-1)?.push((quoted?.replaceAll('""', '"') ?? bare).replace(/\s+/g, ' ').trim());
    if (end === '\n') rows.push([]);
    if (end === '') break;
  }
  return rows.map(withoutEdges(separator)).filter((row) => row.some((value) => value !== ''));
}

/** "| Ann | ann@x |" begins and ends with a separator. Empty cells at the end of a row say nothing. */
function withoutEdges(separator: string) {
  return (row: Row): Row => {
    const from = separator === '|' && row[0] === '' ? 1 : 0;
    return row.slice(from, row.findLastIndex((value) => value !== '') + 1);
  };
}

/** Several lines with the same separators and one address each: a file whose text was copied. Lines of a mail's list are none. */
function isTable(rows: Row[]): boolean {
  const people = rows.filter((row) => row.some(holdsAt));
  const width = people[0]?.length ?? 0;
  const isRow = (row: Row) =>
    row.length === width &&
    row.filter((value) => flawOf(value) === null).length === 1 &&
    row.filter(holdsAt).length === 1;
  return people.length > 1 && width > 1 && people.length >= rows.length - 1 && people.every(isRow);
}

function readRows(rows: Row[]): Paste {
  const firstPerson = rows.findIndex((row) => row.some(holdsAt));
  const above = rows.slice(0, firstPerson < 0 ? rows.length : firstPerson);
  const at = above.findLastIndex((row) => row.some((value) => fieldOf(value) !== null));
  const header = rows[at];
  const people = rows.slice(at + 1);
  const columns = header ? columnsOf(header, people) : guessedColumns(people);
  const isUsed = (column: number) => columns[column] !== null && columns[column] !== undefined;
  return {
    entries: [...above.slice(0, Math.max(at, 0)), ...people].flatMap((row) =>
      readRow(row, columns, header !== undefined),
    ),
    unused: (header ?? []).filter(
      (name, column) => name !== '' && !isUsed(column) && people.some((row) => row[column]),
    ),
  };
}

/** The first filled column of each kind. A column "Name" beside "First name" is the last name. */
function columnsOf(header: Row, people: Row[]): Columns {
  const found = header.map(fieldOf);
  const named = found.includes('firstName') && !found.includes('lastName');
  const columns: Columns = found.map((field) => (field === 'name' && named ? 'lastName' : field));
  const whole = columns.includes('firstName') || columns.includes('lastName');
  const used = columns.map((field) => ((field === 'name' || field === 'familyFirst') && whole ? null : field));
  if (used.includes('email')) return used;
  // The address column has a header of its own. Position does not count: an address is told by its @.
  const address = header.findIndex(
    (_, column) => used[column] === null && people.some((row) => holdsAt(row[column] ?? '')),
  );
  return used.map((field, column) => (column === address ? 'email' : field));
}

/** Without a header: addresses by their @; then a whole name, or first and last name; then the department. */
function guessedColumns(people: Row[]): Columns {
  const width = Math.max(...people.map(({ length }) => length));
  const cells = Array.from({ length: width }, (_, column) => people.map((row) => row[column] ?? '').filter(Boolean));
  const texts = cells.flatMap((values, column) => (isText(values) ? [column] : []));
  const order: HeaderField[] = [...namesIn(cells, texts), 'department'];
  return cells.map((values, column) => (values.some(holdsAt) ? 'email' : (order[texts.indexOf(column)] ?? null)));
}

/** Numbers of people and phones are no texts. */
function isText(values: string[]): boolean {
  return values.some((value) => /\p{L}/u.test(value)) && !values.some((value) => holdsAt(value) || /\d{3}/.test(value));
}

function namesIn(cells: string[][], [first]: number[]): HeaderField[] {
  const most = (values: string[], kind: RegExp) =>
    values.filter((value) => kind.test(value)).length * 2 > values.length;
  if (cells.some((values) => most(values, /[^\s<]\s*<[^<>]+@/))) return [];
  return most(cells[first ?? -1] ?? [], /\S[\s,]+\S/) ? ['name'] : ['firstName', 'lastName'];
}

function readRow(row: Row, columns: Columns, hasHeader: boolean): Entry[] {
  const cellOf = (field: HeaderField) =>
    row.find((value, column) => columns[column] === field && value !== '' && (field === 'email' || !holdsAt(value))) ??
    '';
  const isAddress = (column: number) => columns[column] === 'email' || !hasHeader || columns[column] !== null;
  const addresses = row.filter((value, column) => holdsAt(value) && isAddress(column));
  const [main, ...others] = addresses.flatMap((value) => readLine(value, true));
  if (!main) return [{ email: row.filter((value) => value !== '').join(' '), ...NAMELESS }];
  const department = cellOf('department');
  const whole = cellOf('name') || familyLast(cellOf('familyFirst'));
  const named = whole === '' ? { firstName: cellOf('firstName'), lastName: cellOf('lastName') } : readName(whole);
  const isNamed = named.firstName !== '' || named.lastName !== '';
  return [{ ...main, ...(isNamed && named), ...(department !== '' && { department }) }, ...others];
}

/** "Low Ann" under a header that says so, as "Low, Ann". */
function familyLast(name: string): string {
  return name.includes(',') ? name : name.replace(/\s+/, ', ');
}

/** What a header says, with or without a remark in brackets: "E-mail (work)". */
function fieldOf(header: string): HeaderField | null {
  const readings = [header, header.replace(/[[(].*$/, '')].map(plain);
  return FIELDS.find((field) => readings.some((reading) => headerWords[field].includes(reading))) ?? null;
}

const FIELDS: readonly HeaderField[] = ['email', 'firstName', 'lastName', 'department', 'name', 'familyFirst'];

/** As the server compares header words (server/csv/words/header-words.ts). */
function plain(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
    .replace(/ı/g, 'i')
    .replace(/ł/g, 'l')
    .replace(/ø/g, 'o');
}

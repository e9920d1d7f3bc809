import { beginning } from '../../kernel/beginning.ts';
import { addressesIn } from '../cells/address-cell.ts';
import { splitName } from '../cells/name-cell.ts';
import { tidy } from '../cells/plain-cell.ts';
import type { Column } from '../text/dialect.ts';
import { plain } from '../words/header-words.ts';
import type { Meaning } from '../words/meanings.ts';
import type { Candidate } from './assign-columns.ts';
import { couldBeName, share } from './cells-of.ts';

/**
 * Finds the names. A header may say “name” and mean the first, the last or the whole one: what the other columns are, what the cells hold
 * and what the addresses of the people spell decide.
 */
export function assignNames(columns: Candidate[], rows: string[][]): void {
  const open = () => columns.filter(({ field, content }) => field === null && fitsName(content.values));
  const named = (meaning: 'firstName' | 'lastName') => {
    const free = columns.filter(
      ({ field, content }) => field === null && content.addresses * 2 <= content.values.length,
    );
    return (
      free.find(({ meanings }) => meanings[0] === meaning) ?? free.find(({ meanings }) => meanings.includes(meaning))
    );
  };
  const first = named('firstName');
  if (first) first.field = 'firstName';
  const last = named('lastName');
  if (last) last.field = 'lastName';
  // A sign-in name comes last: it may be the account of a company.
  const whole = open()
    .filter(mayBeWhole)
    .sort((a, b) => Number(a.meanings[0] === 'login') - Number(b.meanings[0] === 'login'));
  if (first && last) fillBoth(columns, first, last, whole, rows);
  else if (first || last) completeOne(columns, first, last, whole, rows);
  else {
    const likeliest = whole.find(({ content }) => share(content.values, hasTwoWords) > 0.5) ?? whole[0];
    if (likeliest) asWhole(likeliest, rows, columns);
  }
  if (!columns.some(({ field }) => field === 'firstName' || field === 'lastName' || field === 'fullName'))
    nameByAddresses(columns, rows);
}

/** Puts the parts of a last name that stand apart together: van der | Berg, Núñez | Ortega. */
export function joinLastNames(columns: Candidate[]): void {
  const last = columns.find(({ field }) => field === 'lastName');
  const part = (meaning: Meaning) =>
    columns.find(({ field, meanings }) => field === null && meanings[0] === meaning) ?? null;
  const parts = [part('lastNamePrefix'), last, part('secondLastName')].flatMap((column) => column ?? []);
  if (!last || parts.length === 1) return;
  last.joined = parts.map(({ index }) => index);
  for (const column of parts) if (column !== last) column.note = 'Used as a part of the last name.';
}

/** Of a column without cells the header alone tells. An address, a number or a date is no name. */
function fitsName(values: string[]): boolean {
  return values.length === 0 || share(values, couldBeName) > 0.5;
}

export const hasTwoWords = (value: string): boolean =>
  /\S[\s,]+\S/.test(value) || /^[\p{Script=Han}\p{Script=Hangul}]{2,}$/u.test(value);

/** Is it called a name? A sign-in name that is two words is one, too. */
function mayBeWhole({ meanings, content: { values } }: Candidate): boolean {
  if (meanings.includes('name') || meanings.includes('familyFirst')) return true;
  return meanings[0] === 'login' && share(values, hasTwoWords) > 0.5;
}

/** Both names are known. Where both are empty, as for guests in Entra, a whole name stands in. */
function fillBoth(columns: Candidate[], first: Candidate, last: Candidate, whole: Candidate[], rows: string[][]): void {
  const has = (cells: string[], { index }: Candidate) => tidy(cells[index] ?? '') !== '';
  const standIn = whole.find((column) =>
    rows.some((cells) => has(cells, column) && !has(cells, first) && !has(cells, last)),
  );
  if (standIn) asWhole(standIn, rows, columns);
}

/** One of the two names is known. “Name” beside it is the other one, or the whole name, which then fills what is missing. */
function completeOne(
  columns: Candidate[],
  first: Candidate | undefined,
  last: Candidate | undefined,
  whole: Candidate[],
  rows: string[][],
): void {
  const known = first ?? last;
  if (!known) return;
  const holdsKnown = (column: Candidate) => {
    const both = rows.filter(
      (cells) => tidy(cells[known.index] ?? '') !== '' && tidy(cells[column.index] ?? '') !== '',
    );
    const within = both.filter((cells) => plain(cells[column.index] ?? '').includes(plain(cells[known.index] ?? '')));
    return both.length > 0 && within.length * 2 > both.length;
  };
  const full = whole.find(holdsKnown);
  const other = whole.find(({ meanings }) => meanings.includes('name'));
  if (full) asWhole(full, rows, columns);
  else if (other) other.field = first ? 'lastName' : 'firstName';
  else if (share(known.content.values, hasTwoWords) > 0.5 && isBareWord(known)) asWhole(known, rows, columns);
}

/** Nom, Nombre, Nome, Ad: a single word that many lists use for the whole name. */
const isBareWord = ({ header }: Candidate): boolean =>
  ['nom', 'nombre', 'nome', 'nume', 'ad', 'adi', 'isim', 'имя', 'ονομα', 'ім’я', 'імя', 'ten', 'jmeno', 'imie']
    .map(plain)
    .includes(plain(header ?? ''));

function asWhole(column: Candidate, rows: string[][], columns: Candidate[]): void {
  column.field = 'fullName';
  column.familyFirst = column.meanings.includes('familyFirst') || holdsFamilyFirst(column, rows, columns);
  column.note = exampleOf(column);
}

/** How the first whole name is split. */
function exampleOf({ content: { values }, familyFirst = false }: Candidate): string | undefined {
  const example = values.find(hasTwoWords);
  if (example === undefined) return undefined;
  const { firstName, lastName } = splitName(example, familyFirst);
  return `Split: “${beginning(example, 60)}” is first name “${beginning(firstName, 40)}”, last name “${beginning(lastName, 40)}”.`;
}

/** Do the cells of a whole name say themselves that it begins with the family's? */
export function holdsFamilyFirst(column: Column, rows: string[][], columns: Column[]): boolean {
  const values = rows.map((cells) => tidy(cells[column.index] ?? ''));
  return share(values, endsWithPatronymic) > 0.2 || spelledFamilyFirst(column, rows, columns);
}

/** Иванова Анна Сергеевна: a name that ends with the father's begins with the family's. */
const endsWithPatronymic = (value: string): boolean =>
  /^\S+\s+\S+\s+\S+(вич|ьич|мич|кич|вна|чна|ївна|оглы|кызы|улы)$/iu.test(value);

/** Do the addresses of most people spell the last word of the name first? Low Ann, ann.low@… */
function spelledFamilyFirst(column: Column, rows: string[][], columns: Column[]): boolean {
  const email = columns.find(({ field }) => field === 'email');
  if (!email) return false;
  let [first, last] = [0, 0];
  for (const cells of rows) {
    const { firstName, lastName } = splitName(tidy(cells[column.index] ?? ''), false);
    const local = localPart(cells[email.index] ?? '');
    const [given, family] = [local.indexOf(plain(firstName)), local.indexOf(plain(lastName))];
    if (firstName === '' || lastName === '' || given < 0 || family < 0) continue;
    if (given < family) first++;
    else last++;
  }
  return last > first && last > 1;
}

function localPart(cell: string): string {
  const [local = ''] = addressesIn(cell)[0]?.address.split('@') ?? [];
  return plain(local);
}

/**
 * Names under headers that Muster does not know: the columns that the addresses spell. What stands at the beginning of most of them is the
 * first name.
 */
function nameByAddresses(columns: Candidate[], rows: string[][]): void {
  const email = columns.find(({ field }) => field === 'email');
  if (!email) return;
  const spelled = columns.flatMap((column) => {
    if (column.field !== null || column.meanings.length > 0 || !fitsName(column.content.values)) return [];
    const place = usualPlace(column, email, rows);
    return place < 0 ? [] : [{ column, first: place === 0 }];
  });
  for (const { column, first } of spelled) {
    if (share(column.content.values, hasTwoWords) > 0.5) {
      asWhole(column, rows, columns);
      return;
    }
    const field = first ? 'firstName' : 'lastName';
    if (!columns.some((other) => other.field === field)) column.field = field;
  }
}

/** In a file without a header, the addresses of most people may spell the second of two names first. */
export function swapIfSpelled(columns: Column[], rows: string[][]): void {
  const of = (field: string) => columns.find((column) => column.field === field);
  const [email, first, last] = [of('email'), of('firstName'), of('lastName')];
  if (!email || !first || !last) return;
  if (usualPlace(first, email, rows) !== 1 || usualPlace(last, email, rows) !== 0) return;
  first.field = 'lastName';
  last.field = 'firstName';
}

/** Do most addresses hold all words of the column? */
export function spells(column: Column, email: Column | undefined, rows: string[][]): boolean {
  return email !== undefined && usualPlace(column, email, rows) >= 0;
}

/** Where the cells of a column stand in most addresses: at their beginning (0) or after it (1); -1 if most do not spell them. */
function usualPlace(column: Column, email: Column, rows: string[][]): number {
  const places = rows.flatMap((cells) => placeIn(localPart(cells[email.index] ?? ''), tidy(cells[column.index] ?? '')));
  const seen = places.filter((place) => place >= 0);
  if (seen.length === 0 || seen.length * 2 <= places.length) return -1;
  return seen.filter((place) => place === 0).length * 2 > seen.length ? 0 : 1;
}

/** Where a name stands in the address: 0 at its beginning, 1 after it, -1 not at all. Of a whole name its words count. */
function placeIn(local: string, name: string): number[] {
  const words = name
    .split(/[\s,]+/)
    .map(plain)
    .filter((word) => word.length > 1);
  if (local === '' || words.length === 0) return [];
  const place = Math.min(...words.map((word) => local.indexOf(word)));
  return [words.every((word) => local.includes(word)) ? Math.min(place, 1) : -1];
}

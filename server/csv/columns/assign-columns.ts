import { beginning } from '../../kernel/beginning.ts';
import { bounds } from '../../kernel/limits.ts';
import { type FileColumn, fileColumns } from '../../users/rules/fields.ts';
import { addressesIn, isAddress } from '../cells/address-cell.ts';
import { isTitle } from '../cells/name-cell.ts';
import { tidy } from '../cells/plain-cell.ts';
import { isStatusWord } from '../cells/switched-off.ts';
import type { Column } from '../text/dialect.ts';
import { isChiefWord, meaningsOf } from '../words/header-words.ts';
import type { Meaning } from '../words/meanings.ts';
import { assignNames, hasTwoWords, holdsFamilyFirst, joinLastNames, spells, swapIfSpelled } from './assign-names.ts';
import { addressColumn, type Content, contentOf, couldBeName, share, usualWidth } from './cells-of.ts';
import { chooseAddresses, PRIVATE } from './choose-addresses.ts';

/** A column while its meaning is looked for. */
export type Candidate = Column & { meanings: Meaning[]; content: Content };

/** Fields that a header names. Addresses and names are chosen apart. */
const BY_HEADER = fileColumns.filter((column) => !['email', 'firstName', 'lastName'].includes(column));

/** Is a text the key or the name of a user type? */
export type IsType = (text: string) => boolean;

/**
 * Columns of a file with a header: by its words, and by what the cells hold. Other systems call many things a type, so a column none of
 * whose values is a user type is left unused, and its note says so.
 */
export function headerColumns(header: string[], rows: string[][], isType: IsType): Column[] {
  const candidates = header.map(
    (cell, index): Candidate => ({
      index,
      header: tidy(cell),
      field: null,
      meanings: meaningsOf(cell),
      content: contentOf(rows, index),
    }),
  );
  chooseAddresses(candidates);
  const open = () => candidates.filter(({ field }) => field === null);
  for (const field of BY_HEADER) {
    const named = likeliest(field, open());
    if (named && field === 'type' && !holdsTypes(named.content, isType)) named.note = noTypes(named.content);
    else if (named) named.field = field;
  }
  assignNames(candidates, rows);
  joinLastNames(candidates);
  for (const column of open()) if (isAboutBeingOff(column) || holdsStatus(column)) column.field = 'status';
  return candidates.map(({ index, header, field, familyFirst, joined, note }) => ({
    ...{ index, header, field },
    ...(familyFirst ? { familyFirst } : {}),
    ...(joined ? { joined } : {}),
    ...(note ? { note } : {}),
  }));
}

/** Of several columns for one field, the filled one counts, and before a similar one that which is called just so. */
function likeliest(field: FileColumn, columns: Candidate[]): Candidate | undefined {
  const rank = ({ header, content: { values } }: Candidate) =>
    (values.length + 0.1) * (isChiefWord(field, header ?? '') ? 2 : 1) * (PRIVATE.test(header ?? '') ? 0.1 : 1);
  return columns
    .filter(({ meanings, content }) => meanings[0] === field && fits(field, content))
    .sort((a, b) => rank(b) - rank(a))[0];
}

/** A manager is named by address, but many systems write names there. Nothing else is named by address. */
function fits(field: FileColumn, { values, addresses }: Content): boolean {
  if (field === 'manager') return values.every(isAddress);
  if (field === 'jobTitle' && values.length > 0 && values.every(isTitle)) return false;
  return addresses * 2 <= values.length;
}

function holdsTypes({ values }: Content, isType: IsType): boolean {
  return values.length === 0 || values.some(isType);
}

function noTypes({ values }: Content): string {
  const shown = [...new Set(values)].slice(0, 3).map((value) => `“${beginning(value, 30)}”`);
  return `Not used: no value of this column is a user type (${shown.join(', ')}).`;
}

function isAboutBeingOff({ meanings: [meaning] }: Candidate): boolean {
  return meaning === 'status' || meaning === 'active' || meaning === 'off' || meaning === 'endDate';
}

/** Under a header that says nothing, all cells are words such as Active and Suspended. */
function holdsStatus({ meanings: [meaning], content: { values } }: Candidate): boolean {
  return (meaning === undefined || meaning === 'login') && values.length > 0 && values.every(isStatusWord);
}

/** The order of the columns in a file without a header. */
const ORDER: readonly FileColumn[] = ['firstName', 'lastName', 'department', 'group'];

/**
 * Columns of a file without a header: email, first name, last name, department, group. If another column than the first has the addresses,
 * the rest keep that order, and columns that cannot be names are skipped.
 */
export function positionColumns(rows: string[][]): Column[] {
  const email = addressColumn(rows);
  const left = [...ORDER];
  // A cell with a name beside its address says the name itself.
  const named = share(contentOf(rows, email).values, (value) => addressesIn(value)[0]?.name !== '') > 0.5;
  if (named) left.splice(0, 2);
  const columns = Array.from({ length: Math.min(usualWidth(rows), bounds.fileColumnsMax) }, (_, index): Column => {
    if (index === email) return { index, header: null, field: 'email' };
    if (email === -1) return { index, header: null, field: left.shift() ?? null };
    const { values } = contentOf(rows, index);
    const isName = values.length === 0 ? email === 0 : share(values, couldBeName) > 0.5;
    const next = left[0];
    const fills = next === 'firstName' || next === 'lastName' ? isName : email === 0 || isName;
    return { index, header: null, field: (fills && left.shift()) || null };
  });
  swapIfSpelled(columns, rows);
  joinIfWhole(columns, rows);
  return columns;
}

/** A first name of several words in most cells is the whole name, unless another column of names stands beside it. */
function joinIfWhole(columns: Column[], rows: string[][]): void {
  const first = columns.find(({ field }) => field === 'firstName');
  const last = columns.find(({ field }) => field === 'lastName');
  const email = columns.find(({ field }) => field === 'email');
  if (!first || share(contentOf(rows, first.index).values, hasTwoWords) <= 0.5) return;
  const { values } = contentOf(rows, first.index);
  const beside = last && !(email && first.index < email.index && email.index < last.index);
  if (beside && share(values, (value) => value.includes(',')) <= 0.5 && !spells(first, email, rows)) return;
  first.field = 'fullName';
  first.familyFirst = holdsFamilyFirst(first, rows, columns);
  const rest: FileColumn[] = ['department', 'group'];
  for (const column of columns.slice(first.index + 1)) {
    if (column.field !== null && column.field !== 'email') column.field = rest.shift() ?? null;
  }
}

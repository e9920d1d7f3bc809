import { beginning } from '../../kernel/beginning.ts';
import { bounds } from '../../kernel/limits.ts';
import { type FileColumn, fileColumns } from '../../users/rules/fields.ts';
import { addressesIn, isAddress } from '../cells/address-cell.ts';
import { tidy } from '../cells/plain-cell.ts';
import type { Column } from '../text/dialect.ts';
import { meaningsOf } from '../words/header-words.ts';
import type { Meaning } from '../words/meanings.ts';
import { assignNames, swapIfSpelled } from './assign-names.ts';
import { addressColumn, type Content, contentOf, couldBeName, share, usualWidth } from './cells-of.ts';
import { chooseAddresses } from './choose-addresses.ts';

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
    const named = open().find(({ meanings, content }) => meanings[0] === field && fits(field, content));
    if (named && field === 'type' && !holdsTypes(named.content, isType)) named.note = noTypes(named.content);
    else if (named) named.field = field;
  }
  assignNames(candidates, rows);
  for (const column of open()) if (isAboutBeingOff(column)) column.field = 'status';
  return candidates.map(({ index, header, field, familyFirst, note }) => ({
    ...{ index, header, field },
    ...(familyFirst ? { familyFirst } : {}),
    ...(note ? { note } : {}),
  }));
}

/** A manager is named by address, but many systems write names there. Nothing else is named by address. */
function fits(field: FileColumn, { values, addresses }: Content): boolean {
  if (field === 'manager') return values.every(isAddress);
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
  return columns;
}

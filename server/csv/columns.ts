import { bounds } from '../kernel/limits.ts';
import type { FileColumn } from '../users/rules/fields.ts';
import type { Column } from './dialect.ts';
import { fieldOfHeader, isBareName } from './header-words.ts';

/** The order of the columns in a file without a header. */
const ORDER: readonly FileColumn[] = ['firstName', 'lastName', 'department', 'group'];

/** Is the text an address and nothing else? Not a check of the address. */
export function isAddress(text: string): boolean {
  return /^[^\s@<>"(),;:]+@[^\s@<>"(),;:]+$/.test(text.trim());
}

/**
 * A header names an address column, or two known columns, or mostly known ones. Less could be a row of people called Team or Title with a
 * wrong address, and a row must not be lost as a header.
 */
export function isHeader(cells: string[]): boolean {
  if (cells.some(isAddress)) return false;
  const fields = cells.filter((cell) => cell.trim() !== '').map(fieldOfHeader);
  const known = fields.filter((field) => field !== undefined).length;
  return fields.includes('email') || known >= 2 || (known > 0 && known * 2 >= fields.length);
}

/** Columns of a file with a header. If two claim one field, the first gets it. */
export function headerColumns(header: string[], rows: string[][]): Column[] {
  const taken = new Set<FileColumn>();
  const columns: Column[] = header.map((cell, index) => {
    const named = fieldOfHeader(cell) ?? null;
    const field = named && !taken.has(named) && holds(named, rows, index) ? named : null;
    if (field) taken.add(field);
    return { index, header: cell.trim(), field };
  });
  const bareName = columns.find((column) => column.header && isBareName(column.header));
  if (bareName && taken.has('firstName') && !taken.has('lastName')) bareName.field = 'lastName';
  // "Login", "User principal name", "Kontakt": the content identifies the column.
  const address = columns[addressColumn(rows)];
  if (address?.field === null && !taken.has('email')) address.field = 'email';
  return columns;
}

/**
 * Columns of a file without a header: email, first name, last name, department, group. If another column than the first has the addresses,
 * the rest keep that order, and columns of bare numbers are skipped.
 */
export function positionColumns(rows: string[][]): Column[] {
  const email = addressColumn(rows);
  const left = [...ORDER];
  return Array.from({ length: Math.min(usualWidth(rows), bounds.fileColumnsMax) }, (_, index) => {
    if (index === email) return { index, header: null, field: 'email' };
    const fills = email === 0 || (email > 0 && !holdsOnlyNumbers(rows, index));
    return { index, header: null, field: (fills && left.shift()) || null };
  });
}

/** The number of cells in most rows; the larger number if two are equally frequent. */
export function usualWidth(rows: string[][]): number {
  const counts = new Map<number, number>();
  for (const { length } of rows) counts.set(length, (counts.get(length) ?? 0) + 1);
  const [usual] = [...counts].sort((a, b) => b[1] - a[1] || b[0] - a[0]);
  return usual?.[0] ?? 1;
}

/** The column with the most addresses; -1 if there is none. */
function addressColumn(rows: string[][]): number {
  const counts: number[] = [];
  for (const cells of rows) {
    for (const [index, cell] of cells.entries()) if (isAddress(cell)) counts[index] = (counts[index] ?? 0) + 1;
  }
  return counts.indexOf(counts.reduce((most, count) => Math.max(most, count), 0));
}

/** Does the content of a column fit its header? A manager is named by address, but many systems write names there. */
function holds(column: FileColumn, rows: string[][], index: number): boolean {
  if (column === 'type') return !holdsEntraTypes(rows, index);
  return column !== 'manager' || valuesOf(rows, index).every(isAddress);
}

/** Entra's "User type" tells guests from members, and is unrelated to Muster's types. */
function holdsEntraTypes(rows: string[][], index: number): boolean {
  return valuesOf(rows, index).some((value) => /^(member|guest)$/i.test(value));
}

function holdsOnlyNumbers(rows: string[][], index: number): boolean {
  const values = valuesOf(rows, index);
  return values.length > 0 && !values.some((value) => /\p{L}/u.test(value));
}

function valuesOf(rows: string[][], index: number): string[] {
  return rows.map((cells) => (cells[index] ?? '').trim()).filter((value) => value !== '');
}

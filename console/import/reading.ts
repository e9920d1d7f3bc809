import type { CsvColumn, CsvField, CsvMapping } from '../api/change-types.ts';
import { type ClearableField, clearableFields, columnFields } from '../api/generated/fields.ts';

/** Meanings that several columns may have. */
const SHARED: readonly (CsvField | null)[] = ['otherEmail', 'status', null];

export function mappingOf(columns: CsvColumn[]): CsvMapping {
  return Object.fromEntries(columns.map(({ index, field }) => [String(index), fieldOf(field)]));
}

/** The field of that name; null if there is none. */
export function fieldOf(name: string | null): CsvField | null {
  return columnFields.find((field) => field === name) ?? null;
}

/** Assigns a field to a column, and removes it from the one that had it, unless several columns may have it. */
export function withField(mapping: CsvMapping, index: number, field: CsvField | null): CsvMapping {
  const others = Object.entries(mapping).map(
    ([key, had]) => [key, had === field && !SHARED.includes(field) ? null : had] as const,
  );
  return { ...Object.fromEntries(others), [String(index)]: field };
}

/** Fields of the file's columns that an empty cell can empty. */
export function clearableOf(columns: CsvColumn[]): ClearableField[] {
  return clearableFields.filter((field) => columns.some((column) => column.field === field));
}

import type { CsvColumn, CsvField, CsvMapping } from '../api/change-types.ts';
import { fileColumns } from '../api/generated/fields.ts';

export function mappingOf(columns: CsvColumn[]): CsvMapping {
  return Object.fromEntries(columns.map(({ index, field }) => [String(index), fieldOf(field)]));
}

/** The field of that name; null if there is none. */
export function fieldOf(name: string | null): CsvField | null {
  return fileColumns.find((field) => field === name) ?? null;
}

/** Assigns a field to a column, and removes it from the one that had it: no two columns fill the same field. */
export function withField(mapping: CsvMapping, index: number, field: CsvField | null): CsvMapping {
  const others = Object.entries(mapping).map(([key, had]) => [key, had === field ? null : had] as const);
  return { ...Object.fromEntries(others), [String(index)]: field };
}

import { z } from 'zod';
import { columnFieldSchema, columnFields, type Dialect, sharedFields } from '../csv/text/dialect.ts';
import { Problem } from '../kernel/problem.ts';

/** The field that a column fills, by the column's index from 0; null: none. */
export const mappingSchema = z
  .record(z.string().regex(/^\d{1,5}$/), columnFieldSchema.nullable())
  .meta({ id: 'CsvMapping', description: 'Which field a column fills, by its place from 0; null: none.' });
/** The same as JSON, for a parameter. No two parts of the pattern match the same blanks, so it never backtracks. */
const blank = '[ \\t\\r\\n]*';
const entry = `"\\d{1,5}"${blank}:${blank}(?:null|"(?:${columnFields.join('|')})")${blank}`;
export const mappingPattern = new RegExp(`^${blank}\\{${blank}(?:${entry}(?:,${blank}${entry})*)?\\}${blank}$`);

export type Mapping = z.infer<typeof mappingSchema>;

/**
 * The dialect with the columns that a person chose. A field assigned to another column is removed from the detected one.
 * @throws csv_mapping (422) if no column has the address, a field is given twice or there is no such column
 */
export function withMapping<D extends Dialect>(dialect: D, mapping: Mapping): D {
  const chosen = new Map(Object.entries(mapping).map(([index, field]) => [Number(index), field]));
  const given = [...chosen.values()].filter((field) => field !== null && !sharedFields.includes(field));
  const known = dialect.columns.map(({ index }) => index);
  if (new Set(given).size < given.length || [...chosen.keys()].some((index) => !known.includes(index)))
    throw new Problem('csv_mapping');
  const columns = dialect.columns.map((column) => {
    const field = chosen.get(column.index);
    if (field !== undefined) return { ...column, field, note: undefined };
    return column.field !== null && given.includes(column.field) ? { ...column, field: null } : column;
  });
  if (!columns.some(({ field }) => field === 'email')) throw new Problem('csv_mapping');
  return { ...dialect, columns };
}

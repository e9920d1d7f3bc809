import { z } from 'zod';
import { SEPARATORS } from '../csv/text/dialect.ts';
import { upTo } from '../kernel/schema.ts';
import { filterFields } from '../users/filter.ts';
import { sortSchema } from '../users/orders.ts';
import { type ExportColumn, exportColumns } from './export-columns.ts';
import { timeFormatSchema } from './times.ts';

const isColumn = (name: string): name is ExportColumn => exportColumns.some((column) => column === name);

// An array parameter is one text with commas.
const columns = z
  .string()
  .max(1000)
  .transform((list, issues) => {
    const names = [...new Set(list.split(','))];
    if (names.every(isColumn)) return names;
    issues.addIssue({ code: 'custom', message: `are names of ${exportColumns.join(', ')}, separated by commas` });
    return z.NEVER;
  })
  // Described as the array it stands for, so that programs know the names.
  .meta({
    id: 'ExportColumns',
    description: 'Names separated by commas. Left out: the first ones, to lastSignInAt.',
    type: 'array',
    items: { type: 'string', enum: [...exportColumns] },
    minItems: 1,
    uniqueItems: true,
    maxLength: undefined,
  });

export const workbookQuery = z.strictObject({
  ...filterFields,
  columns: columns.optional().meta({ style: 'form', explode: false }),
  sort: sortSchema.optional().describe('As in the list. Left out: in no particular order, which is fastest.'),
  headers: z.enum(['names', 'words']).default('names').describe('Names of fields, or words for people.'),
  timeFormat: timeFormatSchema.optional(),
  timeZone: upTo(60).optional().describe('A name such as Europe/Berlin. Left out: UTC.'),
});

// The bar is left out: text that begins with it is a formula, so an empty cell before it could not be told.
const separators = z.enum(SEPARATORS).exclude(['|']);
export const csvQuery = z.strictObject({ ...workbookQuery.shape, separator: separators.default(',') });

/** What the file looks like, apart from who is in it. */
export type Choices = Pick<z.infer<typeof workbookQuery>, 'columns' | 'headers' | 'timeFormat' | 'timeZone'>;
export type Separator = z.infer<typeof separators>;

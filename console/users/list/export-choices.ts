import { every } from '../../../client/index.ts';
import type { ExportColumn, ExportSeparator, TimeFormat } from '../../api/types.ts';
import type { ColumnKey } from '../../views/filter.ts';
import { exportedAs, knownColumns, TIME_FORMATS } from './export.ts';

const SETTING = 'muster.export';
export const KINDS = ['xlsx', 'csv'] as const;
export const HEADERS = ['words', 'names'] as const;
export const EXPORT_SEPARATORS = every<ExportSeparator>()([',', ';', '\t']);

export interface ExportChoices {
  kind: (typeof KINDS)[number];
  separator: ExportSeparator;
  headers: (typeof HEADERS)[number];
  timeFormat: TimeFormat;
  columns: ExportColumn[];
}

/** The choices of the last export in this browser. Before the first one: what a spreadsheet in the person's language opens right. */
export function keptChoices(chosen: readonly ColumnKey[]): ExportChoices {
  // The console may have other words; a spreadsheet has the person's language.
  const locale = navigator.language;
  const kept = new URLSearchParams(localStorage.getItem(SETTING) ?? '');
  const columns = knownColumns(kept.get('columns')?.split(',') ?? []);
  return {
    kind: KINDS.find((name) => name === kept.get('kind')) ?? 'xlsx',
    separator: EXPORT_SEPARATORS.find((name) => name === kept.get('separator')) ?? separatorOf(locale),
    headers: HEADERS.find((name) => name === kept.get('headers')) ?? 'words',
    timeFormat: TIME_FORMATS.find((name) => name === kept.get('timeFormat')) ?? timeFormatOf(locale),
    columns: columns.length > 0 ? columns : exportedAs(chosen),
  };
}

export function keepChoices({ columns, ...choices }: ExportChoices): void {
  localStorage.setItem(SETTING, new URLSearchParams({ ...choices, columns: columns.join(',') }).toString());
}

/** Spreadsheets separate cells by semicolons where numbers have a decimal comma. */
export function separatorOf(locale: string): ExportSeparator {
  const decimal = new Intl.NumberFormat(locale).formatToParts(1.5).find(({ type }) => type === 'decimal');
  return decimal?.value === '.' ? ',' : ';';
}

/** How the language writes dates with numbers. */
export function timeFormatOf(locale: string): TimeFormat {
  const format = new Intl.DateTimeFormat(locale, {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    calendar: 'gregory',
  });
  const parts = format.formatToParts();
  const fields = parts.flatMap(({ type }) => FIELDS[type] ?? []);
  const between =
    parts
      .slice(1)
      .find(({ type }) => type === 'literal')
      ?.value.trim() ?? '';
  const pattern = `${fields.join(between)} HH:mm`;
  return TIME_FORMATS.find((name) => name === pattern) ?? 'yyyy-MM-dd HH:mm';
}

const FIELDS: Record<string, string> = { year: 'yyyy', month: 'MM', day: 'dd' };

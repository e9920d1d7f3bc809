import { z } from 'zod';
import type { ProblemCode } from '../../kernel/problem.ts';
import { fileColumns } from '../../users/rules/fields.ts';

export const SEPARATORS = [',', ';', '\t', '|'] as const;
export const separatorSchema = z.enum(SEPARATORS).meta({ id: 'CsvSeparator' });
export type Separator = (typeof SEPARATORS)[number];

export const ENCODINGS = [
  ...['utf-8', 'utf-16le', 'utf-16be', 'windows-1252', 'windows-1250', 'windows-1251', 'windows-1253', 'windows-1254'],
  ...['windows-1255', 'windows-1256', 'windows-1257', 'windows-1258', 'iso-8859-2', 'koi8-r', 'macintosh'],
  ...['shift_jis', 'euc-jp', 'gb18030', 'big5', 'euc-kr'],
] as const;
export const encodingSchema = z.enum(ENCODINGS).meta({ id: 'CsvEncoding' });
export type Encoding = (typeof ENCODINGS)[number];
export type Unicode = Extract<Encoding, 'utf-8' | 'utf-16le' | 'utf-16be'>;

export function isUnicode(encoding: Encoding): encoding is Unicode {
  return encoding.startsWith('utf-');
}

/**
 * What a column may fill: a field of a user; the whole name, which is split; an address for rows whose first one is empty; or whether the
 * person is switched off. Only the last two may be filled by several columns.
 */
export const columnFields = [...fileColumns, 'fullName', 'otherEmail', 'status'] as const;
export const columnFieldSchema = z.enum(columnFields).meta({ id: 'CsvField' });
export type ColumnField = (typeof columnFields)[number];
export const sharedFields: readonly ColumnField[] = ['otherEmail', 'status'];

export interface Column {
  /** 0-based place in a row's cells. */
  index: number;
  /** The header's text, trimmed; null if the file has no header. */
  header: string | null;
  /** The field this column fills; null if it is unused. */
  field: ColumnField | null;
  /** Of a whole name: does the family name come first where no comma says so? */
  familyFirst?: boolean | undefined;
  /** Of a last name: the places of all columns that it is made of, in order: van der, Berg. */
  joined?: number[] | undefined;
  /** A sentence: how a whole name is split, or why the column is not used as its header says. */
  note?: string | undefined;
}

/** How to read one file. Plain JSON, so it can be stored with the file. */
export interface Dialect {
  format: 'text' | 'xlsx';
  encoding: Encoding;
  /** Whether the file begins with a byte order mark. */
  bom: boolean;
  /** The sample is pure ASCII, so `encoding` is still open between UTF-8 and others. The first other letter decides. */
  ascii: boolean;
  separator: Separator;
  /** Whether each line is quoted as a whole: "a@b.example,Ann". */
  wrapped: boolean;
  /** Whether each cell is a person of its own, as in the recipients of a mail on one line. Lines are counted by cell then. */
  spread?: boolean | undefined;
  /** The sheets of a workbook, and the place of the one that is read. */
  sheets: string[];
  sheet: number;
  /** The line of the header, 1-based; null if there is none. Lines before it are no people. */
  headerLine: number | null;
  columns: Column[];
}

/** Why a whole file is refused. */
export const fileProblems = [
  'csv_empty',
  'csv_header_only',
  'csv_binary',
  'csv_too_large',
  'csv_too_many_columns',
  'csv_no_address',
] as const satisfies readonly ProblemCode[];

/** Why one row is refused. `detail` is the sentence of the code. */
export interface RowProblem {
  code: Extract<
    ProblemCode,
    'csv_unclosed_quote' | 'csv_truncated' | 'csv_cell_too_long' | 'csv_too_many_cells' | 'csv_nul' | 'text_invalid'
  >;
  detail: string;
}

export interface Row {
  /** The line on which the row begins, 1-based, as a text editor counts. */
  line: number;
  /**
   * The cells as text, untrimmed. Missing cells at the end of the row are absent. Safe to store: no NUL, no lone surrogates. A refused row
   * has what could be read of its line, which may be nothing.
   */
  cells: string[];
  /** Why the row is refused; null for a good row. */
  problem: RowProblem | null;
  /** True if the line is about no person: a title, a group heading, a note, the header once more. */
  aside?: true;
}

/** Bytes of a file that `detect` needs. */
export const SAMPLE_BYTES_MAX = 256 * 1024;
export const FILE_BYTES_MAX = 256 * 1024 * 1024;
export const ROWS_MAX = 2_000_000;
/** The longest row, and the furthest distance to a closing quote, in UTF-16 units. */
export const ROW_LENGTH_MAX = 64 * 1024;

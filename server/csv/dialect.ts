import { z } from 'zod';
import type { ProblemCode } from '../kernel/problem.ts';
import type { FileColumn } from '../users/rules/fields.ts';

export const SEPARATORS = [',', ';', '\t'] as const;
export const separatorSchema = z.enum(SEPARATORS).meta({ id: 'CsvSeparator' });
export type Separator = (typeof SEPARATORS)[number];

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

export interface Column {
  /** 0-based place in a row's cells. */
  index: number;
  /** The header's text, trimmed; null if the file has no header. */
  header: string | null;
  /** The field this column fills; null if it is unused. No two columns fill the same field. */
  field: FileColumn | null;
}

/** How to read one file. Plain JSON, so it can be stored with the file. */
export interface Dialect {
  encoding: Encoding;
  /** Whether the file begins with a byte order mark. */
  bom: boolean;
  /** The sample is pure ASCII, so `encoding` is still open between UTF-8 and Windows-1252. The first other letter decides. */
  ascii: boolean;
  separator: Separator;
  header: boolean;
  /** Records that are not blank before the first row: header, Excel's `sep=;`, Entra's `version:v1.0`. */
  skip: number;
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
}

/** Bytes of a file that `detect` needs. */
export const SAMPLE_BYTES_MAX = 256 * 1024;
export const FILE_BYTES_MAX = 256 * 1024 * 1024;
export const ROWS_MAX = 2_000_000;
/** The longest row, and the furthest distance to a closing quote, in UTF-16 units. */
export const ROW_LENGTH_MAX = 64 * 1024;

/** As types.ts, for changes. */
import type { CsvFile } from '../../client/index.ts';

export type {
  Change,
  /** A change in a list and in its events. */
  ChangeEntry,
  ChangeOperation,
  ChangePlan,
  ChangeResult,
  ChangeRow,
  ChangeState,
  CsvField,
  CsvFile,
  CsvMapping,
  ImportChoices,
  ImportFindings,
  Overflow,
  RemapImport,
  RowOutcome,
  UserSelection,
  UserSettings,
} from '../../client/index.ts';

export type CsvColumn = CsvFile['columns'][number];

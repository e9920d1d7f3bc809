import { type RawBuilder, sql } from 'kysely';
import type { Range } from '../changes/engine/people.ts';
import type { Proposal, Value } from '../changes/engine/proposal.ts';
import { columnOf, type FileField, fieldOf, fileFields, sqlTypeOf } from '../users/rules/fields.ts';
import type { StoredFile } from './import-file.ts';

type Settings = { type?: string; groupId?: string; addOns?: string[] };

/** The fields of an existing user that a line may change: all but the address, by which the user is found. */
export const lineFields: readonly FileField[] = fileFields.filter((field) => field !== 'email');

/** Their columns in a relation of lines, and the key of the name. */
export const lineColumns: RawBuilder<unknown> = sql.join([
  sql`name_key`,
  ...lineFields.map((field) => columnOf(field)),
]);

/** The columns for people of a proposal: the same, and the key of the name if the line names the person. */
export const proposedColumns = sql`${lineColumns},
  case when first_name is not null or last_name is not null then name_key end as given_name_key`;

/** A row of proposedColumns without values, for rowsHint. */
export const nothingProposed = sql.join([
  sql`null::text`,
  ...lineFields.map((field) => sql`null::${sqlTypeOf(field)}`),
  sql`null::text`,
]);

/**
 * The proposal of lines for existing users. The relation p has id, seq and proposedColumns. Fields without a column in the file are not
 * touched. With `renewing`, an expired invitation is renewed. Role and status never come from a file.
 */
export function proposalOfLines(
  people: { relation: RawBuilder<unknown>; between: Range | null },
  file: Pick<StoredFile, 'columns'>,
  settings: Settings,
  renewing: boolean,
): Proposal {
  const mapped = new Set(file.columns.map(({ field }) => field));
  const given = new Set(Object.keys(settings));
  const touched = lineFields.filter((field) => given.has(field) || file.columns.some(isOf(field)));
  const set: Proposal['set'] = Object.fromEntries(
    touched.map((field): [FileField, Value] => [field, { from: fieldOf(field).column }]),
  );
  if (renewing) set.status = { toExpired: 'resent' };
  const names = mapped.has('firstName') || mapped.has('lastName');
  return { people, set, ...(names ? { keys: { nameKey: { from: 'given_name_key' } } } : {}) };
}

const isOf = (field: FileField) => (column: StoredFile['columns'][number]) => column.field === fieldOf(field).file;

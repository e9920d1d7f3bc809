import { type RawBuilder, sql } from 'kysely';
import type { Range } from '../changes/engine/people.ts';
import type { Proposal, Value } from '../changes/engine/proposal.ts';
import { columnOf, type FileField, fieldOf, fileFields, sqlTypeOf } from '../users/rules/fields.ts';
import type { StoredFile } from './import-file.ts';
import type { Choices } from './lines/choices.ts';

/** The fields of an existing user that a line may change: all but the address, by which the user is found. */
export const lineFields: readonly FileField[] = fileFields.filter((field) => field !== 'email');

/** Their columns in a relation of lines, and the key of the name. */
export const lineColumns: RawBuilder<unknown> = sql.join([
  sql`name_key`,
  ...lineFields.map((field) => columnOf(field)),
]);

/** The columns for people of a proposal: the same, and the key of the name if the line names the person. */
export const proposedColumns = sql`${lineColumns}, status,
  case when first_name is not null or last_name is not null then name_key end as given_name_key`;

/** A row of proposedColumns without values, for rowsHint. */
export const nothingProposed = sql.join([
  sql`null::text`,
  ...lineFields.map((field) => sql`null::${sqlTypeOf(field)}`),
  sql`null::text`,
  sql`null::text`,
]);

/**
 * The proposal of lines for existing users. The relation p has id, seq and proposedColumns. Fields that no line fills are not
 * touched. With `renewing`, an expired invitation is renewed. The status changes only as the person who imports has chosen; the role never
 * comes from a file.
 */
export function proposalOfLines(
  people: { relation: RawBuilder<unknown>; between: Range | null },
  file: Pick<StoredFile, 'filled' | 'choices'>,
  renewing: boolean,
): Proposal {
  const touched = lineFields.filter((field) => file.filled.includes(field));
  const set: Proposal['set'] = Object.fromEntries(
    touched.map((field): [FileField, Value] => [field, { from: fieldOf(field).column }]),
  );
  if (changesStatus(file.choices)) set.status = { toExpired: 'resent', others: 'status' };
  else if (renewing) set.status = { toExpired: 'resent' };
  const names = touched.includes('firstName') || touched.includes('lastName');
  return { people, set, ...(names ? { keys: { nameKey: { from: 'given_name_key' } } } : {}) };
}

function changesStatus({ switchedOff, deactivated }: Choices): boolean {
  return switchedOff === 'deactivate' || deactivated === 'reactivate';
}

import { z } from 'zod';
import { pageQuery } from '../../http/page.ts';
import { type Field, fieldOf, fields } from '../../users/rules/fields.ts';
import { outcomeSchema } from '../engine/change.ts';

export const fieldChangeSchema = z.object({
  field: z
    .string()
    .describe(
      'email, firstName, lastName, department, group, manager, type, addOns, role, status and the other fields of a user.',
    ),
  before: z.string().nullable().describe('null when there was nothing, or when it was erased.'),
  after: z.string().nullable(),
});
fieldChangeSchema.register(z.globalRegistry, { id: 'FieldChange' });
export type FieldChange = z.infer<typeof fieldChangeSchema>;

export const rowSchema = z.object({
  line: z.number().nullable().describe('The line of the file; null when there is none.'),
  userId: z.string().nullable(),
  email: z.string(),
  name: z.string(),
  outcome: outcomeSchema,
  code: z.string().nullable().describe('Why it is refused, for programs.'),
  detail: z.string().nullable().describe('The same as a sentence.'),
  fields: z.array(fieldChangeSchema),
});
rowSchema.register(z.globalRegistry, { id: 'ChangeRow', description: 'What a change does, or did, to one person.' });
export type Row = z.infer<typeof rowSchema>;

export const rowsQuery = z.strictObject({ ...pageQuery, outcome: outcomeSchema.optional() });
export type RowsQuery = z.infer<typeof rowsQuery>;

/** Texts by field, as a record holds them. */
export type Values = Record<string, string | null>;

/** The fields that differ, with their public names. Keys for comparing are left out. */
export function fieldChanges(before: Values, after: Values, names: ReadonlyMap<string, string>): FieldChange[] {
  const changed = fields.filter((field) => (before[field] ?? '') !== (after[field] ?? ''));
  return changed.map((field) => {
    const shown = (value: string | null | undefined) =>
      value && fieldOf(field).form === 'id' ? (names.get(value) ?? goneName[field] ?? null) : (value ?? null);
    return { field: shownAs[field] ?? field, before: shown(before[field]), after: shown(after[field]) };
  });
}

/** Fields that hold an id are shown by the name of its target. */
const shownAs: Partial<Record<Field, string>> = { groupId: 'group', managerId: 'manager' };
const goneName: Partial<Record<Field, string>> = { groupId: 'a group that is gone', managerId: 'A removed person' };

/** The position of a row in a change: the chunk, its part and the number in it, from 1. */
export type Place = { seq: number; part: number; i: number };

/** A row before its names are looked up. */
export type FoundRow = {
  place: Place;
  userId: string;
  outcome: Row['outcome'];
  code: string | null;
  before: Values;
  after: Values;
};

/** The ids of groups and people among these values. */
export function idsNamed(rows: { before: Values; after: Values }[]): string[] {
  const idFields = fields.filter((field) => fieldOf(field).form === 'id');
  return rows.flatMap(({ before, after }) =>
    idFields.flatMap((field) => [before[field] || [], after[field] || []].flat()),
  );
}

import type { z } from 'zod';
import { type Field, fields, type TextField } from '../../users/rules/fields.ts';
import type { Operation, settingsSchema } from './change.ts';
import type { People } from './people.ts';

/**
 * What is proposed for which users, as data. Editing a person, moving 40,000, importing a file, joining and undoing all use this shape.
 * evaluate.ts judges it, and write-users.ts applies it. golden/ shows the resulting SQL.
 */
export type Proposal = {
  people: People;
  set: Partial<Record<Field, Value>>;
  /** The keys by which users are compared and sorted, if an address or a name is set. */
  keys?: Partial<Record<Key, Value>>;
};

export type Key = 'emailKey' | 'nameKey';

/**
 * What a field becomes. Texts are those of textOf (users/rules/fields.ts): a list is joined by commas, a null id is an empty text. A
 * proposed status is a verb of the state machine: see statusVerbs.
 */
export type Value =
  /** The same for everyone. */
  | { to: string | string[] }
  /** The value of each person, from a column of the people; null leaves the field unchanged. */
  | { from: string }
  /** A list with some keys added and others removed. */
  | { add: string[]; remove: string[] }
  /**
   * A verb for people whose invitation has expired. Others get the status (active or deactivated) of a column of the people, if there is
   * one and they have the opposite status.
   */
  | { toExpired: StatusVerb; others?: string }
  /** Back to the value before, if all fields of `together` still are what the recorded change made of them. */
  | { before: Recorded; after: Recorded; together: TogetherWith[] }
  /** Back to the trash, for people who have not joined since they were added. */
  | { undoAdding: true };

/** The record of a field: one text for all, or a text per user in a column of the people. */
export type Recorded = { all: string } | { column: string };
export type TogetherWith = { field: Field; after: Recorded };

export const statusVerbs = ['active', 'deactivated', 'removed', 'restored', 'resent', 'joined'] as const;
export type StatusVerb = (typeof statusVerbs)[number];

type Settings = Omit<z.infer<typeof settingsSchema>, 'status'> & { status?: StatusVerb | undefined };

/** The new entry of one person. Fields that are left out stay. */
export type Edit = Settings & { [field in TextField | 'email' | Key]?: string | undefined };

/** The same for everyone. */
export function proposalOf(people: People, operation: Operation): Proposal {
  if ('remove' in operation) return { people, set: { status: { to: 'removed' } } };
  if ('restore' in operation) return { people, set: { status: { to: 'restored' } } };
  if ('resend' in operation) return { people, set: { status: { to: 'resent' } } };
  return { people, set: valuesOf(operation.set) };
}

export function proposalOfEdit(id: string, { emailKey, nameKey, ...edit }: Edit): Proposal {
  const keys = {
    ...(emailKey === undefined ? {} : { emailKey: { to: emailKey } }),
    ...(nameKey === undefined ? {} : { nameKey: { to: nameKey } }),
  };
  return { people: { ids: [id] }, set: valuesOf(edit), keys };
}

/** Values that are the same for everyone, of the named fields. */
export function valuesOf(set: Edit): Proposal['set'] {
  const values: Proposal['set'] = {};
  for (const field of fields) {
    const value = set[field];
    if (value === undefined) continue;
    if (value === null) values[field] = { to: '' };
    else if (typeof value === 'string') values[field] = { to: value };
    else if (Array.isArray(value)) values[field] = { to: [...new Set(value)].sort() };
    else values[field] = { add: value.add ?? [], remove: value.remove ?? [] };
  }
  return values;
}

import type { z } from 'zod';
import { type Field, fields } from '../../users/rules/fields.ts';
import type { Operation, settingsSchema } from './change.ts';
import type { People } from './people.ts';

/**
 * What is proposed of which users, as data: the one shape that editing a person, moving 40,000, importing a file, joining and
 * undoing share. evaluate.ts judges it, write-users.ts applies it; what SQL comes of it is seen in golden/.
 */
export type Proposal = {
  people: People;
  set: Partial<Record<Field, Value>>;
  /** What users are compared and sorted by, where an address or a name is set. */
  keys?: Partial<Record<Key, Value>>;
};

export type Key = 'emailKey' | 'nameKey';

/**
 * What a field shall become. Texts are those of textOf (values.ts): of a list the keys with commas between, of an id that is none
 * an empty text. A proposed status is a verb of the state machine: see statusVerbs.
 */
export type Value =
  /** The same for everyone. */
  | { to: string | string[] }
  /** What a column of the people says of each; null leaves the field alone. */
  | { from: string }
  /** A list with some keys more and others fewer. */
  | { add: string[]; remove: string[] }
  /** A verb for those only whose invitation has expired. */
  | { toExpired: StatusVerb }
  /** Back to what it was, where all fields of `together` still are what the recorded change made of them. */
  | { before: Recorded; after: Recorded; together: TogetherWith[] }
  /** Back to the trash, for those who have not joined since they were added. */
  | { undoAdding: true };

/** What a record says of a field: one text for all, or a text beside each user, in a column of the people. */
export type Recorded = { all: string } | { column: string };
export type TogetherWith = { field: Field; after: Recorded };

export const statusVerbs = ['active', 'deactivated', 'removed', 'restored', 'resent', 'joined'] as const;
export type StatusVerb = (typeof statusVerbs)[number];

type Settings = Omit<z.infer<typeof settingsSchema>, 'status'> & { status?: StatusVerb | undefined };

/** What one person's entry shall be; fields left out stay. */
export type Edit = Settings & {
  email?: string | undefined;
  emailKey?: string | undefined;
  firstName?: string | undefined;
  lastName?: string | undefined;
  nameKey?: string | undefined;
};

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

/** Values that are the same for everyone, of the fields that are named. */
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

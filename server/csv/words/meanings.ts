import type { FileColumn } from '../../users/rules/fields.ts';

/**
 * What the header of a column may say: a field of a user; a sign-in name, which is often an address (login); a name that may be the whole one
 * (name) or begins with the family name (familyFirst); a part of the last name that stands apart (lastNamePrefix, secondLastName); whether the person is switched off (status, active, off, endDate); or something that
 * Muster knows and does not use (other).
 */
export type Meaning =
  | FileColumn
  | 'login'
  | 'name'
  | 'familyFirst'
  | 'lastNamePrefix'
  | 'secondLastName'
  | 'status'
  | 'active'
  | 'off'
  | 'endDate'
  | 'other';

/** Header words of one language, separated by commas. */
export type Words = Partial<Record<Meaning, string>>;

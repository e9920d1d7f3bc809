/** Made from server/users/rules/fields.ts by npm run openapi. */

/** Texts of a user that no rule asks for: a screen shows them all alike. */
export const plainFields = [
  'jobTitle',
  'phone',
  'location',
  'employeeNumber',
  'costCenter',
] as const;

export type PlainField = (typeof plainFields)[number];

/** Those of them that may be set for many people at once. */
export const bulkPlainFields = [
  'jobTitle',
  'phone',
  'location',
  'costCenter',
] as const;

/** Columns of a file that an import may fill. */
export const fileColumns = [
  'email',
  'firstName',
  'lastName',
  'department',
  'group',
  'type',
  'addOns',
  'jobTitle',
  'phone',
  'location',
  'employeeNumber',
  'costCenter',
  'manager',
] as const;

/** What a column of a file may mean. */
export const columnFields = [
  'email',
  'firstName',
  'lastName',
  'department',
  'group',
  'type',
  'addOns',
  'jobTitle',
  'phone',
  'location',
  'employeeNumber',
  'costCenter',
  'manager',
  'fullName',
  'otherEmail',
  'status',
] as const;

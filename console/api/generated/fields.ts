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

/** Fields of present people that an empty cell can empty. */
export const clearableFields = [
  'firstName',
  'lastName',
  'department',
  'addOns',
  'jobTitle',
  'phone',
  'location',
  'employeeNumber',
  'costCenter',
] as const;

export type ClearableField = (typeof clearableFields)[number];

/** How a text file may be read. */
export const separators = [
  ',',
  ';',
  '\t',
  '|',
] as const;

export const encodings = [
  'utf-8',
  'utf-16le',
  'utf-16be',
  'windows-1252',
  'windows-1250',
  'windows-1251',
  'windows-1253',
  'windows-1254',
  'windows-1255',
  'windows-1256',
  'windows-1257',
  'windows-1258',
  'iso-8859-2',
  'koi8-r',
  'macintosh',
  'shift_jis',
  'euc-jp',
  'gb18030',
  'big5',
  'euc-kr',
] as const;

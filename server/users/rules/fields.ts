import { type RawBuilder, sql } from 'kysely';

/**
 * One field of a user. Everything that handles fields is made from this table: what a change proposes, judges, writes, records and undoes,
 * what an import reads and an export writes, what an erasure clears, what the API takes and answers, what the console shows.
 * CONTRIBUTING.md says how to add one.
 */
type FieldRow = {
  /** Its name in the API and in records. */
  name: string;
  /** Its name in English sentences and files. The console has words of its own. */
  label: string;
  column: string;
  /** How it is stored: a text; a sorted list of keys; the id of another row, or null. */
  form: 'text' | 'list' | 'id';
  /** The longest text that people may type; null if other rules say what is allowed. */
  textMax: number | null;
  /** Does it identify a person? Then erasing the person clears it everywhere. */
  personal: boolean;
  /** The part of an actor's reach (permissions.ts) that decides for whom it may be changed. */
  reach: 'settings' | 'access' | 'role';
  /** May it be set for many people at once? */
  bulk: boolean;
  /** The name of its column in import and export files; null if no import may fill it. */
  file: string | null;
  /** Can lists be filtered by this exact text? */
  filter: boolean;
};

/** What most fields have in common: texts about a person, and settings with rules of their own. */
const text = { form: 'text', reach: 'settings', personal: true } as const;
const name = { ...text, textMax: 100, bulk: false, filter: false } as const;
const plain = { ...text, bulk: true, filter: true } as const;
const setting = { form: 'text', reach: 'settings', personal: false, textMax: null, bulk: true, filter: false } as const;

const table = [
  { ...name, name: 'email', label: 'Email', column: 'email', textMax: null, reach: 'access', file: 'email' },
  { ...name, name: 'firstName', label: 'First name', column: 'first_name', file: 'firstName' },
  { ...name, name: 'lastName', label: 'Last name', column: 'last_name', file: 'lastName' },
  { ...plain, name: 'department', label: 'Department', column: 'department', textMax: 100, file: 'department' },
  { ...setting, name: 'groupId', label: 'User group', column: 'group_id', form: 'id', file: 'group' },
  { ...setting, name: 'type', label: 'Type', column: 'type', file: 'type' },
  { ...setting, name: 'addOns', label: 'Add-ons', column: 'add_ons', form: 'list', file: 'addOns' },
  { ...plain, name: 'jobTitle', label: 'Job title', column: 'job_title', textMax: 100, file: 'jobTitle' },
  { ...plain, name: 'phone', label: 'Phone', column: 'phone', textMax: 40, file: 'phone' },
  { ...plain, name: 'location', label: 'Location', column: 'location', textMax: 100, file: 'location' },
  {
    ...plain,
    name: 'employeeNumber',
    label: 'Employee number',
    column: 'employee_number',
    textMax: 40,
    // A number names one person. Indexes have it, which would slow a change of many.
    bulk: false,
    file: 'employeeNumber',
  },
  { ...plain, name: 'costCenter', label: 'Cost center', column: 'cost_center', textMax: 40, file: 'costCenter' },
  { ...setting, name: 'managerId', label: 'Manager', column: 'manager_id', form: 'id', file: 'manager' },
  { ...setting, name: 'role', label: 'Role', column: 'role', reach: 'role', file: null },
  { ...setting, name: 'status', label: 'Status', column: 'status', reach: 'access', file: null },
] as const satisfies readonly FieldRow[];

type Row = (typeof table)[number];
export type Field = Row['name'];
/** Fields that are texts that people type. */
export type TextField = Extract<Row, { textMax: number }>['name'];
/** Text fields that may be set for many people at once. */
export type BulkTextField = Extract<Row, { textMax: number; bulk: true }>['name'];
/** Fields that an import may fill. */
export type FileField = Extract<Row, { file: string }>['name'];
/** Their columns in a file. */
export type FileColumn = Extract<Row, { file: string }>['file'];
/** Texts by which lists can be filtered. */
export type FilterableField = Extract<Row, { filter: true }>['name'];
export type UserField = FieldRow & { name: Field };

/** Every field, in the order in which people read them. */
export const userFields: readonly UserField[] = table;
export const fields: readonly Field[] = table.map(({ name }) => name);
export const textFields: readonly TextField[] = table.flatMap((row) => (row.textMax === null ? [] : [row.name]));
export const bulkTextFields: readonly BulkTextField[] = table.flatMap((row) =>
  row.textMax !== null && row.bulk ? [row.name] : [],
);
export const fileFields: readonly FileField[] = table.flatMap((row) => (row.file === null ? [] : [row.name]));
export const fileColumns: readonly FileColumn[] = table.flatMap((row) => (row.file === null ? [] : [row.file]));
export const filterableFields: readonly FilterableField[] = table.flatMap((row) => (row.filter ? [row.name] : []));

export function fieldOf(name: Field): UserField {
  const found = userFields.find((field) => field.name === name);
  if (!found) throw new Error(`no field is called ${name}`);
  return found;
}

/** The name of its column in a file. */
export function fileColumnOf(name: FileField): FileColumn {
  const column = fileColumns[fileFields.indexOf(name)];
  if (column === undefined) throw new Error(`no file has a column for ${name}`);
  return column;
}

/** The column of a field, with the alias of its relation if given. */
export function columnOf(name: Field, alias?: string): RawBuilder<unknown> {
  const { column } = fieldOf(name);
  return sql.ref(alias === undefined ? column : `${alias}.${column}`);
}

const sqlTypes = { text: 'text', list: 'text[]', id: 'uuid' } as const;

/** The type of its column in PostgreSQL. */
export function sqlTypeOf(name: Field): RawBuilder<unknown> {
  return sql.raw(sqlTypes[fieldOf(name).form]);
}

/** The empty value of its column. */
export function emptyOf(name: Field): RawBuilder<unknown> {
  const { form } = fieldOf(name);
  if (form === 'list') return sql`'{}'::text[]`;
  return form === 'id' ? sql`null::uuid` : sql`''`;
}

/** A field as a text, as records store it: a list is joined by commas, a null id is an empty text. */
export function textOf(name: Field, column: RawBuilder<unknown>): RawBuilder<unknown> {
  const { form } = fieldOf(name);
  if (form === 'list') return sql`array_to_string(${column}, ',')`;
  return form === 'id' ? sql`coalesce(${column}::text, '')` : column;
}

/** The reverse: the column's value from a text. Null stays null. */
export function fromText(name: Field, value: RawBuilder<unknown>): RawBuilder<unknown> {
  const { form } = fieldOf(name);
  if (form === 'list') return sql`string_to_array(${value}, ',')`;
  return form === 'id' ? sql`nullif(${value}, '')::uuid` : value;
}

/** The most characters that a text field holds. */
export function textMaxOf(name: TextField): number {
  const { textMax } = fieldOf(name);
  if (textMax === null) throw new Error(`${name} is no text that people type`);
  return textMax;
}

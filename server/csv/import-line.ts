import { emailKey } from '../access/email.ts';
import { groupNameKey } from '../groups/group.ts';
import { type ProblemCode, sentence } from '../kernel/problem.ts';
import type { Catalog } from '../seats/catalog.ts';
import { isPlainText, nameKey } from '../users/name.ts';
import { departmentMax, nameMax } from '../users/user.ts';
import type { Dialect, Field, Row } from './dialect.ts';

/** What one row asks for. null leaves a present user's field alone, and gives a new user the default. */
export type Line = {
  line: number;
  email: string;
  emailKey: string;
  firstName: string | null;
  lastName: string | null;
  nameKey: string | null;
  department: string | null;
  groupId: string | null;
  type: string | null;
  addOns: string[] | null;
  /** Why the row is refused, and the sentence; null for a good row. */
  code: ProblemCode | null;
  detail: string | null;
};

/** What cells may name, and what holds for every row of the file that says nothing else. */
export type Known = {
  catalog: Catalog;
  /** Ids of groups by the key of their names. */
  groups: Map<string, string>;
  settings: { type?: string; groupId?: string; addOns?: string[] };
};

/** So much of an address that is refused is kept, for people to find it by. */
const REFUSED_EMAIL_LENGTH = 300;

class Refusal extends Error {
  readonly code: ProblemCode;
  constructor(code: ProblemCode, details: Record<string, unknown> = {}) {
    super(sentence(code, details));
    this.code = code;
  }
}

/** Returns the reader of a file's rows: what each row asks for, or why it is refused. */
export function lineReader({ columns }: Pick<Dialect, 'columns'>, known: Known): (row: Row) => Line {
  const place = new Map(columns.flatMap(({ index, field }) => (field ? [[field, index] as const] : [])));
  const named = namedIn(known);
  return (row) => {
    const cell = (field: Field) => row.cells[place.get(field) ?? -1]?.trim() ?? '';
    if (row.problem) return refused(row.line, cell('email'), row.problem.code, row.problem.detail);
    try {
      return understood(row.line, cell, named, known.settings);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return refused(row.line, cell('email'), error.code, error.message);
    }
  };
}

type Named = ReturnType<typeof namedIn>;

function understood(line: number, cell: (field: Field) => string, named: Named, settings: Known['settings']): Line {
  const email = cell('email');
  const key = emailKey(email);
  if (key === null) throw new Refusal('email_invalid', { email: email.slice(0, REFUSED_EMAIL_LENGTH).toWellFormed() });
  const firstName = text(cell('firstName'), 'The first name', nameMax);
  const lastName = text(cell('lastName'), 'The last name', nameMax);
  return {
    line,
    email,
    emailKey: key,
    firstName,
    lastName,
    nameKey: nameKey(firstName ?? '', lastName ?? '', key),
    department: text(cell('department'), 'The department', departmentMax),
    groupId: named.group(cell('group')) ?? settings.groupId ?? null,
    type: named.type(cell('type')) ?? settings.type ?? null,
    addOns: named.addOns(cell('addOns')) ?? settings.addOns ?? null,
    code: null,
    detail: null,
  };
}

function text(value: string, field: string, max: number): string | null {
  if (value === '') return null;
  if (value.length > max) throw new Refusal('text_too_long', { field, max });
  if (!isPlainText(value)) throw new Refusal('text_invalid', { field });
  return value;
}

/** What a cell names, by key or by name, in any case; null for an empty cell. */
function namedIn({ catalog, groups }: Known) {
  const types = byKeyAndName(catalog.types);
  const addOns = byKeyAndName(catalog.addOns);
  return {
    group(name: string): string | null {
      if (name === '') return null;
      const id = groups.get(groupNameKey(name));
      if (id === undefined) throw new Refusal('group_unknown');
      return id;
    },
    type(name: string): string | null {
      if (name === '') return null;
      const key = types.get(name.toLowerCase());
      if (key === undefined) throw new Refusal('type_unknown', { type: name.slice(0, nameMax).toWellFormed() });
      return key;
    },
    addOns(list: string): string[] | null {
      const names = list.split(/[,;|]/).flatMap((name) => name.trim() || []);
      if (names.length === 0) return null;
      const keys = names.map((name) => {
        const key = addOns.get(name.toLowerCase());
        if (key === undefined) throw new Refusal('add_on_unknown', { addOn: name.slice(0, nameMax).toWellFormed() });
        return key;
      });
      return [...new Set(keys)].sort();
    },
  };
}

function byKeyAndName(items: { key: string; name: string }[]): Map<string, string> {
  return new Map([
    ...items.map(({ key, name }) => [name.toLowerCase(), key] as const),
    // A key is never mistaken for another's name.
    ...items.map(({ key }) => [key.toLowerCase(), key] as const),
  ]);
}

function refused(line: number, email: string, code: ProblemCode, detail: string): Line {
  const kept = email.slice(0, REFUSED_EMAIL_LENGTH).toWellFormed();
  return {
    line,
    email: kept,
    emailKey: emailKey(kept) ?? '',
    firstName: null,
    lastName: null,
    nameKey: null,
    department: null,
    groupId: null,
    type: null,
    addOns: null,
    code,
    detail,
  };
}

import { emailKey, readEmail } from '../access/rules/email.ts';
import type { Dialect, Field, Row } from '../csv/dialect.ts';
import { groupNameKey } from '../groups/group.ts';
import { beginning } from '../kernel/beginning.ts';
import { type ProblemCode, sentence } from '../kernel/problem.ts';
import { isTooLong } from '../kernel/schema.ts';
import { flawOfLine } from '../kernel/text.ts';
import type { Catalog } from '../seats/catalog.ts';
import { nameKey } from '../users/name.ts';
import { departmentMax, nameMax } from '../users/user.ts';

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

/** Notes why the row is refused: the first reason counts. Not thrown, because a file may hold millions of bad rows. */
type Refuse = (code: ProblemCode, details?: Record<string, unknown>) => null;

/** Returns the reader of a file's rows: what each row asks for, or why it is refused. */
export function lineReader({ columns }: Pick<Dialect, 'columns'>, known: Known): (row: Row) => Line {
  const place = new Map(columns.flatMap(({ index, field }) => (field ? [[field, index] as const] : [])));
  const named = namedIn(known);
  return (row) => {
    const cell = (field: Field) => row.cells[place.get(field) ?? -1]?.trim() ?? '';
    let problem: { code: ProblemCode; detail: string } | null = row.problem;
    const refuse: Refuse = (code, details) => {
      problem ??= { code, detail: sentence(code, details) };
      return null;
    };
    const line = problem ? null : understood(row.line, cell, named, known.settings, refuse);
    return line && !problem ? line : refused(row.line, cell('email'), problem);
  };
}

/** So much of a text that is refused is kept, for people to find it by. */
const shownMax = 300;

type Named = ReturnType<typeof namedIn>;

function understood(
  line: number,
  cell: (field: Field) => string,
  named: Named,
  settings: Known['settings'],
  refuse: Refuse,
): Line | null {
  const address = readEmail(cell('email'));
  if ('why' in address) return refuse('email_invalid', address);
  const { email, key } = address;
  const firstName = text(cell('firstName'), 'The first name', nameMax, refuse);
  const lastName = text(cell('lastName'), 'The last name', nameMax, refuse);
  return {
    line,
    email,
    emailKey: key,
    firstName,
    lastName,
    nameKey: nameKey(firstName ?? '', lastName ?? '', key),
    department: text(cell('department'), 'The department', departmentMax, refuse),
    groupId: named.group(cell('group'), refuse) ?? settings.groupId ?? null,
    type: named.type(cell('type'), refuse) ?? settings.type ?? null,
    addOns: named.addOns(cell('addOns'), refuse) ?? settings.addOns ?? null,
    code: null,
    detail: null,
  };
}

function text(value: string, field: string, max: number, refuse: Refuse): string | null {
  if (value === '') return null;
  if (isTooLong(value, max)) return refuse('text_too_long', { field, max });
  const why = flawOfLine(value);
  return why === null ? value : refuse('text_invalid', { field, why });
}

/** What a cell names, by key or by name, in any case; null for an empty cell. */
function namedIn({ catalog, groups }: Known) {
  const types = byKeyAndName(catalog.types);
  const addOns = byKeyAndName(catalog.addOns);
  return {
    group(name: string, refuse: Refuse): string | null {
      if (name === '') return null;
      return groups.get(groupNameKey(name)) ?? refuse('group_unknown');
    },
    type(name: string, refuse: Refuse): string | null {
      if (name === '') return null;
      return types.get(name.toLowerCase()) ?? refuse('type_unknown', { type: beginning(name, shownMax) });
    },
    addOns(list: string, refuse: Refuse): string[] | null {
      if (list === '') return null;
      const names = list.split(/[,;|]/).flatMap((name) => name.trim() || []);
      const keys = names.flatMap(
        (name) =>
          addOns.get(name.toLowerCase()) ?? refuse('add_on_unknown', { addOn: beginning(name, shownMax) }) ?? [],
      );
      return keys.length > 0 ? [...new Set(keys)].sort() : null;
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

function refused(line: number, email: string, problem: { code: ProblemCode; detail: string } | null): Line {
  const kept = beginning(email, shownMax);
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
    code: problem?.code ?? null,
    detail: problem?.detail ?? null,
  };
}

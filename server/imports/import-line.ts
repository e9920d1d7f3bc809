import { emailKey, readEmail } from '../access/rules/email.ts';
import type { Dialect, Row } from '../csv/dialect.ts';
import { groupNameKey } from '../groups/group.ts';
import { beginning } from '../kernel/beginning.ts';
import { type ProblemCode, sentence } from '../kernel/problem.ts';
import { recordOf } from '../kernel/records.ts';
import { isTooLong } from '../kernel/schema.ts';
import { flawOfLine } from '../kernel/text.ts';
import type { Catalog } from '../seats/catalog.ts';
import { nameKey } from '../users/name.ts';
import { type FileColumn, type FileField, fieldOf, fileFields, type UserField } from '../users/rules/fields.ts';

/** What one row asks for. null leaves an existing user's field unchanged, and gives a new user the default. */
export type Line = {
  line: number;
  emailKey: string;
  nameKey: string | null;
  /** Each field as a text: a list is joined by commas, a manager is the key of their address. */
  values: Record<FileField, string | null>;
  /** Why the row is refused, and the sentence; null for a good row. */
  code: ProblemCode | null;
  detail: string | null;
};

/** What cells may name, and the settings for rows that name none. */
export type Known = {
  catalog: Catalog;
  /** Ids of groups by the key of their names. */
  groups: Map<string, string>;
  settings: { type?: string; groupId?: string; addOns?: string[] };
};

/** Notes why the row is refused. The first reason counts. Does not throw, because a file may have millions of bad rows. */
type Refuse = (code: ProblemCode, details?: Record<string, unknown>) => null;

/** Returns the reader of a file's rows: what each row asks for, or why it is refused. */
export function lineReader({ columns }: Pick<Dialect, 'columns'>, known: Known): (row: Row) => Line {
  const place = new Map(columns.flatMap(({ index, field }) => (field ? [[field, index] as const] : [])));
  const named = namedIn(known);
  return (row) => {
    const cell = (field: FileColumn) => row.cells[place.get(field) ?? -1]?.trim() ?? '';
    let problem: { code: ProblemCode; detail: string } | null = row.problem;
    const refuse: Refuse = (code, details) => {
      problem ??= { code, detail: sentence(code, details) };
      return null;
    };
    const line = problem ? null : understood(row.line, cell, named, known.settings, refuse);
    return line && !problem ? line : refused(row.line, cell('email'), problem);
  };
}

/** Characters of a refused text that are kept, so that people can find it. */
const shownMax = 300;

type Named = ReturnType<typeof namedIn>;

function understood(
  line: number,
  cell: (column: FileColumn) => string,
  named: Named,
  settings: Known['settings'],
  refuse: Refuse,
): Line | null {
  const address = readEmail(cell('email'));
  if ('why' in address) return refuse('email_invalid', address);
  const { email, key } = address;
  const values = recordOf(fileFields, (field) => {
    if (field === 'email') return email;
    if (field === 'groupId') return named.group(cell('group'), refuse) ?? settings.groupId ?? null;
    if (field === 'type') return named.type(cell('type'), refuse) ?? settings.type ?? null;
    if (field === 'managerId') return manager(cell('manager'), key, refuse);
    if (field === 'addOns') return named.addOns(cell('addOns'), refuse) ?? settings.addOns?.join(',') ?? null;
    return text(cell(field), fieldOf(field), refuse);
  });
  const name = nameKey(values.firstName ?? '', values.lastName ?? '', key);
  return { line, emailKey: key, nameKey: name, values, code: null, detail: null };
}

/** The key of a manager's address, which is resolved after the whole file is read. */
function manager(cell: string, own: string, refuse: Refuse): string | null {
  if (cell === '') return null;
  const address = readEmail(cell);
  if ('why' in address) return refuse('email_invalid', address);
  // The head of a company is often listed as their own manager.
  return address.key === own ? null : address.key;
}

function text(value: string, { label, textMax }: UserField, refuse: Refuse): string | null {
  if (value === '') return null;
  const field = `The ${label.toLowerCase()}`;
  if (textMax !== null && isTooLong(value, textMax)) return refuse('text_too_long', { field, max: textMax });
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
    addOns(list: string, refuse: Refuse): string | null {
      if (list === '') return null;
      const names = list.split(/[,;|]/).flatMap((name) => name.trim() || []);
      const keys = names.flatMap(
        (name) =>
          addOns.get(name.toLowerCase()) ?? refuse('add_on_unknown', { addOn: beginning(name, shownMax) }) ?? [],
      );
      return keys.length > 0 ? [...new Set(keys)].sort().join(',') : null;
    },
  };
}

function byKeyAndName(items: { key: string; name: string }[]): Map<string, string> {
  return new Map([
    ...items.map(({ key, name }) => [name.toLowerCase(), key] as const),
    // A key takes precedence over another item's name.
    ...items.map(({ key }) => [key.toLowerCase(), key] as const),
  ]);
}

function refused(line: number, email: string, problem: { code: ProblemCode; detail: string } | null): Line {
  const kept = beginning(email, shownMax);
  const values = recordOf(fileFields, (field) => (field === 'email' ? kept : null));
  const { code = null, detail = null } = problem ?? {};
  return { line, emailKey: emailKey(kept) ?? '', nameKey: null, values, code, detail };
}

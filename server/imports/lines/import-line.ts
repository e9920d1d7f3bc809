import { type Address, emailKey, readEmail } from '../../access/rules/email.ts';
import { addressesIn, isGuestName } from '../../csv/cells/address-cell.ts';
import { splitName } from '../../csv/cells/name-cell.ts';
import { tidy } from '../../csv/cells/plain-cell.ts';
import { offKindOf, offReason, saysOff } from '../../csv/cells/switched-off.ts';
import type { Column, ColumnField, Dialect, Row } from '../../csv/text/dialect.ts';
import { beginning } from '../../kernel/beginning.ts';
import { type ProblemCode, sentence } from '../../kernel/problem.ts';
import { recordOf } from '../../kernel/records.ts';
import { isTooLong } from '../../kernel/schema.ts';
import { flawOfLine } from '../../kernel/text.ts';
import { nameKey } from '../../users/name.ts';
import { type FileField, fieldOf, fileColumnOf, fileFields, type UserField } from '../../users/rules/fields.ts';
import type { Choices } from './choices.ts';
import { type Known, type Named, namesIn, nothingUnknown, type Refuse } from './names-in-cells.ts';

/** What one row asks for. null leaves an existing user's field unchanged, and gives a new user the default. */
export type Line = {
  line: number;
  emailKey: string;
  nameKey: string | null;
  /** Each field as a text: a list is joined by commas, a manager is the key of their address. */
  values: Record<FileField, string | null>;
  /** Does the file say that the person is switched off, and the import does not treat them like all others? */
  off: boolean;
  /** The status that the person gets where they have the opposite one; null leaves it. */
  status: 'active' | 'deactivated' | null;
  /** Why the row is refused or left out, and the sentences; null for a good row. */
  code: ProblemCode | null;
  detail: string | null;
};

/** What is told of a file as a whole, besides its rows. */
export type Findings = {
  notPeople: { line: number; text: string }[];
  notPeopleCount: number;
  /** What the file says of people who are switched off, with the number of rows. */
  switchedOff: Map<string, number>;
};

const columns = recordOf(fileFields, fileColumnOf);
const shownMax = 300;
/** Lines about no person, and words for being switched off, that are told. The rest is counted. */
const toldMax = 20;

/** Returns the reader of a file's rows: what each row asks for, or all reasons why it is refused. Notes findings on the way. */
export function lineReader(
  { columns }: Pick<Dialect, 'columns'>,
  known: Known,
  findings: Findings,
  now: number,
): (row: Row) => Line {
  const cells = cellsOf(columns);
  const named = namesIn(known);
  const namedByLeftOut = namesIn({
    ...known,
    choices: { ...known.choices, unknownGroups: 'refuse' },
    unknown: nothingUnknown(),
  });
  const whyOff = offReader(columns, now);
  const { choices } = known;
  return (row) => {
    if (row.aside) return aside(row, findings);
    const email = readAddress(cells, row);
    if (row.problem) return refused(row.line, email.email, [row.problem]);
    const off = choices.switchedOff === 'include' ? null : whyOff(row);
    // A person who is left out needs no address, and what else their line says is not judged.
    const leavesOut = off !== null && (choices.switchedOff ?? 'leaveOut') === 'leaveOut';
    if (off !== null) note(findings.switchedOff, off);
    if (leavesOut && 'code' in email) return refused(row.line, email.email, [switchedOff]);
    const problems: Problems = [];
    const refuse: Refuse = (code, details) => {
      if (leavesOut) return null;
      problems.push({ code, detail: sentence(code, details) });
      return null;
    };
    if ('code' in email) problems.push(email);
    const said = 'key' in email ? { key: email.key, name: email.name } : { key: '', name: '' };
    const values = understood(cells, row, said, leavesOut ? namedByLeftOut : named, known, refuse);
    if (problems.length > 0 || !('key' in email)) return refused(row.line, email.email, problems);
    const newGroup = known.unknown.newGroups.get(values.groupId ?? '');
    if (newGroup) newGroup.count++;
    return {
      line: row.line,
      emailKey: email.key,
      nameKey: nameKey(values.firstName ?? '', values.lastName ?? '', email.key),
      values: { ...values, email: email.email },
      off: off !== null,
      status: statusOf(off !== null, choices),
      code: null,
      detail: null,
    };
  };
}

/** Returns what tells why the person of a row is switched off; null if they are not. A status in words says it best. */
function offReader(columns: Column[], now: number): (row: Row) => string | null {
  const told = columns
    .filter(({ field }) => field === 'status')
    .map(({ index, header }) => ({ index, header, kind: offKindOf(header) }))
    .sort((a, b) => Number(b.kind === 'status') - Number(a.kind === 'status'));
  return (row) => {
    const off = told.find(({ index, kind }) => saysOff(kind, tidy(row.cells[index] ?? ''), now));
    return off ? offReason(off.header, tidy(row.cells[off.index] ?? '')) : null;
  };
}

const switchedOff = { code: 'switched_off' as const, detail: sentence('switched_off') };

type Problems = { code: ProblemCode; detail: string }[];

function statusOf(off: boolean, { switchedOff, deactivated }: Choices): Line['status'] {
  if (off) return switchedOff === 'deactivate' ? 'deactivated' : null;
  return deactivated === 'reactivate' ? 'active' : null;
}

function note(counts: Map<string, number>, text: string): void {
  const key = counts.has(text) || counts.size < toldMax ? beginning(text, 60) : '…';
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

/** The cells of a row by what their columns hold, tidied. */
type Cells = {
  of: (row: Row, field: ColumnField) => string;
  columnOf: (field: ColumnField) => Column | undefined;
  addresses: number[];
};

function cellsOf(columns: Column[]): Cells {
  const place = new Map(columns.flatMap((column) => (column.field ? [[column.field, column] as const] : [])));
  const fallbacks = columns.flatMap(({ field, index }) => (field === 'otherEmail' ? [index] : []));
  const unused = new Set(columns.flatMap(({ field, index }) => (field === null ? [index] : [])));
  const placesOf = ({ index, joined = [index] }: Column) => joined.filter((i) => i === index || unused.has(i));
  const places = new Map(Array.from(place, ([field, column]) => [field, placesOf(column)] as const));
  const text = (row: Row, index: number) => tidy(row.cells[index] ?? '');
  return {
    of: (row, field) => {
      const [index = -1, ...more] = places.get(field) ?? [];
      return more.length === 0 ? text(row, index) : [index, ...more].flatMap((i) => text(row, i) || []).join(' ');
    },
    columnOf: (field) => place.get(field),
    addresses: [place.get('email')?.index ?? -1, ...fallbacks],
  };
}

type Found = Address & { name: string };
type NotFound = { code: ProblemCode; email: string; detail: string };

/** The address of a row: of its first column that has one, unless it is the sign-in name of a guest, which is no mailbox. */
function readAddress({ addresses }: Cells, row: Row): Found | NotFound {
  let first: NotFound | null = null;
  for (const index of addresses) {
    // As it was typed: an invisible character within an address is refused, not removed.
    const cell = row.cells[index]?.trim() ?? '';
    if (tidy(cell) === '') continue;
    const read = addressIn(cell);
    if (!('code' in read)) return read;
    first ??= read;
  }
  return first ?? { code: 'email_invalid', email: '', detail: 'This line has no e-mail address.' };
}

function addressIn(cell: string): Found | NotFound {
  if (isGuestName(cell)) return notFound('email_guest', { email: beginning(cell, shownMax) });
  const whole = readEmail(cell);
  if (!('why' in whole)) return { ...whole, name: '' };
  const [only, ...others] = addressesIn(cell);
  if (others.length > 0) return notFound('email_several', whole);
  const read = only && readEmail(only.address);
  return read && !('why' in read) ? { ...read, name: only.name } : notFound('email_invalid', read ?? whole);
}

function notFound(code: ProblemCode, details: { email: string }): NotFound {
  return { code, email: details.email, detail: sentence(code, details) };
}

function understood(
  cells: Cells,
  row: Row,
  said: { key: string; name: string },
  named: Named,
  { settings, choices }: Known,
  refuse: Refuse,
): Line['values'] {
  const names = namesOf(cells, row, said.name);
  return recordOf(fileFields, (field) => {
    if (field === 'email') return null;
    const column = columns[field];
    const cell = field === 'firstName' || field === 'lastName' ? names[field] : cells.of(row, column);
    if (cell === '' && choices.clear?.some((clear) => clear === field) && cells.columnOf(column)) return '';
    if (field === 'groupId') return named.group(cell, refuse) ?? settings.groupId ?? null;
    if (field === 'type') return named.type(cell, refuse) ?? settings.type ?? null;
    if (field === 'managerId') return manager(cell, said.key, refuse);
    if (field === 'addOns') return named.addOns(cell, refuse) ?? settings.addOns?.join(',') ?? null;
    return text(cell, fieldOf(field), refuse);
  });
}

/** The two names: of their own columns; where these are empty, of the whole name, or of the name beside the address. */
function namesOf(cells: Cells, row: Row, beside: string): { firstName: string; lastName: string } {
  const own = (field: 'firstName' | 'lastName') => {
    const cell = cells.of(row, field);
    return cell.includes('@') && addressesIn(cell).length > 0 ? '' : cell;
  };
  const [firstName, lastName] = [own('firstName'), own('lastName')];
  const whole = cells.of(row, 'fullName') || (firstName === '' && lastName === '' ? beside : '');
  if (whole === '' || (firstName !== '' && lastName !== '')) return { firstName, lastName };
  const split = splitName(whole, cells.columnOf('fullName')?.familyFirst ?? false);
  return { firstName: firstName || split.firstName, lastName: lastName || split.lastName };
}

/** The key of a manager's address, which is resolved after the whole file is read. */
function manager(cell: string, own: string, refuse: Refuse): string | null {
  if (cell === '') return null;
  const address = addressIn(cell);
  if ('code' in address) return refuse(address.code, { email: address.email, why: 'is not the address of one person' });
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

/** A line about no person. It is left out, and told. */
function aside(row: Row, findings: Findings): Line {
  findings.notPeopleCount++;
  const content = row.cells.map(tidy).filter((cell) => cell !== '');
  if (findings.notPeople.length < toldMax)
    findings.notPeople.push({ line: row.line, text: beginning(content.join(', '), 80) });
  return refused(row.line, '', [{ code: 'not_a_person', detail: sentence('not_a_person') }]);
}

/** A refused row names its first reason as a code, and all of them in sentences. */
function refused(line: number, email: string, problems: Problems): Line {
  const kept = beginning(email, shownMax);
  const values = recordOf(fileFields, (field) => (field === 'email' ? kept : null));
  const code = problems[0]?.code ?? null;
  const detail = [...new Set(problems.map((problem) => problem.detail))].join(' ') || null;
  return { line, emailKey: emailKey(kept) ?? '', nameKey: null, values, off: false, status: null, code, detail };
}

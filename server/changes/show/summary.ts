import { type Catalog, productName } from '../../seats/catalog.ts';
import { type Field, fieldOf, fields } from '../../users/rules/fields.ts';
import type { Result } from '../engine/change.ts';

/** The parts of a change that its summary uses. */
export type Told = {
  state: string;
  source: string;
  do: Record<string, unknown>;
  file: { name: string } | null;
  plan: Result | null;
  result: Result | null;
};

/** The current names of its ids. */
export type Names = {
  catalog: Catalog;
  /** Groups and people, by id. */
  named: ReadonlyMap<string, string>;
  /** The name of the one person it is about, if there is only one. */
  person: string | null;
  /** The summary of the change that this one undoes. */
  original: string | null;
};

// Shared: making one formatter per number took most of the time of a list.
const numbers = new Intl.NumberFormat('en');

type Settings = Record<string, unknown>;

/** What a change does, in a sentence: done, under way or planned. */
export function summarise(change: Told, names: Names): string {
  if ('undo' in change.do) return ofUndo(names.original);
  if (change.file || change.source === 'csv') return ofFile(change, change.file?.name ?? 'A file');
  if (change.source === 'invitation')
    return names.person === null ? 'Invitation accepted' : `${names.person} accepted the invitation`;
  if (change.source === 'profile') return 'Own profile changed';
  const who = names.person ?? people(affected(change));
  const be = tense(change);
  if ('add' in change.do) return `${who} ${be}added`;
  if ('remove' in change.do) return `${who} ${be}removed`;
  if ('restore' in change.do) return `${who} ${be}restored`;
  if ('resend' in change.do) return `Invitation ${be}sent again to ${who}`;
  const sentence = ofSettings(settingsOf(change.do), who, be, names);
  return 'becauseDeleted' in change.do ? `${sentence}, because theirs was deleted` : sentence;
}

/** An undo of an undo does the first change again. */
function ofUndo(original: string | null): string {
  if (original === null) return 'Undo of a change';
  return original.startsWith(undone)
    ? `${redone}${original.slice(undone.length)}`
    : `${undone}${withoutRedone(original)}`;
}
const [undone, redone] = ['Undone: ', 'Redone: '];
const withoutRedone = (original: string) => (original.startsWith(redone) ? original.slice(redone.length) : original);

/** The number of people it changes, or would change. */
export function affected({ plan, result }: Pick<Told, 'plan' | 'result'>): number {
  const counts = result ?? plan;
  return counts ? counts.create + counts.update + counts.remove : 0;
}

function people(n: number): string {
  return n === 1 ? '1 person' : `${numbers.format(n)} people`;
}

function tense({ state, result }: Told): string {
  if (result) return '';
  return state === 'applying' ? 'being ' : 'to be ';
}

function ofFile(change: Told, name: string): string {
  const be = tense(change);
  const counts = change.result ?? change.plan;
  if (!counts) return change.state === 'planning' ? `${name} is being read` : `${name} not imported`;
  const words: [number, string][] = [
    [counts.create, change.result ? 'added' : 'to add'],
    [counts.update, change.result ? 'updated' : 'to update'],
    [counts.refused, 'skipped'],
  ];
  const parts = words.filter(([n]) => n > 0).map(([n, word]) => `${numbers.format(n)} ${word}`);
  return `${name} ${be}imported: ${parts.length > 0 ? parts.join(', ') : 'nothing to change'}`;
}

/** The requested settings. For names and addresses an edit stores only that they changed, not the values. */
function settingsOf(what: Record<string, unknown>): Settings {
  const settings: Settings = {};
  if (Array.isArray(what['edit'])) for (const field of what['edit']) settings[String(field)] = null;
  if (isRecord(what['set'])) Object.assign(settings, what['set']);
  return settings;
}

function ofSettings(settings: Settings, who: string, be: string, names: Names): string {
  const asked = fields.filter((field) => Object.hasOwn(settings, field));
  const namesOnly = asked.every((field) => field === 'firstName' || field === 'lastName');
  if (asked.length > 0 && namesOnly) return `Name of ${who} ${be}changed`;
  const [field] = asked;
  if (field !== undefined && asked.length === 1) return ofSetting(field, settings[field], who, be, names);
  const parts = asked.map((name) => inShort(name, settings[name], names));
  return parts.length > 0 ? `${who} ${be}changed: ${parts.join(', ')}` : `${who} ${be}changed`;
}

/** The one thing that a change sets, as a sentence. */
function ofSetting(field: Field, value: unknown, who: string, be: string, names: Names): string {
  if (field === 'type') return `Type of ${who} ${be}set to ${productName(names.catalog, String(value))}`;
  if (field === 'groupId') return `${who} ${be}moved to the ${groupName(value, names)}`;
  if (field === 'managerId') return `Manager of ${who} ${be}${ofText(managerName(value, names))}`;
  if (field === 'addOns') return ofAddOns(value, who, be, names);
  if (field === 'role') return value === 'admin' ? `${who} ${be}made Admin` : `${who} ${be}made Member`;
  if (field === 'email') return `E-mail address of ${who} ${be}changed`;
  if (field === 'status') return ofStatus(value, who, be);
  return `${fieldOf(field).label} of ${who} ${be}${ofText(value)}`;
}

/** An erasure removes the new text of an erased person. */
function ofText(value: unknown): string {
  if (value === '') return 'cleared';
  return typeof value === 'string' ? `set to ${value}` : 'changed';
}

function ofStatus(value: unknown, who: string, be: string): string {
  if (value === 'resent') return `Invitation ${be}sent again to ${who}`;
  return `${who} ${be}${value === 'active' ? 'reactivated' : String(value)}`;
}

function ofAddOns(value: unknown, who: string, be: string, names: Names): string {
  const named = (keys: unknown) => (Array.isArray(keys) ? listed(keys.map(String), names) : '');
  if (Array.isArray(value))
    return value.length > 0 ? `Add-ons of ${who} ${be}set to ${named(value)}` : `All add-ons ${be}taken from ${who}`;
  const { add, remove } = isRecord(value) ? value : {};
  const [given, taken] = [named(add), named(remove)];
  if (given && taken) return `${given} ${be}given to and ${taken} taken from ${who}`;
  return taken ? `${taken} ${be}taken from ${who}` : `${given || 'No add-on'} ${be}given to ${who}`;
}

/** The same in a few words, for changes that set several things. */
function inShort(field: Field, value: unknown, names: Names): string {
  if (field === 'type') return `type ${productName(names.catalog, String(value))}`;
  if (field === 'groupId') return groupName(value, names);
  if (field === 'managerId') return `manager ${managerName(value, names) || 'none'}`;
  if (field === 'role') return value === 'admin' ? 'Admin' : 'Member';
  if (field === 'status') return value === 'active' ? 'reactivated' : String(value);
  const label = field === 'email' ? 'e-mail address' : fieldOf(field).label.toLowerCase();
  return typeof value === 'string' && value !== '' ? `${label} ${value}` : label;
}

function groupName(id: unknown, { named }: Names): string {
  const name = typeof id === 'string' ? named.get(id) : undefined;
  return name === undefined ? 'group that is gone now' : `group ${name}`;
}

/** An empty text for no manager; null if the id was not stored. */
function managerName(id: unknown, { named }: Names): string | null {
  if (id === null) return '';
  return typeof id === 'string' ? (named.get(id) ?? 'a removed person') : null;
}

function listed(keys: string[], { catalog }: Names): string {
  const names = keys.map((key) => productName(catalog, key));
  return names.length > 1 ? `${names.slice(0, -1).join(', ')} and ${names.at(-1)}` : (names[0] ?? '');
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

import type { Command, CommandUnknownOpts } from '@commander-js/extra-typings';
import type { Muster, operations, UpdateUser } from '../client/index.ts';
import { groupId, userId } from './people.ts';

type Described<Names extends PropertyKey> = Record<Names, string>;

/** Every field that an edit takes, as an option. The compiler asks for new ones. */
export const fieldOptions: Described<keyof UpdateUser> = {
  email: 'the address',
  firstName: 'the first name',
  lastName: 'the last name',
  department: 'the department',
  groupId: 'the user group, by name or id',
  type: 'the user type: basic, pro, corp',
  addOns: 'all add-ons: webinar,large-meeting; or what to give and take: +webinar,-large-meeting',
  jobTitle: 'the job title',
  phone: 'the phone number',
  location: 'the location',
  employeeNumber: 'the employee number',
  costCenter: 'the cost center',
  managerId: 'the manager, by address or id; none for no manager',
  role: 'admin or member',
  status: 'active or deactivated',
};

type UserQuery = NonNullable<operations['exportUsers']['parameters']['query']>;
type NoFilter = 'columns' | 'sort' | 'headers' | 'timeFormat' | 'timeZone' | 'separator';

/** Every filter of a list of people, as an option. */
export const filterOptions: Described<Exclude<keyof UserQuery, NoFilter>> = {
  search: 'beginnings of words in name, address and employee number; or addresses',
  email: 'exactly this address',
  status: 'pending, active, deactivated, expired, removed',
  type: 'the user type',
  role: 'owner, admin, member',
  groupId: 'the user group, by name or id',
  managerId: 'who report to this person, by address or id',
  addOn: 'who have this add-on',
  mailState: 'the state of the invitation mail',
  department: 'the department',
  jobTitle: 'the job title',
  phone: 'the phone number',
  location: 'the location',
  employeeNumber: 'the employee number',
  costCenter: 'the cost center',
  ids: 'these ids, separated by commas',
  not: 'names of filters that must not apply: --type basic --not type',
  updatedSince: 'changed since a day, a time, or 90d ago',
  addedSince: 'added since',
  addedBefore: 'added before',
  signedInSince: 'signed in since',
  noSignInSince: 'neither signed in nor added since',
  expiresBefore: 'whose invitation ends before; 3d: within 3 days',
};

/** Options whose flag is not the name of the field. */
const flags: Partial<Record<string, string>> = { groupId: '--group', managerId: '--manager' };
const flagOf = (name: string) => flags[name] ?? `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
/** As commander names the value of a flag. */
const keyOf = (name: string) => flags[name]?.slice(2) ?? name;

export function addOptions<C extends CommandUnknownOpts>(command: C, options: Record<string, string>): C {
  for (const [name, what] of Object.entries(options)) command.option(`${flagOf(name)} <${placeholder(name)}>`, what);
  return command;
}

const placeholder = (name: string) => (/Since$|Before$/.test(name) ? 'time' : flagOf(name).slice(2));

/** The values of such options, by the names of the API, with ids for the names of groups and people. */
export async function valuesOf(
  api: Muster,
  command: Pick<Command, 'opts'>,
  options: Record<string, string>,
): Promise<Record<string, unknown>> {
  const given: Record<string, unknown> = command.opts();
  const values: Record<string, unknown> = {};
  for (const name of Object.keys(options)) {
    const value = given[keyOf(name)];
    if (typeof value === 'string') values[name] = await understood(api, name, value);
  }
  return values;
}

async function understood(api: Muster, name: string, value: string): Promise<unknown> {
  if (name === 'groupId') return groupId(api, value);
  if (name === 'managerId') return value === 'none' ? null : userId(api, value);
  return name === 'addOns' ? addOnsOf(value) : value;
}

/** A list replaces; a list in which each has its sign gives and takes. */
export function addOnsOf(text: string): UpdateUser['addOns'] {
  const names = listOf(text);
  const signed = (sign: string) => names.flatMap((name) => (name.startsWith(sign) ? [name.slice(1)] : []));
  const [add, remove] = [signed('+'), signed('-')];
  return names.length > 0 && add.length + remove.length === names.length ? { add, remove } : names;
}

/** The words of a list with commas. */
export const listOf = (text: string): string[] => text.split(',').flatMap((one) => one.trim() || []);

/** What was given, without what was not. */
export function given(values: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

/** Passes values on as they were typed: the server judges them. */
export function assertFields<T>(_values: unknown): asserts _values is T {}

import type { Command } from '@commander-js/extra-typings';
import type {
  AddUsers,
  Change,
  ChangeOperation,
  Muster,
  UpdateUser,
  User,
  UserFilter,
  UserSort,
} from '../../client/index.ts';
import { connect } from '../connect.ts';
import { exit, wrongUse } from '../exit.ts';
import { addOptions, assertFields, fieldOptions, filterOptions, valuesOf } from '../fields.ts';
import { follow, tellResult } from '../files/follow.ts';
import { type Io, say, write } from '../io.ts';
import { removedIds, userId, userIds } from '../people.ts';
import { confirm } from '../show/ask.ts';
import { people } from '../show/plan-lines.ts';
import { dryRunOption, json, jsonOption, showList, showOne, yesOption } from '../show/show.ts';
import type { Column } from '../show/table.ts';

const nameOf = ({ firstName, lastName }: User) => `${firstName} ${lastName}`.trim();
const listed: Column<User>[] = [
  ['EMAIL', ({ email }) => email],
  ['NAME', nameOf],
  ['TYPE', ({ type }) => type],
  ['STATUS', ({ status }) => status],
  ['ROLE', ({ role }) => role],
  ['GROUP', ({ group }) => group.name],
  ['DEPARTMENT', ({ department }) => department],
];
const shown: Column<User>[] = [
  ['Id', ({ id }) => id],
  ['Email', ({ email }) => email],
  ['Name', nameOf],
  ['Status', ({ status }) => status],
  ['Role', ({ role }) => role],
  ['Type', ({ type }) => type],
  ['Add-ons', ({ addOns }) => addOns.join(', ')],
  ['Group', ({ group }) => group.name],
  ['Department', ({ department }) => department],
  ['Job title', ({ jobTitle }) => jobTitle],
  ['Manager', ({ manager }) => manager?.name],
  ['Phone', ({ phone }) => phone],
  ['Location', ({ location }) => location],
  ['Employee number', ({ employeeNumber }) => employeeNumber],
  ['Cost center', ({ costCenter }) => costCenter],
  ['Invitation mail', ({ mail }) => mail?.state],
  ['Invitation expires', ({ expiresAt }) => expiresAt],
  ['Added', ({ createdAt }) => createdAt],
  ['Last sign-in', ({ lastSignInAt }) => lastSignInAt],
];

export function userCommands(muster: Command, io: Io): void {
  const users = muster.command('users').description('the people of the account');
  listCommand(users, io);
  users
    .command('get <user>')
    .description('one person, by address or id')
    .option(...jsonOption)
    .action(async (name, options) => {
      const api = connect(io);
      const { data } = await api.GET('/v1/users/{id}', { params: { path: { id: await userId(api, name) } } });
      await showOne(io, data, shown, options);
    });
  addCommand(users, io);
  editCommand(users, io);
  changeOfSeveral(users, io, 'remove', 'remove people, by address or id; they stay in the trash for 30 days');
  changeOfSeveral(users, io, 'restore', 'bring removed people back');
}

function listCommand(users: Command, io: Io): void {
  const list = users
    .command('list')
    .description('people, by name; all but removed and expired ones')
    .option('--limit <number>', 'at most so many')
    .option('--sort <order>', 'name, email, -createdAt, …')
    .option(...jsonOption);
  addOptions(list, filterOptions).action(async ({ limit, sort, ...options }, command) => {
    const api = connect(io);
    const query = { ...(await valuesOf(api, command, filterOptions)), ...(sort === undefined ? {} : { sort }) };
    assertFields<UserFilter & { sort?: UserSort }>(query);
    const most = limit === undefined ? Number.POSITIVE_INFINITY : positive(limit);
    const pages = { ...query, limit: Math.min(most, 500) };
    await showList(io, first(api.each('/v1/users', { params: { query: pages } }), most), listed, options);
  });
}

function positive(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw wrongUse(`--limit is no number of people: ${text}`);
  return Number(text);
}

async function* first<T>(rows: AsyncIterable<T>, most: number): AsyncGenerator<T> {
  let count = 0;
  for await (const row of rows) {
    yield row;
    if (++count >= most) return;
  }
}

const { email: _, status: __, ...ofNewPeople } = fieldOptions;
/** What an account is asked for all new people at once, not for each. */
const shared = ['type', 'groupId', 'managerId', 'addOns', 'role'];
const addedMax = 1_000;

function addCommand(users: Command, io: Io): void {
  const add = users
    .command('add <email...>')
    .description('add and invite people; the options are for each of them')
    .option('--invite <when>', 'now, later, or a time')
    .option(...dryRunOption)
    .option(...jsonOption);
  addOptions(add, ofNewPeople).action(async (emails, { invite, dryRun, ...options }, command) => {
    if (emails.length > addedMax)
      throw wrongUse(`At most ${addedMax} people are added at once. muster import takes a file.`);
    const api = connect(io, { dryRun });
    const values = Object.entries(await valuesOf(api, command, ofNewPeople));
    const own = Object.fromEntries(values.filter(([name]) => !shared.includes(name)));
    const ofAll = Object.fromEntries(values.filter(([name]) => shared.includes(name)));
    const body = { users: emails.map((email) => ({ ...own, email })), ...ofAll, ...(invite ? { invite } : {}) };
    assertFields<AddUsers>(body);
    const { data } = await api.POST('/v1/users', { body });
    if (options.json) await write(io, json(data));
    else await showList(io, data.added, listed, { none: 'Added none.' });
    for (const { email, detail } of data.refused) say(io, `refused: ${email}: ${detail}`);
    if (data.refused.length > 0) io.exitCode = data.added.length > 0 ? exit.partly : exit.refused;
  });
}

function editCommand(users: Command, io: Io): void {
  const edit = users
    .command('edit <user>')
    .description('change one person, by address or id')
    .option(...dryRunOption)
    .option(...jsonOption);
  addOptions(edit, fieldOptions).action(async (name, { dryRun, ...options }, command) => {
    const api = connect(io, { dryRun });
    const body = await valuesOf(api, command, fieldOptions);
    if (Object.keys(body).length === 0) throw wrongUse('Name what to change, like --department Sales.');
    assertFields<UpdateUser>(body);
    const { data } = await api.PATCH('/v1/users/{id}', { params: { path: { id: await userId(api, name) } }, body });
    await showOne(io, data, shown, options);
  });
}

const idsOf = { remove: userIds, restore: removedIds };
const operations = { remove: { remove: true }, restore: { restore: true } } as const;

function changeOfSeveral(users: Command, io: Io, what: 'remove' | 'restore', description: string): void {
  users
    .command(`${what} <user...>`)
    .description(description)
    .option(...yesOption)
    .option(...dryRunOption)
    .option(...jsonOption)
    .action(async (names, { dryRun, yes, ...options }) => {
      const api = connect(io, { dryRun });
      const ids = await idsOf[what](api, names);
      if (what === 'remove' && !dryRun) await confirm(io, `Remove ${people(ids.length)}?`, { yes });
      const change = await changePeople(api, ids, operations[what]);
      await tellResult(io, api, await follow(io, api, change), options);
    });
}

async function changePeople(api: Muster, ids: string[], operation: ChangeOperation): Promise<Change> {
  const { data } = await api.POST('/v1/changes', { body: { select: { ids }, do: operation, apply: true } });
  return data;
}

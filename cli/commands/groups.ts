import type { Command } from '@commander-js/extra-typings';
import type { Group } from '../../client/index.ts';
import { connect } from '../connect.ts';
import { type Io, write } from '../io.ts';
import { groupId } from '../people.ts';
import { confirm } from '../show/ask.ts';
import { people } from '../show/plan-lines.ts';
import { dryRunOption, json, jsonOption, showList, showOne, yesOption } from '../show/show.ts';
import type { Column } from '../show/table.ts';

const listed: Column<Group>[] = [
  ['NAME', ({ name }) => name],
  ['MEMBERS', ({ members }) => members],
  ['DEFAULT', ({ isDefault }) => (isDefault ? 'yes' : '')],
  ['ID', ({ id }) => id],
];

export function groupCommands(muster: Command, io: Io): void {
  const groups = muster.command('groups').description('user groups');
  groups
    .command('list')
    .description('groups with their members')
    .option('--search <text>', 'a part of the name')
    .option(...jsonOption)
    .action(async ({ search, ...options }) => {
      const query = { limit: 500, ...(search ? { search } : {}) };
      await showList(io, connect(io).each('/v1/groups', { params: { query } }), listed, options);
    });
  groups
    .command('add <name>')
    .description('make a group')
    .option(...dryRunOption)
    .option(...jsonOption)
    .action(async (name, { dryRun, ...options }) => {
      const { data } = await connect(io, { dryRun }).POST('/v1/groups', { body: { name } });
      await showOne(io, data, listed, options);
    });
  groups
    .command('rename <group> <name>')
    .description('give a group another name')
    .option(...dryRunOption)
    .option(...jsonOption)
    .action(async (group, name, { dryRun, ...options }) => {
      const api = connect(io, { dryRun });
      const params = { path: { id: await groupId(api, group) } };
      const { data } = await api.PATCH('/v1/groups/{id}', { params, body: { name } });
      await showOne(io, data, listed, options);
    });
  groups
    .command('remove <group>')
    .description('remove a group; its people move to the default group')
    .option(...yesOption)
    .option(...dryRunOption)
    .option(...jsonOption)
    .action(async (group, { dryRun, yes, ...options }) => {
      const api = connect(io, { dryRun });
      const params = { path: { id: await groupId(api, group) } };
      if (!dryRun) await confirm(io, `Remove the group ${group}?`, { yes });
      const { data } = await api.DELETE('/v1/groups/{id}', { params });
      const moved = data.moved > 0 ? ` ${people(data.moved)} moved to the default group.` : '';
      await write(io, options.json ? json(data) : `Removed the group ${group}.${moved}\n`);
    });
}

import { type Command, Option } from '@commander-js/extra-typings';
import { type Change, type ChangeEntry, type ChangeState, every, type RowOutcome } from '../../client/index.ts';
import { connect } from '../connect.ts';
import { follow, rowsOf, tellResult } from '../files/follow.ts';
import { rowColumns } from '../files/plan-table.ts';
import { type Io, write } from '../io.ts';
import { counted, planLines } from '../show/plan-lines.ts';
import { dryRunOption, jsonOption, showList, showOne, writeArray } from '../show/show.ts';
import type { Column } from '../show/table.ts';

const states = every<ChangeState>()([
  'planning',
  'planned',
  'applying',
  'applied',
  'undoing',
  'undone',
  'cancelled',
  'failed',
]);
const outcomes = every<RowOutcome>()(['create', 'update', 'remove', 'unchanged', 'refused', 'skipped']);

const listed: Column<ChangeEntry>[] = [
  ['ID', ({ id }) => id],
  ['STATE', ({ state }) => state],
  ['BY', ({ actor }) => actor.name],
  ['AT', ({ appliedAt, createdAt }) => appliedAt ?? createdAt],
  ['SUMMARY', ({ summary }) => summary],
];
const shown: Column<Change>[] = [
  ['Id', ({ id }) => id],
  ['Summary', ({ summary }) => summary],
  ['State', ({ state }) => state],
  ['By', ({ actor }) => actor.name],
  ['Planned', ({ createdAt }) => createdAt],
  ['Applied', ({ appliedAt }) => appliedAt],
  ['Progress', ({ progress: { done, total } }) => `${done} of ${total}`],
  ['Plan', ({ plan }) => (plan ? planLines(plan).join(' ') : '')],
  ['Result', ({ result }) => (result ? counted(result, true) : '')],
  ['Failure', ({ failure }) => failure?.detail],
  ['Undo until', ({ undoUntil }) => undoUntil],
  ['Undone by', ({ undoneBy }) => undoneBy],
];

export function changeCommands(muster: Command, io: Io): void {
  const changes = muster.command('changes').description('what was done to people, or is planned');
  changes
    .command('list')
    .description('changes, newest first')
    .addOption(new Option('--state <state>').choices(states))
    .option(...jsonOption)
    .action(async ({ state, ...options }) => {
      const query = { limit: 100, ...(state ? { state } : {}) };
      await showList(io, connect(io).each('/v1/changes', { params: { query } }), listed, options);
    });
  showCommand(changes, io);
  writeCommands(changes, io);
  changes
    .command('wait <change>')
    .description('wait until a change is done, with a bar')
    .option(...jsonOption)
    .action(async (id, options) => {
      const api = connect(io);
      const { data } = await api.GET('/v1/changes/{id}', { params: { path: { id } } });
      await tellResult(io, api, await follow(io, api, data), options);
    });
}

function showCommand(changes: Command, io: Io): void {
  changes
    .command('show <change>')
    .description('one change: its plan, state and result')
    .addOption(new Option('--rows [outcome]', 'its people, of one outcome or of all').choices(outcomes))
    .option(...jsonOption)
    .action(async (id, { rows, ...options }) => {
      const api = connect(io);
      if (rows === undefined) {
        const { data } = await api.GET('/v1/changes/{id}', { params: { path: { id } } });
        return showOne(io, data, shown, options);
      }
      const people = rowsOf(api, id, ...(rows === true ? outcomes : [rows]));
      if (options.json) await writeArray(io, people);
      else await showList(io, people, rowColumns, {});
    });
}

function writeCommands(changes: Command, io: Io): void {
  changes
    .command('apply <change>')
    .description('apply a planned change')
    .addOption(new Option('--overflow <what>', 'if seats are short').choices(['refuse', 'fill']))
    .option(...dryRunOption)
    .option(...jsonOption)
    .action(async (id, { overflow, dryRun, ...options }) => {
      const api = connect(io, { dryRun });
      const body = overflow ? { overflow } : {};
      const { data } = await api.POST('/v1/changes/{id}/apply', { params: { path: { id } }, body });
      await tellResult(io, api, await follow(io, api, data), options);
    });
  changes
    .command('undo <change>')
    .description('undo a change, by a change of its own')
    .option(...dryRunOption)
    .option(...jsonOption)
    .action(async (id, { dryRun, ...options }) => {
      const api = connect(io, { dryRun });
      const { data } = await api.POST('/v1/changes/{id}/undo', { params: { path: { id } } });
      await tellResult(io, api, await follow(io, api, data), options);
    });
  changes
    .command('cancel <change>')
    .description('drop a planned change, or stop a running one')
    .option(...dryRunOption)
    .option(...jsonOption)
    .action(async (id, { dryRun, ...options }) => {
      const { data } = await connect(io, { dryRun }).POST('/v1/changes/{id}/cancel', { params: { path: { id } } });
      if (options.json) return showOne(io, data, shown, options);
      await write(
        io,
        data.state === 'cancelled' ? `${data.summary}: dropped.\n` : `${data.summary}: is being stopped.\n`,
      );
    });
}

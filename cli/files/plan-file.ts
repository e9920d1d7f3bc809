import { openAsBlob } from 'node:fs';
import { basename } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { type CommandUnknownOpts, Option } from '@commander-js/extra-typings';
import type { Change, Muster, operations } from '../../client/index.ts';
import { wrongUse } from '../exit.ts';
import { assertFields } from '../fields.ts';
import type { Io } from '../io.ts';
import { groupId } from '../people.ts';
import { dropPlan, follow, requirePlanned } from './follow.ts';

type Query = NonNullable<operations['planChange']['parameters']['query']>;
export type Choices = Omit<Query, 'source' | 'dryRun' | 'fileName'>;

/** Every choice of an import, as an option. */
export function addChoices<C extends CommandUnknownOpts>(command: C): C {
  command
    .option('--type <type>', 'where the file names no type')
    .option('--group <group>', 'where the file names no group; a name or an id')
    .option('--add-ons <list>', 'where the file names no add-ons: webinar,large-meeting')
    .addOption(option('--unknown-groups <what>', 'groups that do not exist', ['refuse', 'create', 'default']))
    .addOption(option('--switched-off <what>', 'people the file calls inactive', ['leaveOut', 'deactivate', 'include']))
    .addOption(option('--deactivated <what>', 'people of the file who are deactivated', ['leave', 'reactivate']))
    .option('--invite <when>', 'now, later, or a time: 2026-12-01T09:00:00Z')
    .addOption(option('--overflow <what>', 'if seats are short', ['refuse', 'fill']))
    .option('--mapping <json>', 'which column fills which field: {"0": "email", "3": null}')
    .option('--name <name>', 'how the file is called in Muster, when it comes from standard input');
  return command;
}

const option = (flags: string, what: string, choices: string[]) => new Option(flags, what).choices(choices);

export async function choicesOf(
  api: Muster,
  command: Pick<CommandUnknownOpts, 'opts'>,
): Promise<{ choices: Choices; name: string | undefined }> {
  const given: Record<string, unknown> = command.opts();
  const names = ['type', 'addOns', 'unknownGroups', 'switchedOff', 'deactivated', 'invite', 'overflow', 'mapping'];
  const { group, name } = given;
  const choices = Object.fromEntries(names.flatMap((name) => (given[name] === undefined ? [] : [[name, given[name]]])));
  if (typeof group === 'string') choices['groupId'] = await groupId(api, group);
  assertFields<Choices>(choices);
  return { choices, name: typeof name === 'string' ? name : undefined };
}

/** Plans a file, or standard input for `-`. If the person interrupts, the plan is dropped. */
export async function planFile(
  io: Io,
  api: Muster,
  { file, name, choices }: { file: string; name?: string | undefined; choices: Choices },
): Promise<Change> {
  const content = await read(io, file);
  const fileName = name ?? (file === '-' ? 'standard input.csv' : basename(file));
  const { data } = await api.planFile(content, { params: { query: { ...choices, fileName } } });
  io.onInterrupt = () => dropPlan(api, data.id);
  const planned = data.state === 'planning' ? await follow(io, api, data) : data;
  requirePlanned(planned);
  return planned;
}

/** @throws CommandError if there is no such file */
async function read(io: Io, file: string): Promise<Blob | Uint8Array> {
  if (file === '-') return buffer(io.stdin);
  try {
    return await openAsBlob(file);
  } catch {
    throw wrongUse(`The file ${file} cannot be read.`);
  }
}

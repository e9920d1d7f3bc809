import type { Command } from '@commander-js/extra-typings';
import type { ApiKey, MadeApiKey, NewApiKey, UpdateApiKey } from '../../client/index.ts';
import { asPerson, connect } from '../connect.ts';
import { wrongUse } from '../exit.ts';
import { assertFields, given, listOf } from '../fields.ts';
import { type Io, write } from '../io.ts';
import { confirm } from '../show/ask.ts';
import { dryRunOption, json, jsonOption, showList, showOne, showSecret, yesOption } from '../show/show.ts';
import type { Column } from '../show/table.ts';

const listed: Column<ApiKey>[] = [
  ['ID', ({ id }) => id],
  ['NAME', ({ name }) => name],
  ['KEY', ({ prefix }) => `${prefix}…`],
  ['STATE', ({ state }) => state],
  ['MAKER', ({ maker }) => maker?.name],
  ['EXPIRES', ({ expiresAt }) => expiresAt],
  ['LAST USED', ({ lastUsedAt }) => lastUsedAt],
  ['PERMISSIONS', ({ permissions }) => permissions.join(', ')],
];
export const keyColumns = listed;

export function keyCommands(muster: Command, io: Io): void {
  const keys = muster.command('keys').description('API keys');
  keys
    .command('list')
    .description('API keys, the newest first')
    .option(...jsonOption)
    .action(async (options) => {
      await showList(io, (await connect(io).GET('/v1/api-keys')).data.data, listed, options);
    });
  createCommand(keys, io);
  editCommand(keys, io);
  rotateCommand(keys, io);
  keys
    .command('revoke <key>')
    .description('end a key at once, by its id')
    .option(...yesOption)
    .option(...dryRunOption)
    .option(...jsonOption)
    .action(async (id, { dryRun, yes, ...options }) => {
      const api = connect(io, { dryRun });
      if (!dryRun) await confirm(io, `Revoke the key ${id}?`, { yes });
      await api.DELETE('/v1/api-keys/{id}', { params: { path: { id } } });
      await write(io, options.json ? json({ id }) : `Revoked the key ${id}.\n`);
    });
}

function createCommand(keys: Command, io: Io): void {
  keys
    .command('create <name>')
    .description('make a key and print its secret, once. No key can do this: set MUSTER_EMAIL and MUSTER_PASSWORD')
    .requiredOption('--permissions <list>', 'users.read,users.edit,…')
    .option('--expires <time>', '2027-01-31T00:00:00Z')
    .option('--addresses <list>', 'networks from which the key works: 192.0.2.0/24')
    .option(...dryRunOption)
    .option(...jsonOption)
    .action(async (name, { dryRun, json: asJson, ...settings }) => {
      const body = { name, ...settingsOf(settings) };
      assertFields<NewApiKey>(body);
      await asPerson(io, { dryRun }, async (api) =>
        showMade(io, (await api.POST('/v1/api-keys', { body })).data, asJson),
      );
    });
}

function editCommand(keys: Command, io: Io): void {
  keys
    .command('edit <key>')
    .description('change a key, by its id')
    .option('--name <name>', 'the name')
    .option('--permissions <list>', 'all permissions')
    .option('--expires <time>', 'when it stops; never for no end')
    .option('--addresses <list>', 'all networks; an empty text for every network')
    .option(...dryRunOption)
    .option(...jsonOption)
    .action(async (id, { dryRun, json: asJson, ...settings }) => {
      const body = settingsOf(settings);
      if (Object.keys(body).length === 0) throw wrongUse('Name what to change, like --name Nightly.');
      assertFields<UpdateApiKey>(body);
      const api = connect(io, { dryRun });
      const { data } = await api.PATCH('/v1/api-keys/{id}', { params: { path: { id } }, body });
      await showOne(io, data, listed, { json: asJson });
    });
}

function rotateCommand(keys: Command, io: Io): void {
  keys
    .command('rotate <key>')
    .description('give a key a new secret and print it, once')
    .option('--hours <number>', 'how long the present secret works beside it, at most 72')
    .option(...dryRunOption)
    .option(...jsonOption)
    .action(async (id, { dryRun, hours, json: asJson }) => {
      if (hours !== undefined && !/^\d+$/.test(hours)) throw wrongUse(`--hours is no number: ${hours}`);
      const body = hours === undefined ? {} : { hours: Number(hours) };
      const api = connect(io, { dryRun });
      const { data } = await api.POST('/v1/api-keys/{id}/rotate', { params: { path: { id } }, body });
      await showMade(io, data, asJson);
    });
}

type Given = { name?: string; permissions?: string; expires?: string; addresses?: string };

function settingsOf({ name, permissions, expires, addresses }: Given): Record<string, unknown> {
  return given({
    name,
    permissions: permissions === undefined ? undefined : listOf(permissions),
    expiresAt: expires === 'never' ? null : expires,
    addresses: addresses === undefined ? undefined : listOf(addresses),
  });
}

const showMade = (io: Io, made: MadeApiKey, json: true | undefined) =>
  showSecret(io, { made, secret: made.key, name: `The key ${made.name} (${made.id})` }, { json });

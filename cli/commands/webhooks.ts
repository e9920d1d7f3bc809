import { type Command, Option } from '@commander-js/extra-typings';
import type { MadeWebhook, NewWebhook, UpdateWebhook, Webhook, WebhookDelivery } from '../../client/index.ts';
import { connect } from '../connect.ts';
import { exit, wrongUse } from '../exit.ts';
import { assertFields, given, listOf } from '../fields.ts';
import { type Io, write } from '../io.ts';
import { confirm } from '../show/ask.ts';
import { dryRunOption, json, jsonOption, showList, showOne, showSecret, yesOption } from '../show/show.ts';
import type { Column } from '../show/table.ts';

const listed: Column<Webhook>[] = [
  ['ID', ({ id }) => id],
  ['URL', ({ url }) => url],
  ['STATE', ({ state, pausedBecause }) => (pausedBecause ? `${state} (${pausedBecause})` : state)],
  ['BEHIND', ({ behind }) => behind],
  ['TYPES', ({ types }) => types.join(', ')],
  ['DESCRIPTION', ({ description }) => description],
];
const delivered: Column<WebhookDelivery>[] = [
  ['ID', ({ id }) => id],
  ['AT', ({ at }) => at],
  ['TYPE', ({ type }) => type],
  ['EVENTS', ({ events }) => events],
  ['TRY', (delivery) => delivery.try],
  ['ANSWER', ({ status, failure }) => status ?? failure],
  ['TOOK', ({ tookMs }) => `${tookMs} ms`],
];

export function webhookCommands(muster: Command, io: Io): void {
  const webhooks = muster.command('webhooks').description('addresses that get the events of the account');
  webhooks
    .command('list')
    .description('webhooks')
    .option(...jsonOption)
    .action(async (options) => {
      await showList(io, (await connect(io).GET('/v1/webhooks')).data.data, listed, options);
    });
  createCommand(webhooks, io);
  editCommand(webhooks, io);
  deliveryCommands(webhooks, io);
  rotateCommand(webhooks, io);
  webhooks
    .command('remove <webhook>')
    .description('remove a webhook, by its id')
    .option(...yesOption)
    .option(...dryRunOption)
    .option(...jsonOption)
    .action(async (id, { dryRun, yes, ...options }) => {
      const api = connect(io, { dryRun });
      if (!dryRun) await confirm(io, `Remove the webhook ${id}?`, { yes });
      await api.DELETE('/v1/webhooks/{id}', { params: { path: { id } } });
      await write(io, options.json ? json({ id }) : `Removed the webhook ${id}.\n`);
    });
}

function createCommand(webhooks: Command, io: Io): void {
  webhooks
    .command('create <url>')
    .description('make a webhook and print its secret, once')
    .requiredOption('--types <list>', 'user.*,group.created,…')
    .option('--description <text>', 'what it is for')
    .option('--batch', 'up to 100 events in one request')
    .option('--pace <number>', 'events a second at most')
    .option(...dryRunOption)
    .option(...jsonOption)
    .action(async (url, { dryRun, json: asJson, types, description, batch, pace }) => {
      const api = connect(io, { dryRun });
      const settings = { description, batch, pace: pace === undefined ? undefined : paceOf(pace) };
      const body = { url, types: listOf(types), ...given(settings) };
      assertFields<NewWebhook>(body);
      const { data } = await api.POST('/v1/webhooks', { body });
      await showMade(io, data, asJson);
    });
}

function editCommand(webhooks: Command, io: Io): void {
  webhooks
    .command('edit <webhook>')
    .description('change, pause or resume a webhook, by its id')
    .option('--url <url>', 'the address')
    .option('--types <list>', 'all types')
    .option('--description <text>', 'what it is for')
    .option('--pace <number>', 'events a second at most; none for no limit')
    .addOption(new Option('--batch <yes>', 'up to 100 events in one request').choices(['yes', 'no']))
    .addOption(new Option('--paused <yes>', 'whether it rests').choices(['yes', 'no']))
    .option(...dryRunOption)
    .option(...jsonOption)
    .action(async (id, { dryRun, json: asJson, types, batch, paused, pace, ...texts }) => {
      const body = given({
        ...texts,
        types: types === undefined ? undefined : listOf(types),
        batch: batch === undefined ? undefined : batch === 'yes',
        paused: paused === undefined ? undefined : paused === 'yes',
        pace: pace === undefined ? undefined : paceOf(pace),
      });
      if (Object.keys(body).length === 0) throw wrongUse('Name what to change, like --paused yes.');
      assertFields<UpdateWebhook>(body);
      const api = connect(io, { dryRun });
      const { data } = await api.PATCH('/v1/webhooks/{id}', { params: { path: { id } }, body });
      await showOne(io, data, listed, { json: asJson });
    });
}

function deliveryCommands(webhooks: Command, io: Io): void {
  webhooks
    .command('test <webhook>')
    .description('send a test event, and say what was answered')
    .option(...jsonOption)
    .action(async (id, options) => {
      const { data } = await connect(io).POST('/v1/webhooks/{id}/test', { params: { path: { id } } });
      await showOne(io, data, delivered, options);
      io.exitCode = data.delivered ? exit.done : exit.refused;
    });
  webhooks
    .command('deliveries <webhook>')
    .description('what was sent within the last 7 days, the newest first')
    .addOption(new Option('--delivered <yes>', 'only those that arrived, or did not').choices(['yes', 'no']))
    .option(...jsonOption)
    .action(async (id, { delivered: only, ...options }) => {
      const query = { limit: 100, ...(only ? ({ delivered: only === 'yes' ? 'true' : 'false' } as const) : {}) };
      const rows = connect(io).each('/v1/webhooks/{id}/deliveries', { params: { path: { id }, query } });
      await showList(io, rows, delivered, options);
    });
  webhooks
    .command('replay <webhook>')
    .description('send all events since a time again')
    .requiredOption('--from <time>', '2026-11-28T09:00:00Z')
    .option(...dryRunOption)
    .option(...jsonOption)
    .action(async (id, { from, dryRun, ...options }) => {
      const api = connect(io, { dryRun });
      const { data } = await api.POST('/v1/webhooks/{id}/replay', { params: { path: { id } }, body: { from } });
      await showOne(io, data, listed, options);
    });
}

function rotateCommand(webhooks: Command, io: Io): void {
  webhooks
    .command('rotate <webhook>')
    .description('give a webhook a new secret and print it, once; both sign for a day')
    .option(...dryRunOption)
    .option(...jsonOption)
    .action(async (id, { dryRun, json: asJson }) => {
      const api = connect(io, { dryRun });
      const { data } = await api.POST('/v1/webhooks/{id}/rotate', { params: { path: { id } } });
      await showMade(io, data, asJson);
    });
}

function paceOf(text: string): number | null {
  if (text === 'none') return null;
  if (!/^\d+$/.test(text)) throw wrongUse(`--pace is no number: ${text}`);
  return Number(text);
}

const showMade = (io: Io, made: MadeWebhook, json: true | undefined) =>
  showSecret(io, { made, secret: made.secret, name: `The webhook ${made.url} (${made.id})` }, { json });

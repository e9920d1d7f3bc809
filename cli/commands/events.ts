import { readFile, rename, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Command } from '@commander-js/extra-typings';
import type { Muster, operations } from '../../client/index.ts';
import { connect } from '../connect.ts';
import { wrongUse } from '../exit.ts';
import { assertFields, listOf } from '../fields.ts';
import { type Io, isMissing, write } from '../io.ts';

type Query = NonNullable<operations['listEvents']['parameters']['query']>;
const pauseMs = 1_000;

export function eventsCommand(muster: Command, io: Io): void {
  muster
    .command('events')
    .description('what happened in the account, oldest first: one event a line, as JSON')
    .option('--follow', 'go on, and print what happens from now on too')
    .option('--types <list>', 'only these: user.created,group.*')
    .option('--after <cursor>', 'go on behind this cursor')
    .option('--latest', 'only what happens from now on; with --follow')
    .option('--cursor-file <file>', 'go on where the last run with this file ended')
    .action(async ({ follow, types, after, latest, cursorFile }) => {
      const api = connect(io);
      const kept = cursorFile === undefined ? undefined : await keptCursor(cursorFile);
      let cursor = after ?? kept ?? (latest ? await newest(api) : undefined);
      for (;;) {
        const query = { limit: 500, ...(types ? { types: listOf(types) } : {}), ...(cursor ? { after: cursor } : {}) };
        assertFields<Query>(query);
        const { data } = await api.GET('/v1/events', { params: { query } });
        for (const event of data.data) await write(io, `${JSON.stringify(event)}\n`);
        cursor = data.nextCursor;
        if (cursorFile !== undefined) await keepCursor(cursorFile, cursor);
        if (!data.more && !follow) return;
        if (!data.more) await sleep(pauseMs);
      }
    });
}

async function newest(api: Muster): Promise<string> {
  return (await api.GET('/v1/events', { params: { query: { latest: 'true' } } })).data.nextCursor;
}

/** @throws wrongUse if the file is there and cannot be read: without it all events would be printed again */
async function keptCursor(file: string): Promise<string | undefined> {
  try {
    return (await readFile(file, 'utf8')).trim() || undefined;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw wrongUse(`The file ${file} cannot be read.`);
  }
}

/** After the events are printed, so that none is missed: after a crash some may come twice. */
async function keepCursor(file: string, cursor: string): Promise<void> {
  await writeFile(`${file}.part`, `${cursor}\n`);
  await rename(`${file}.part`, file);
}

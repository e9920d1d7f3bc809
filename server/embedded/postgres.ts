import { closeSync, mkdirSync, openSync } from 'node:fs';
import { join, resolve } from 'node:path';
import pg from 'pg';
import { StartError } from '../kernel/config.ts';
import { copiesFoldersOfRoot, packagedPostgres, runnablePostgres } from './binaries.ts';
import { ensureCluster } from './cluster.ts';
import { guard } from './guard.ts';
import { lockFolder } from './lock.ts';
import { answersFromElsewhere } from './lock-file.ts';
import { bringUp } from './postmaster.ts';
import { memory, postgresSettings } from './settings.ts';
import { errorCode, system } from './system.ts';
import { postgresUser } from './user.ts';
import { keepRunning } from './watch.ts';

export type EmbeddedPostgres = {
  connection: { host: string; port: number; user: string; database: string };
  stop: () => Promise<void>;
};
/** packageFolder: the location of this PostgreSQL, if npm did not install it. */
type Start = { dataFolder: string; log: (line: string) => void; packageFolder?: string };
type Steps = (() => void | Promise<void>)[];

/** Starts the PostgreSQL that Muster brings, on files in the data folder, and keeps it running until it is stopped. */
export async function startEmbeddedPostgres({ dataFolder, log, ...given }: Start): Promise<EmbeddedPostgres> {
  const data = resolve(dataFolder);
  const undo: Steps = [];
  try {
    const packageFolder = given.packageFolder ?? packagedPostgres();
    mkdirSync(data, { recursive: true, mode: 0o700 });
    const folder = join(data, 'postgres');
    const user = postgresUser(folder);
    if (await answersFromElsewhere(folder, () => shortPath(folder, undo))) {
      throw new StartError(`A Muster in another container is already using the folder ${data}.`);
    }
    undo.push(lockFolder(data));
    const native = runnablePostgres(packageFolder, user, user ? copiesFoldersOfRoot : [data]);
    if (await ensureCluster(folder, native, user)) log(`PostgreSQL made a new database in ${folder}.`);
    const place = { folder, native, user, settings: postgresSettings(memory()), logFile: join(data, 'postgres.log') };
    undo.push(guard(data, log));
    undo.push(keepRunning(place, await bringUp(place, log), log));
    const connection = { host: shortPath(folder, undo), port: 5432, user: 'muster', database: 'muster' };
    await ensureDatabase(connection);
    let stopped: Promise<void> | null = null;
    return { connection, stop: () => (stopped ??= backwards(undo)) };
  } catch (error) {
    await backwards(undo);
    throw inWords(error, data);
  }
}

async function backwards(steps: Steps): Promise<void> {
  for (const step of steps.reverse()) await step();
}

/** A short name for the folder while it is open, if the path of its socket would be too long. */
function shortPath(folder: string, undo: Steps): string {
  if (Buffer.byteLength(join(folder, '.s.PGSQL.5432')) <= system.socketPathBytesMax) return folder;
  const handle = openSync(folder, 'r');
  undo.push(() => closeSync(handle));
  return system.pathOfOpen(handle, folder);
}

async function ensureDatabase(connection: EmbeddedPostgres['connection']): Promise<void> {
  const missing = await onceConnected(connection, async () => false).catch((error: unknown) => {
    if (errorCode(error) === '3D000') return true;
    throw error;
  });
  const create = (client: pg.Client) => client.query(`create database ${connection.database}`);
  if (missing) await onceConnected({ ...connection, database: 'postgres' }, create);
}

async function onceConnected<T>(
  connection: EmbeddedPostgres['connection'],
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client(connection);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

function inWords(error: unknown, data: string): unknown {
  const code = errorCode(error);
  const sentence = failures.find(({ codes }) => codes.includes(code))?.sentence(data);
  return sentence === undefined ? error : new StartError(sentence, { cause: error });
}

const failures = [
  {
    codes: ['EACCES', 'EPERM', 'EROFS'],
    sentence: (data: string) =>
      `Muster may not write to the folder ${data}: give its user that right, or choose another folder with MUSTER_DATA.`,
  },
  {
    codes: ['ENOSPC', 'EDQUOT'],
    sentence: (data: string) =>
      `The disk that holds the folder ${data} is full: free some room, or choose another folder with MUSTER_DATA.`,
  },
  {
    codes: ['EEXIST', 'ENOTDIR'],
    sentence: (data: string) => `${data} is not a folder: choose a folder with MUSTER_DATA.`,
  },
];

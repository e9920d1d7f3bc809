import { execFile } from 'node:child_process';
import {
  chownSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdtempSync,
  openSync,
  readdirSync,
  renameSync,
  rmdirSync,
  rmSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { StartError } from '../kernel/config.ts';
import { errorCode, readIfThere, system } from './system.ts';
import { mayNotSwitch, type User } from './user.ts';

const major = '18';
const run = promisify(execFile);

/** Ensures that the folder has a database of this version. Creates one if there is none; true if it did. */
export async function ensureCluster(clusterFolder: string, native: string, user: User | null): Promise<boolean> {
  await removeUnfinished(clusterFolder);
  const version = readIfThere(join(clusterFolder, 'PG_VERSION'))?.trim();
  if (version === major) return false;
  if (version !== undefined) {
    throw new StartError(
      `The database in ${clusterFolder} was made by PostgreSQL ${version}, and this Muster brings ${major}: start the Muster that made it, or choose another folder with MUSTER_DATA.`,
    );
  }
  refuseForeignFiles(clusterFolder);
  await makeCluster(clusterFolder, native, user);
  return true;
}

/** Creates it under a temporary name and renames at the end, so that a database is complete or absent. */
async function makeCluster(clusterFolder: string, native: string, user: User | null): Promise<void> {
  const unfinished = mkdtempSync(unfinishedPrefix(clusterFolder));
  try {
    if (user) giveAway(unfinished, user);
    await run(join(native, 'bin/initdb'), initdbArguments, { ...user, cwd: unfinished, env: {} });
    renameSync(unfinished, clusterFolder);
    persist(join(clusterFolder, '..'));
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true, maxRetries: 5 });
    throw inWords(error, clusterFolder);
  }
}

function giveAway(folder: string, user: User): void {
  try {
    chownSync(folder, user.uid, user.gid);
  } catch (error) {
    throw mayNotSwitch(error);
  }
}

const initdbArguments = [
  `--pgdata=${system.ownFolder}`,
  '--username=muster',
  '--auth-local=trust',
  '--auth-host=reject',
  '--locale=C',
  '--locale-provider=builtin',
  '--builtin-locale=C.UTF-8',
  '--encoding=UTF8',
];

function unfinishedPrefix(clusterFolder: string): string {
  return `${clusterFolder}.new-`;
}

/** An initdb that outlived its Muster ends at its next output. Until then it may still write. */
async function removeUnfinished(clusterFolder: string): Promise<void> {
  const parent = join(clusterFolder, '..');
  const leftovers = readdirSync(parent)
    .map((name) => join(parent, name))
    .filter((path) => path.startsWith(unfinishedPrefix(clusterFolder)));
  const patience = Date.now() + 10_000;
  for (const path of leftovers) {
    while (!removed(path) && Date.now() < patience) await sleep(50);
  }
}

function removed(folder: string): boolean {
  try {
    rmSync(folder, { recursive: true, force: true });
  } catch (error) {
    if (errorCode(error) !== 'ENOTEMPTY') throw error;
  }
  return !existsSync(folder);
}

function refuseForeignFiles(clusterFolder: string): void {
  try {
    rmdirSync(clusterFolder);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return;
    if (errorCode(error) === 'ENOTEMPTY' || errorCode(error) === 'ENOTDIR') {
      throw new StartError(
        `${clusterFolder} exists and is not a database of Muster: move it away, or choose another folder with MUSTER_DATA.`,
      );
    }
    throw error;
  }
}

/** Without this, a power cut could undo the renaming and keep what was written later. */
function persist(folder: string): void {
  const handle = openSync(folder, 'r');
  fsyncSync(handle);
  closeSync(handle);
}

function inWords(error: unknown, clusterFolder: string): unknown {
  const output = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : '';
  if (output === '') return error;
  if (/No space left on device|Disk quota exceeded|disk space/.test(output)) {
    return new StartError(
      `There is not enough room for the database in ${clusterFolder}: free some, or choose another folder with MUSTER_DATA.`,
      { cause: error },
    );
  }
  if (/could not look up effective user ID/.test(output)) {
    return new StartError(
      `PostgreSQL needs a name for user ${process.getuid?.()}: add it to /etc/passwd, or start Muster as another user.`,
      { cause: error },
    );
  }
  return new StartError(`PostgreSQL could not make its database in ${clusterFolder}: ${output.replace(/\s+/g, ' ')}`, {
    cause: error,
  });
}

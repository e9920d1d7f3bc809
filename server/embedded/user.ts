import { statSync } from 'node:fs';
import { StartError } from '../kernel/config.ts';
import { errorCode, readIfThere } from './system.ts';

export type User = { uid: number; gid: number };

/**
 * The user that runs PostgreSQL, or null for the current one. PostgreSQL refuses to run as root. For root it runs as the owner of the
 * database's files, or as the user "nobody" if there are none yet.
 */
export function postgresUser(clusterFolder: string): User | null {
  const me = process.getuid?.() ?? 0;
  if (me === 0 && process.platform !== 'linux')
    throw new StartError('PostgreSQL refuses to run as root: start Muster as an ordinary user.');
  const owner = ownerOf(clusterFolder);
  if (me === 0 && owner === null) return nobody();
  if (me === 0 && owner?.uid === 0) {
    throw new StartError(
      `The folder ${clusterFolder} belongs to root, as whom PostgreSQL refuses to run: give it away with "chown -R nobody ${clusterFolder}".`,
    );
  }
  if (me === 0) return owner;
  if (owner !== null && owner.uid !== me) {
    throw new StartError(
      `The folder ${clusterFolder} belongs to user ${owner.uid}, and Muster was started by user ${me}: start it as root or as that user.`,
    );
  }
  return null;
}

export function mayNotSwitch(cause: unknown): StartError {
  return new StartError(
    'Muster runs as root but may not run PostgreSQL as another user: start Muster as an ordinary user.',
    { cause },
  );
}

function ownerOf(folder: string): User | null {
  try {
    const { uid, gid } = statSync(folder);
    return { uid, gid };
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw error;
  }
}

function nobody(): User {
  const entry = readIfThere('/etc/passwd')?.match(/^nobody:[^:]*:(\d+):(\d+):/m);
  return entry ? { uid: Number(entry[1]), gid: Number(entry[2]) } : { uid: 65534, gid: 65534 };
}

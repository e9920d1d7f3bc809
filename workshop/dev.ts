import { type EmbeddedPostgres, startEmbeddedPostgres } from '../server/embedded/postgres.ts';
import { StartError } from '../server/kernel/config.ts';
import { addressOf } from '../server/testing/database.ts';
import { Part, say, stopSignals } from './part.ts';

/**
 * Muster for those who work on it, until Ctrl-C. The server starts again when its files change, the open console takes over what
 * changes without a reload, and the database goes on through both.
 */
const consolePort = 5173;

const database = await startDatabase();
const watched = ['--watch-path=server', '--watch-path=migrations', '--watch-preserve-output'];
const vite = ['node_modules/vite/bin/vite.js', '--config', 'console/vite.config.ts', '--port', String(consolePort)];
const parts = [
  new Part('server', [...watched, 'server/main.ts'], {
    ...process.env,
    // Links in mails lead to the console that is worked on.
    PUBLIC_URL: `http://localhost:${consolePort}`,
    ...(database ? { DATABASE_URL: addressOf(database.connection) } : {}),
  }),
  new Part('console', vite, process.env),
];
const stopAll = () => Promise.all(parts.map((part) => part.stop()));
for (const signal of stopSignals) process.on(signal, stopAll);
// One is of no use without the other.
await Promise.race(parts.map(({ ended }) => ended));
await stopAll();
await database?.stop();

/** The database belongs to this process, so that it outlives the servers that come and go. */
async function startDatabase(): Promise<EmbeddedPostgres | null> {
  if (process.env['DATABASE_URL']) return null;
  try {
    const dataFolder = process.env['MUSTER_DATA'] || './data';
    return await startEmbeddedPostgres({ dataFolder, log: (line) => say('database', line) });
  } catch (error) {
    if (!(error instanceof StartError)) throw error;
    console.error(error.message);
    process.exit(1);
  }
}

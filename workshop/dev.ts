import { type EmbeddedPostgres, startEmbeddedPostgres } from '../server/embedded/postgres.ts';
import { StartError } from '../server/kernel/config.ts';
import { addressOf } from '../server/testing/database.ts';
import { Part, say, stopSignals } from './part.ts';

/**
 * Muster for developers, until Ctrl-C. The server restarts when its files change, the open console updates without a reload, and the
 * database runs on through both.
 */
const consolePort = 5173;

const database = await startDatabase();
const watched = ['--watch-path=server', '--watch-path=migrations', '--watch-preserve-output'];
const vite = ['node_modules/vite/bin/vite.js', '--config', 'console/vite.config.ts', '--port', String(consolePort)];
const parts = [
  new Part('server', [...watched, 'server/main.ts'], {
    ...process.env,
    // Links in mails lead to the console under development.
    PUBLIC_URL: `http://localhost:${consolePort}`,
    ...(database ? { DATABASE_URL: addressOf(database.connection) } : {}),
  }),
  new Part('console', vite, process.env),
];
const stopAll = () => Promise.all(parts.map((part) => part.stop()));
for (const signal of stopSignals) process.on(signal, stopAll);
// One is useless without the other.
await Promise.race(parts.map(({ ended }) => ended));
await stopAll();
await database?.stop();

/** The database belongs to this process, so that it outlives the restarting servers. */
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

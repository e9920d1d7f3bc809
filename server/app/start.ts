import { sql } from 'kysely';
import type pg from 'pg';
import { one, readInSystem } from '../database/database.ts';
import { startEmbeddedPostgres } from '../embedded/postgres.ts';
import type { App } from '../http/route.ts';
import { type Config, StartError } from '../kernel/config.ts';
import type { Log } from '../kernel/log.ts';
import { setUpCode } from '../sign-up/set-up-code.ts';
import type { Services } from '../tools.ts';
import type { ShutDown } from './shut-down.ts';

/** The most time for running requests once the server stops. Event streams end then. */
const drainMs = 10_000;

/** The database that DATABASE_URL names, else the PostgreSQL that Muster brings, started here. */
export async function connectionTo(config: Config, shutDown: ShutDown, log: Log): Promise<pg.PoolConfig> {
  if (config.databaseUrl) return { connectionString: config.databaseUrl };
  const postgres = await startEmbeddedPostgres({ dataFolder: config.dataFolder, log: (line) => log.info(line) });
  shutDown.add('PostgreSQL', postgres.stop);
  return postgres.connection;
}

/** A database that cannot be reached is reported in one sentence; any other error is reported in full. */
export async function reach(pool: pg.Pool): Promise<void> {
  await pool.query('select 1').catch((error: unknown) => {
    throw new StartError(
      `The database cannot be used: ${error instanceof Error ? error.message : String(error)}. Check DATABASE_URL.`,
      { cause: error },
    );
  });
}

export async function listen(app: App, { host, port }: Config): Promise<void> {
  await app.listen({ host, port }).catch((error: unknown) => {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    if (code === 'EADDRINUSE')
      throw new StartError(`Port ${port} is taken: stop what uses it, or choose another with PORT.`);
    if (code === 'EACCES')
      throw new StartError(`Muster may not listen on port ${port}: choose one above 1023 with PORT.`);
    if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
      throw new StartError(`HOST ${host} is not an address of this machine.`);
    throw error;
  });
}

/** Lets running requests finish. Ends what never finishes, such as event streams, after a while. */
export async function close(app: App): Promise<void> {
  const cut = setTimeout(() => app.server.closeAllConnections(), drainMs);
  // A connection with a running request becomes idle later than the others.
  const idle = setInterval(() => app.server.closeIdleConnections(), 50);
  await app.close();
  clearTimeout(cut);
  clearInterval(idle);
}

export async function greet({ config, database, signer }: Services): Promise<void> {
  console.log(`Muster is ready: open ${config.publicUrl}`);
  if (config.loopback || config.signUp === 'closed') return;
  const { any } = await readInSystem(database, (db) => one(db, sql<{ any: boolean }>`select accounts_any() as any`));
  if (!any) console.log(`The set-up code for the first account is ${setUpCode(signer)}.`);
}

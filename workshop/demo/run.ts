import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { z } from 'zod';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../server/embedded/postgres.ts';
import { StartError } from '../../server/kernel/config.ts';
import { Client } from '../../server/testing/client.ts';
import { addressOf } from '../../server/testing/database.ts';
import { clockOf } from '../../server/testing/moment.ts';
import { freePort } from '../../server/testing/process.ts';
import { Part, stopSignals } from '../part.ts';
import { adminEmail, demoAccount, ownerEmail } from './account.ts';
import { signInLink } from './sign-in-link.ts';

/**
 * Muster with an account to explore, until Ctrl-C: `npm run demo [-- FOLDER] [--people N]`. The account is created once, which takes half a
 * minute, and stays in the folder. The demo listens on loopback only and reads no setting from the environment except PORT.
 */
const { positionals, values } = parseArgs({ allowPositionals: true, options: { people: { type: 'string' } } });
const folder = resolve(positionals[0] ?? 'data/demo');
const people = Number(values.people ?? 500);
const port = Number(process.env['PORT'] || 3000);

/** A file in the folder that only its owner can read. Without it, a database there was not made by the demo. */
const noteFile = join(folder, 'demo.json');
const noteSchema = z.object({ password: z.string(), finished: z.boolean() });
type Note = z.infer<typeof noteSchema>;

try {
  await run();
} catch (error) {
  if (!(error instanceof StartError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

async function run(): Promise<void> {
  const note = readNote();
  const database = await startEmbeddedPostgres({ dataFolder: folder, log: () => {} });
  try {
    if (!note.finished) await make(database, note);
    await serve(database, note);
  } finally {
    await database.stop();
  }
}

function readNote(): Note {
  if (existsSync(noteFile)) return noteSchema.parse(JSON.parse(readFileSync(noteFile, 'utf8')));
  if (existsSync(join(folder, 'postgres')))
    throw new StartError(
      `${folder} holds a database that is no demo: name another folder, as in npm run demo -- ./other.`,
    );
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  // Each folder has its own password, so that an exposed demo does not have a known one.
  const note = { password: randomBytes(12).toString('base64url'), finished: false };
  writeNote(note);
  return note;
}

function writeNote(note: Note): void {
  writeFileSync(noteFile, JSON.stringify(note), { mode: 0o600 });
}

async function make(database: EmbeddedPostgres, { password }: Note): Promise<void> {
  console.log(`Making an account of ${people} people in ${folder} …`);
  await emptyDatabase(database);
  const own = await freePort();
  const server = muster(database, own, { RATE_LIMITS: 'off', SIGN_UP: 'open', LOG_LEVEL: 'error' });
  const pool = new pg.Pool(database.connection);
  try {
    const browser = () => new Client(`http://127.0.0.1:${own}`);
    await server.says(/Muster is ready/);
    await demoAccount({ browser, sql: pool, clock: clockOf(pool) }, { people, password });
    writeNote({ password, finished: true });
  } finally {
    await pool.end();
    await server.stop();
  }
}

async function serve(database: EmbeddedPostgres, { password }: Note): Promise<void> {
  const server = muster(database, port, { LOG_LEVEL: 'warn' });
  const stopped = new Promise<void>((resolve) => {
    for (const signal of stopSignals) process.on(signal, () => resolve());
  });
  try {
    await server.says(/Muster is ready/);
    const link = await signInLink(`http://localhost:${port}`, { email: ownerEmail, password });
    console.log(`
Open ${link.url}
to be signed in as the Owner, ${ownerEmail}. The link works as long as this runs.
An Admin is ${adminEmail}. The password of all is ${password}
`);
    await Promise.race([stopped, server.ended]);
    link.close();
  } finally {
    await server.stop();
  }
}

function muster({ connection }: EmbeddedPostgres, port: number, env: Record<string, string>): Part {
  const { PATH } = process.env;
  const own = { PORT: String(port), MUSTER_DATA: folder, DATABASE_URL: addressOf(connection) };
  return new Part('server', ['server/main.ts'], { PATH, ...own, ...env });
}

/** Drops the remains of a demo that was stopped before it was complete. */
async function emptyDatabase({ connection }: EmbeddedPostgres): Promise<void> {
  const client = new pg.Client({ ...connection, database: 'postgres' });
  await client.connect();
  await client.query(`drop database ${connection.database} with (force)`);
  await client.query(`create database ${connection.database}`);
  await client.end();
}

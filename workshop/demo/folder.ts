import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { z } from 'zod';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../server/embedded/postgres.ts';
import { StartError } from '../../server/kernel/config.ts';
import { Client } from '../../server/testing/client.ts';
import { addressOf } from '../../server/testing/database.ts';
import { clockOf } from '../../server/testing/moment.ts';
import { freePort } from '../../server/testing/process.ts';
import { Part } from '../part.ts';
import { demoAccount, fewestPeople, mostPeople } from './account.ts';

/** A demo on its running database. Everyone in it has the same password. */
export type Demo = { folder: string; database: EmbeddedPostgres; password: string };

const noteSchema = z.object({ password: z.string(), finished: z.boolean() });
type Note = z.infer<typeof noteSchema>;

/** Where a demo is, and how many people it has, unless others are given. */
export const usualFolder = 'data/demo';
export const usualPeople = 500;

/**
 * The demo of a folder. It is made if the folder holds none.
 * @throws StartError when the folder holds another database, or the people are too few or too many
 */
export async function openDemo(folder: string, people: number): Promise<Demo> {
  if (!Number.isInteger(people) || people < fewestPeople || people > mostPeople)
    throw new StartError(`--people takes a whole number from ${fewestPeople} to ${mostPeople}.`);
  const note = readNote(folder);
  const database = await startEmbeddedPostgres({ dataFolder: folder, log: () => {} });
  const demo = { folder, database, password: note.password };
  try {
    if (!note.finished) await make(demo, people);
  } catch (error) {
    await database.stop();
    throw error;
  }
  return demo;
}

/** The note says that the database is a demo. Its owner alone may read it. */
const noteOf = (folder: string) => join(folder, 'demo.json');

function readNote(folder: string): Note {
  if (existsSync(noteOf(folder))) return noteSchema.parse(JSON.parse(readFileSync(noteOf(folder), 'utf8')));
  if (existsSync(join(folder, 'postgres')))
    throw new StartError(
      `${folder} holds a database that is no demo: name another folder, as in npm run demo -- ./other.`,
    );
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  // Each folder has a password of its own, so that a demo that others can reach is no door with a known key.
  const note = { password: randomBytes(12).toString('base64url'), finished: false };
  writeNote(folder, note);
  return note;
}

function writeNote(folder: string, note: Note): void {
  writeFileSync(noteOf(folder), JSON.stringify(note), { mode: 0o600 });
}

async function make(demo: Demo, people: number): Promise<void> {
  const { folder, database, password } = demo;
  console.log(`Making an account of ${people} people in ${folder} …`);
  await emptyDatabase(database);
  const port = await freePort();
  const server = serverOf(demo, port, { RATE_LIMITS: 'off', SIGN_UP: 'open', LOG_LEVEL: 'error' });
  const pool = new pg.Pool(database.connection);
  try {
    const browser = () => new Client(`http://127.0.0.1:${port}`);
    await server.says(/Muster is ready/);
    await demoAccount({ browser, sql: pool, clock: clockOf(pool) }, { people, password });
    writeNote(folder, { password, finished: true });
  } finally {
    await pool.end();
    await server.stop();
  }
}

/** A server of the demo on a port of loopback. */
export function serverOf({ folder, database }: Demo, port: number, env: Record<string, string>): Part {
  const { PATH } = process.env;
  const own = { PORT: String(port), MUSTER_DATA: folder, DATABASE_URL: addressOf(database.connection) };
  return new Part('server', ['server/main.ts'], { PATH, ...own, ...env });
}

/** Drops what an interrupted start has made. */
async function emptyDatabase({ connection }: EmbeddedPostgres): Promise<void> {
  const client = new pg.Client({ ...connection, database: 'postgres' });
  await client.connect();
  await client.query(`drop database ${connection.database} with (force)`);
  await client.query(`create database ${connection.database}`);
  await client.end();
}

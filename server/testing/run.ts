import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { prepareBrowserTests } from '../../console/e2e/prepare.ts';
import { migrate } from '../database/migrate.ts';
import { startEmbeddedPostgres } from '../embedded/postgres.ts';
import { createDatabase, dropDatabase, onDatabase } from './database.ts';

/**
 * Runs the tests on one PostgreSQL: that of TEST_DATABASE_URL (15 or later, a role with CREATEDB and CREATEROLE), else one started for this
 * run. Each test file gets a copy of a database that is migrated once.
 */
const template = `muster_template_${process.pid}`;
const everything = [
  'server/**/*.test.ts',
  'console/**/*.test.ts',
  'client/**/*.test.ts',
  'cli/**/*.test.ts',
  'workshop/**/*.test.ts',
];
const given = process.argv.slice(2);
const files = given.some((argument) => !argument.startsWith('--')) ? given : [...given, ...everything];
if (files.some((file) => file.includes('console/'))) prepareBrowserTests();
const server = await startServer();
process.on('SIGINT', () => {});
process.on('SIGTERM', () => {});
try {
  await createDatabase(server.connection, template);
  const pool = new pg.Pool({ ...onDatabase(server.connection, template), max: 1 });
  await migrate(pool);
  await pool.end();
  process.exitCode = await runTests();
} finally {
  await dropDatabase(server.connection, template).catch(() => {});
  await server.stop();
}

async function startServer(): Promise<{ connection: pg.PoolConfig; stop: () => Promise<void> }> {
  const url = process.env['TEST_DATABASE_URL'];
  if (url) return { connection: { connectionString: url }, stop: async () => {} };
  const dataFolder = mkdtempSync(join(tmpdir(), 'muster-test-'));
  const postgres = await startEmbeddedPostgres({ dataFolder, log: () => {} });
  // Like the roles of managed databases: no superuser, so nothing in Muster may need one.
  const admin = new pg.Client(postgres.connection);
  await admin.connect();
  await admin.query('create role tester login createdb createrole');
  await admin.end();
  return {
    connection: { ...postgres.connection, user: 'tester', database: 'postgres' },
    stop: async () => {
      await postgres.stop();
      rmSync(dataFolder, { recursive: true, force: true });
    },
  };
}

function runTests(): Promise<number> {
  const environment = {
    // Each test file is its own process. This cache keeps Node's compiled sources for the others.
    NODE_COMPILE_CACHE: join(import.meta.dirname, '../../node_modules/.cache/muster'),
    ...process.env,
    TEST_SERVER: JSON.stringify(server.connection),
    TEST_TEMPLATE: template,
  };
  const reporters = ['spec', join(import.meta.dirname, 'measures/slowest.ts')];
  const report = reporters.flatMap((name) => [`--test-reporter=${name}`, '--test-reporter-destination=stdout']);
  const words = ['--test', '--test-concurrency=2', '--test-timeout=120000', ...report, ...files];
  const tests = spawn(process.execPath, words, { stdio: 'inherit', env: environment });
  return new Promise((resolve) => tests.on('exit', (code) => resolve(code ?? 1)));
}

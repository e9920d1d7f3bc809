import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import type pg from 'pg';
import { createApp } from '../app.ts';
import { openDatabase } from '../database/database.ts';
import { toolsOf } from '../features.ts';
import type { App } from '../http/route.ts';
import { Worker } from '../jobs/jobs.ts';
import { readConfig } from '../kernel/config.ts';
import { Encryption } from '../kernel/encryption.ts';
import { Foreground } from '../kernel/foreground.ts';
import { RateLimits } from '../kernel/rate-limits.ts';
import { Signer, serverKeys } from '../kernel/secrets.ts';
import { AccountMailers } from '../mail/account-mailers.ts';
import { Mailer } from '../mail/mail.ts';
import { Names } from '../outbound/names.ts';
import { Outbound } from '../outbound/outbound.ts';
import { loadCatalog } from '../seats/catalog.ts';
import type { Tools } from '../tools.ts';
import { WebhookSender } from '../webhooks/sender.ts';
import { Client } from './client.ts';
import { copyDatabase, type TestDatabase } from './database.ts';
import { testLog } from './log.ts';
import { clockOf } from './moment.ts';
import { readAlong } from './statements/sent-statements.ts';

export type TestApp = {
  url: string;
  tools: Tools;
  app: App;
  /** The database, for rows outside accounts that no caller can see. Use rowsIn for an account's rows. */
  sql: pg.Pool;
  clock: { forward: (interval: string) => Promise<void> };
  browser: () => Client;
};

/**
 * A running server on its own database, with settings as environment variables. It ends with the test file. The database is new unless
 * given.
 */
export async function startTestApp(env: Record<string, string> = {}, given?: TestDatabase): Promise<TestApp> {
  const { connection, drop } = given ?? (await copyDatabase());
  const dataFolder = mkdtempSync(join(tmpdir(), 'muster-data-'));
  // No name server answers there, so nothing waits for the Internet.
  const quick = { PORT: '0', RATE_LIMITS: 'off', SIGN_UP: 'open', DNS_SERVERS: '127.0.0.1:1' };
  const config = readConfig({ ...quick, MUSTER_DATA: dataFolder, ...env });
  const log = testLog();
  const database = openDatabase(connection, log, config);
  const faults = readAlong([database.pool, database.copies]);
  const worker = new Worker(database, log);
  const keys = serverKeys(config.secrets, config.dataFolder);
  const signer = new Signer(keys);
  const encryption = new Encryption(keys);
  const names = new Names(config.dnsServers);
  const outbound = new Outbound({
    allow: config.outboundAllow,
    ...(config.dnsServers === null ? {} : { lookup: names.lookup }),
  });
  const mailer = new Mailer(config, database, log);
  const accountMailers = new AccountMailers({ config, database, log, encryption, outbound });
  const catalog = loadCatalog(config.catalogFile);
  const rateLimits = new RateLimits(config.rateLimits);
  const foreground = new Foreground();
  const tools = toolsOf({
    config,
    catalog,
    database,
    worker,
    foreground,
    log,
    signer,
    encryption,
    mailer,
    accountMailers,
    outbound,
    names,
    rateLimits,
  });
  const app = await createApp(tools);
  const url = await app.listen({ port: 0, host: '127.0.0.1' });
  config.port = Number(new URL(url).port);
  if (env['PUBLIC_URL'] === undefined) config.publicUrl = url;
  worker.start();
  const webhooks = new WebhookSender(tools);
  webhooks.start();
  after(async () => {
    app.server.closeAllConnections();
    await app.close();
    await worker.stop();
    await webhooks.stop();
    mailer.close();
    accountMailers.close();
    await outbound.close();
    await database.end();
    await drop();
    rmSync(dataFolder, { recursive: true });
    assert.deepEqual(faults(), [], 'statements that the server sent');
  });
  return { url, tools, app, sql: database.pool, clock: clockOf(database.pool), browser: () => new Client(url) };
}

/** Rows inside one account, as the server's own role sees them. */
export async function rowsIn(app: TestApp, accountId: string, query: string, values: unknown[] = []) {
  const client = await app.sql.connect();
  try {
    await client.query('begin; set local role muster_app');
    await client.query("select set_config('muster.account_id', $1, true)", [accountId]);
    return await client.query(query, values);
  } finally {
    await client.query('commit');
    client.release();
  }
}

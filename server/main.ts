import { ShutDown } from './app/shut-down.ts';
import { close, connectionTo, greet, listen, reach } from './app/start.ts';
import { createApp } from './app.ts';
import { openDatabase } from './database/database.ts';
import { migrate } from './database/migrate.ts';
import { toolsOf } from './features.ts';
import { Worker } from './jobs/jobs.ts';
import { readConfig, StartError } from './kernel/config.ts';
import { Encryption } from './kernel/encryption.ts';
import { Foreground } from './kernel/foreground.ts';
import { createLog } from './kernel/log.ts';
import { RateLimits } from './kernel/rate-limits.ts';
import { Signer, serverKeys } from './kernel/secrets.ts';
import { AccountMailers } from './mail/account-mailers.ts';
import { Mailer } from './mail/mail.ts';
import { Names } from './outbound/names.ts';
import { Outbound } from './outbound/outbound.ts';
import { loadCatalog } from './seats/catalog.ts';
import { WebhookSender } from './webhooks/sender.ts';

const log = createLog('info');
const shutDown = new ShutDown();
shutDown.onSignal(log);
shutDown.onBug(log);

try {
  const config = readConfig(process.env);
  log.level = config.logLevel;
  const catalog = loadCatalog(config.catalogFile);
  const database = openDatabase(await connectionTo(config, shutDown, log), log, config);
  shutDown.add('the database connections', database.end);
  await reach(database.pool);
  await migrate(database.pool);
  const mailer = new Mailer(config, database, log);
  shutDown.add('mail', () => mailer.close());
  const names = new Names(config.dnsServers);
  const outbound = new Outbound({
    allow: config.outboundAllow,
    ...(config.dnsServers === null ? {} : { lookup: names.lookup }),
  });
  shutDown.add('outgoing connections', () => outbound.close());
  const worker = new Worker(database, log);
  const keys = serverKeys(config.secrets, config.dataFolder);
  const signer = new Signer(keys);
  const encryption = new Encryption(keys);
  const accountMailers = new AccountMailers({ config, database, log, encryption, outbound });
  shutDown.add('mail of accounts', () => accountMailers.close());
  const rateLimits = new RateLimits(config.rateLimits);
  const tools = toolsOf({
    config,
    catalog,
    database,
    worker,
    foreground: new Foreground(),
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
  shutDown.add('the worker', () => worker.stop());
  worker.start();
  const webhooks = new WebhookSender(tools);
  shutDown.add('webhooks', () => webhooks.stop());
  webhooks.start();
  shutDown.add('the server', () => close(app));
  await listen(app, config);
  await greet(tools);
} catch (error) {
  if (!(error instanceof StartError)) log.fatal({ err: error }, 'Muster could not start');
  else console.error(error.message);
  await shutDown.run(log);
  process.exit(1);
}

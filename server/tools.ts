import type { ErasedHook } from './changes/erase/erased.ts';
import type { ChangeHandlers } from './changes/run/handlers.ts';
import type { Database } from './database/database.ts';
import type { Worker } from './jobs/jobs.ts';
import type { Config } from './kernel/config.ts';
import type { Encryption } from './kernel/encryption.ts';
import type { Foreground } from './kernel/foreground.ts';
import type { Log } from './kernel/log.ts';
import type { RateLimits } from './kernel/rate-limits.ts';
import type { Signer } from './kernel/secrets.ts';
import type { AccountMailers } from './mail/account-mailers.ts';
import type { Mailer } from './mail/mail.ts';
import type { Names } from './outbound/names.ts';
import type { Outbound } from './outbound/outbound.ts';
import type { Catalog } from './seats/catalog.ts';

/** The services of one server, made by main.ts. */
export type Services = {
  config: Config;
  catalog: Catalog;
  database: Database;
  worker: Worker;
  foreground: Foreground;
  log: Log;
  signer: Signer;
  encryption: Encryption;
  mailer: Mailer;
  accountMailers: AccountMailers;
  outbound: Outbound;
  names: Names;
  rateLimits: RateLimits;
};

/** What every feature gets. */
export type Tools = Services & {
  /** Handlers of changes that features bring, by their source. */
  changeHandlers: ChangeHandlers;
  /** What to do when people are erased, in the same transaction. */
  erased: ErasedHook[];
};

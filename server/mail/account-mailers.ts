import { LRUCache } from 'lru-cache';
import { type Database, readInAccount } from '../database/database.ts';
import type { Config } from '../kernel/config.ts';
import { asSystem } from '../kernel/context.ts';
import type { Encryption } from '../kernel/encryption.ts';
import type { Log } from '../kernel/log.ts';
import type { Outbound } from '../outbound/outbound.ts';
import { Mailer } from './mail.ts';
import { type MailServer, openTransport, ownPerSecond, senderOf } from './mail-server.ts';
import { type MailSettings, passwordPlace, readMailSettings } from './mail-settings.ts';

type Services = { config: Config; database: Database; log: Log; encryption: Encryption; outbound: Outbound };

/** Accounts whose connections are kept open on this server. */
const openMax = 200;
/** A server that hangs holds its place among those of other accounts no longer than this. */
const timeouts = { connectionTimeout: 5_000, greetingTimeout: 5_000, socketTimeout: 15_000 };

/** The mailers of accounts that have a mail server of their own. */
export class AccountMailers {
  readonly #services: Services;
  readonly #open = new LRUCache<string, { settings: string; mailer: Mailer }>({
    max: openMax,
    dispose: ({ mailer }) => mailer.close(),
  });

  constructor(services: Services) {
    this.#services = services;
  }

  /** The mailer of the account's own server as it is set at this moment; null if the operator's carries its mail. */
  async of(accountId: string): Promise<Mailer | null> {
    const { config, database, log } = this.#services;
    if (config.smtpUrl !== null) return null;
    const settings = await readInAccount(database, asSystem(accountId), readMailSettings);
    const same = JSON.stringify(settings);
    const known = this.#open.get(accountId);
    if (known?.settings === same) return known.mailer;
    const server = this.#serverOf(accountId, settings);
    if (server === null) {
      this.#open.delete(accountId);
      return null;
    }
    const mailer = new Mailer(config, database, log, server);
    this.#open.set(accountId, { settings: same, mailer });
    return mailer;
  }

  close(): void {
    this.#open.clear();
  }

  #serverOf(accountId: string, settings: MailSettings): MailServer | null {
    const { config, encryption, outbound } = this.#services;
    const { host, port, security, username, password, senderName, senderAddress } = settings;
    if (host === null || port === null) return null;
    const pass = password === null ? '' : encryption.decrypt(passwordPlace(accountId), password);
    const transport = openTransport({
      host,
      port,
      secure: security === 'tls',
      requireTLS: security === 'starttls',
      ignoreTLS: security === 'none',
      ...(username === null ? {} : { auth: { user: username, pass } }),
      ...timeouts,
      getSocket: (_options, done) => {
        outbound.connectMail({ host, port, encrypted: security !== 'none' }).then(
          (connection) => done(null, { connection }),
          (error: Error) => done(error),
        );
      },
    });
    const own = { name: senderName, address: senderAddress ?? '' };
    const from = config.mailFrom === null && senderAddress !== null ? own : senderOf(config.mailFrom);
    return { carrier: accountId, transport, from, perSecond: ownPerSecond(config) };
  }
}

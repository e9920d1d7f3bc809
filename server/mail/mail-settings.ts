import { sql } from 'kysely';
import { z } from 'zod';
import { maybe } from '../database/database.ts';
import type { Config } from '../kernel/config.ts';
import type { Ctx } from '../kernel/context.ts';
import type { SecretPlace } from '../kernel/encryption.ts';

export const deliverySchema = z.enum(['server', 'mailbox']).meta({
  id: 'Delivery',
  description: 'A mail server takes the mail, or it is kept on the mailbox page because none is set.',
});

/** How the connection is encrypted: from its beginning, after STARTTLS, or not at all. */
export const securities = ['tls', 'starttls', 'none'] as const;

/** What an account has set about its mail. */
export type MailSettings = {
  host: string | null;
  port: number | null;
  security: (typeof securities)[number] | null;
  username: string | null;
  password: Buffer | null;
  senderName: string;
  senderAddress: string | null;
  replyTo: string | null;
  dkimSelector: string | null;
};

export const noMailSettings: MailSettings = {
  host: null,
  port: null,
  security: null,
  username: null,
  password: null,
  senderName: '',
  senderAddress: null,
  replyTo: null,
  dkimSelector: null,
};

export async function readMailSettings({ db, accountId }: Pick<Ctx, 'db' | 'accountId'>): Promise<MailSettings> {
  const found = await maybe(
    db,
    sql<MailSettings>`select host, port, security, username, password, sender_name as "senderName", sender_address as "senderAddress",
      reply_to as "replyTo", dkim_selector as "dkimSelector" from mail_settings where account_id = ${accountId}`,
  );
  return found ?? noMailSettings;
}

/** Where the password of an account's mail server is stored. */
export const passwordPlace = (accountId: string): SecretPlace => ({ purpose: 'mail server', row: [accountId] });

/**
 * Does the account's own mail server carry its invitations and notices? Not if the environment names a mail server: that one carries all
 * mail.
 */
export async function hasOwnServer({ db, accountId }: Pick<Ctx, 'db' | 'accountId'>, config: Config): Promise<boolean> {
  if (config.smtpUrl !== null) return false;
  return (await maybe(db, sql`select from mail_server where account_id = ${accountId}`)) !== null;
}

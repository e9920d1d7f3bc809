import nodemailer, { type SMTPPoolOptions } from 'nodemailer';
import type { Config } from '../kernel/config.ts';

export type Sender = { name: string; address: string };
export type Transport = ReturnType<typeof openTransport>;

/** A mail server, the account whose mail it carries, and the sender. Without a transport, mail is kept for the mailbox page. */
export type MailServer = {
  /** The account whose own server it is; null: the operator's. */
  carrier: string | null;
  transport: Transport | null;
  from: Sender;
  /** Messages per second. null: no limit, as for the mailbox page. */
  perSecond: number | null;
};

/** Connections to a mail server at once. */
export const connectionsMax = 5;

/** The pace of an account's own mail server, unless MAIL_RATE says otherwise. */
export const ownPerSecond = ({ mailRate }: Config) => mailRate ?? 10;

/** The operator's mail server, as the environment names it. */
export function serverOf({ smtpUrl, mailFrom, mailRate }: Config): MailServer {
  return {
    carrier: null,
    transport: smtpUrl === null ? null : openTransport({ url: smtpUrl }),
    from: senderOf(mailFrom),
    perSecond: mailRate,
  };
}

export function openTransport(server: SMTPPoolOptions) {
  return nodemailer.createTransport(
    {
      connectionTimeout: 10_000,
      greetingTimeout: 10_000,
      socketTimeout: 30_000,
      ...server,
      pool: true,
      maxConnections: connectionsMax,
      // An idle connection that the server closed says nothing, so it is retried once. After that the queue decides when to try again.
      maxRequeues: 1,
    },
    { disableFileAccess: true, disableUrlAccess: true },
  );
}

/** The sender as MAIL_FROM names it, such as Muster <muster@example.com>. */
export function senderOf(mailFrom: string | null): Sender {
  const given = mailFrom ?? 'Muster <muster@localhost>';
  const parts = /^(.*)<([^<>]+)>\s*$/.exec(given);
  return { name: parts?.[1]?.trim().replace(/^"|"$/g, '') ?? '', address: (parts?.[2] ?? given).trim() };
}

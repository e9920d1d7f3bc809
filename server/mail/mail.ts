import { sql } from 'kysely';
import { type Database, inSystem } from '../database/database.ts';
import type { Config } from '../kernel/config.ts';
import { Gather } from '../kernel/gather.ts';
import { newId } from '../kernel/ids.ts';
import type { Log } from '../kernel/log.ts';
import { MailPace, until } from './mail-pace.ts';
import { type MailServer, type Sender, serverOf, type Transport } from './mail-server.ts';

export type Message = {
  /** A permanent name of the message. Mail servers and the mailbox page take the same name for the same message. */
  messageId: string;
  /** Exactly the stored address. Never parsed as a list or a display name. */
  to: string;
  /** The address for answers, if it is not the configured sender. Left out unless it is a plain address. */
  replyTo?: string | null;
  subject: string;
  text: string;
  html: string;
};

/**
 * The result of one try. answer and detail are the mail server's own words, on one line. Mailbox: kept for the mailbox page. Unanswered says
 * nothing about the message: the mail server is down, refuses the sender, or refuses all mail.
 */
export type HandOver =
  | { state: 'handed_over'; answer: string }
  | { state: 'mailbox' }
  | { state: 'bounced' | 'delayed' | 'unanswered'; detail: string };

/**
 * Sends messages to a mail server, or stores them for the mailbox page if none is configured. A failure of a mail server or the network is a
 * result and never throws.
 */
export class Mailer {
  readonly #database: Database;
  readonly #log: Log;
  readonly #domain: string;
  readonly #from: Sender;
  readonly #transport: Transport | null;
  readonly #kept = new Gather<Message>((messages) => this.#keep(messages));
  /** The account whose mail server it is; null: the operator's. */
  readonly carrier: string | null;
  readonly pace: MailPace;

  constructor(config: Config, database: Database, log: Log, server: MailServer = serverOf(config)) {
    this.#database = database;
    this.#log = log;
    this.#domain = new URL(config.publicUrl).hostname.replace(/^\[|\]$/g, '');
    this.#from = server.from;
    this.#transport = server.transport;
    this.carrier = server.carrier;
    this.pace = new MailPace(database, server.carrier, server.perSecond);
  }

  /** Waits for its place in the pace, and sends. */
  async handOver(message: Message): Promise<HandOver> {
    const [place = 0] = await this.pace.take(1);
    await until(place);
    return this.send(message);
  }

  /** For callers that have reserved a place in the pace and waited for it. */
  async send(message: Message): Promise<HandOver> {
    const subject = oneLine(message.subject, 200);
    const messageId = `<${message.messageId}@${this.#domain}>`;
    if (!this.#transport) {
      await this.#kept.add({ ...message, messageId, subject });
      return { state: 'mailbox' };
    }
    // The library parses lists and display names out of addresses, so such texts never reach it.
    if (!isPlainAddress(message.to)) return { state: 'bounced', detail: 'This is not an e-mail address.' };
    try {
      const { response } = await this.#transport.sendMail({
        messageId,
        from: this.#from,
        to: { name: '', address: message.to },
        envelope: { from: this.#from.address, to: [message.to] },
        ...(message.replyTo && isPlainAddress(message.replyTo)
          ? { replyTo: { name: '', address: message.replyTo } }
          : {}),
        subject,
        text: message.text,
        html: message.html,
        headers: { 'Auto-Submitted': 'auto-generated' },
      });
      return { state: 'handed_over', answer: oneLine(response, 300) };
    } catch (error) {
      const outcome = judge(error);
      this.#log.info({ messageId, ...outcome }, 'a mail was not taken');
      return outcome;
    }
  }

  close(): void {
    this.#transport?.close();
  }

  async #keep(messages: Message[]): Promise<void> {
    const rows = JSON.stringify(messages.map((message) => ({ ...message, id: newId() })));
    await inSystem(this.#database, (db) =>
      db.post(sql`insert into mailbox (id, message_id, sender, recipient, subject, text, html, sent_at)
        select id, "messageId", ${this.#from.address}, "to", subject, text, html, muster_now()
        from jsonb_to_recordset(${rows}::jsonb) as m (id uuid, "messageId" text, "to" text, subject text, text text, html text)
        on conflict (message_id) do nothing`),
    );
  }
}

export const isPlainAddress = (text: string) => /^[^\s<>()[\],;:"\\@]+@[^\s<>()[\],;:"\\@]+$/.test(text);

/** The text as one line without control characters, cut to a length. */
export function oneLine(text: string, max: number): string {
  const line = text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim();
  return line.length <= max ? line : `${line.slice(0, max - 1).trimEnd()}…`;
}

/** Statuses about Muster: the server hangs up (421), or wants a sign-in or TLS first, whatever the command (RFC 4954, RFC 3207). */
const aboutUs = [421, 454, 530, 534, 535, 538];
/**
 * Texts about the sender. Some servers, such as Postfix, refuse a sender only after the recipient (RFC 3463: X.1.7 and X.1.8 are about the
 * sender's address).
 */
const aboutSender = /\b[45]\.1\.[78]\b|\bsender (address )?(rejected|refused|denied|not allowed|unknown)/i;

/**
 * Permanent errors (5xx) about this message bounce it, temporary ones (4xx) delay it. An error before the recipient is not about the
 * message: the server refuses the sender or all mail. A missing answer is not about it either, nor is 421, by which a server hangs up.
 */
function judge(error: unknown): HandOver {
  const words =
    error instanceof Error && 'response' in error && typeof error.response === 'string' ? error.response : null;
  const detail = oneLine(words ?? (error instanceof Error ? error.message : String(error)), 300);
  const status = error instanceof Error && 'responseCode' in error ? Number(error.responseCode) : 0;
  const command = error instanceof Error && 'command' in error ? String(error.command) : '';
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  // Without a status, an envelope error means an address that this mail server cannot take at all.
  if (status === 0) return { state: code === 'EENVELOPE' ? 'bounced' : 'unanswered', detail };
  const isOurs = aboutUs.includes(status) || !/^(RCPT TO|DATA)/.test(command) || aboutSender.test(detail);
  if (isOurs) return { state: 'unanswered', detail };
  return { state: status >= 500 ? 'bounced' : 'delayed', detail };
}

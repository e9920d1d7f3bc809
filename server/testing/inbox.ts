import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { after } from 'node:test';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import { waitUntil } from './wait-until.ts';

export type Received = { mail: ParsedMail; raw: string; to: string[]; from: string; atMs: number };
/** The answer for an address: null takes the mail, else a status and words. */
type Answer = (address: string) => { code: number; words: string } | null;

/** A real SMTP server that stores mails, refuses what a test says, and can be down. */
export class Inbox {
  readonly received: Received[] = [];
  /** Every message offered to it, taken or not. */
  offers = 0;
  answer: Answer = () => null;
  /** The same for a sender, before the server hears of any recipient. */
  answerSender: Answer = () => null;
  #gate: Promise<void> = Promise.resolve();
  #server: SMTPServer | null = null;
  #port = 0;

  static async start(): Promise<Inbox> {
    const inbox = new Inbox();
    await inbox.up();
    after(() => inbox.down());
    return inbox;
  }

  get url(): string {
    return `smtp://127.0.0.1:${this.#port}`;
  }

  async up(): Promise<void> {
    const server = new SMTPServer({
      authOptional: true,
      allowInsecureAuth: true,
      disabledCommands: ['STARTTLS'],
      onAuth: ({ username, password }, _session, done) => {
        if (username === 'muster' && password === 'right') done(null, { user: username });
        else done(Object.assign(new Error('5.7.8 Authentication failed'), { responseCode: 535 }));
      },
      onMailFrom: ({ address }, _session, done) => {
        const refusal = this.answerSender(address);
        done(refusal ? Object.assign(new Error(refusal.words), { responseCode: refusal.code }) : null);
      },
      onRcptTo: ({ address }, _session, done) => {
        this.offers++;
        const refusal = this.answer(address);
        done(refusal ? Object.assign(new Error(refusal.words), { responseCode: refusal.code }) : null);
      },
      onData: (stream, { envelope }, done) => {
        const atMs = performance.now();
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          const raw = Buffer.concat(chunks).toString();
          const to = envelope.rcptTo.map(({ address }) => address);
          const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address;
          Promise.all([simpleParser(raw), this.#gate]).then(([mail]) => {
            this.received.push({ mail, raw, to, from, atMs });
            done();
          }, done);
        });
      },
    });
    // A killed client drops its connection.
    server.on('error', () => {});
    this.#server = server;
    server.listen(this.#port, '127.0.0.1');
    await once(server.server, 'listening');
    const address = server.server.address();
    this.#port = typeof address === 'object' && address !== null ? portOf(address) : 0;
  }

  async down(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    if (!server) return;
    for (const connection of server.connections) connection.close();
    await new Promise<void>((resolve) => server.close(resolve));
  }

  /** Takes no message until the returned function is called. Senders wait meanwhile. */
  close(): () => void {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#gate = promise;
    return resolve;
  }

  /** The first mail to an address, once it is there. */
  mailTo(address: string): Promise<Received> {
    return waitUntil(() => this.received.find(({ to }) => to.includes(address)), `a mail to ${address}`);
  }
}

function portOf(address: AddressInfo): number {
  return address.port;
}

import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { after } from 'node:test';
import { decode, encode } from 'dns-packet';

/** A real name server on loopback with the TXT and A records that a test says. A name without records does not exist. */
export class NameServer {
  readonly #socket = createSocket('udp4');
  readonly texts = new Map<string, string[]>();
  readonly addresses = new Map<string, string[]>();
  /** Names it was asked for. */
  readonly asked: string[] = [];
  /** While false it answers nothing. */
  answers = true;

  static async start(): Promise<NameServer> {
    const server = new NameServer();
    server.#socket.on('message', (message, { port, address }) => server.#answer(message, port, address));
    server.#socket.bind(0, '127.0.0.1');
    await once(server.#socket, 'listening');
    after(() => server.#socket.close());
    return server;
  }

  get endpoint(): string {
    return `127.0.0.1:${this.#socket.address().port}`;
  }

  #answer(message: Buffer, port: number, address: string): void {
    const { id, questions = [] } = decode(message);
    const [question] = questions;
    if (!question) return;
    this.asked.push(`${question.type} ${question.name}`);
    if (!this.answers) return;
    const name = question.name.toLowerCase();
    const texts = question.type === 'TXT' ? (this.texts.get(name) ?? []) : [];
    const addresses = question.type === 'A' ? (this.addresses.get(name) ?? []) : [];
    const exists = this.texts.has(name) || this.addresses.has(name);
    const answer = encode({
      type: 'response',
      ...(id === undefined ? {} : { id }),
      flags: exists ? 0 : 3,
      questions,
      answers: [
        ...texts.map((data) => ({ type: 'TXT' as const, name: question.name, ttl: 0, data: pieces(data) })),
        ...addresses.map((data) => ({ type: 'A' as const, name: question.name, ttl: 0, data })),
      ],
    });
    this.#socket.send(answer, port, address);
  }
}

/** A text of a record stands in pieces of at most 255 bytes. */
function pieces(text: string): string[] {
  return text.match(/.{1,255}/gs) ?? [''];
}

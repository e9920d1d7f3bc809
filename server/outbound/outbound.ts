import { isIP, type Socket } from 'node:net';
import type { Dispatcher } from 'undici';
import type { ConnectSettings } from './connect.ts';
import { failureOf, OutboundFailure, refused } from './failure.ts';
import { connectMail, type MailAddress, mayConnectMail } from './mail-socket.ts';
import { reachWith } from './reach.ts';

const connectMs = 5_000;
const allMs = 15_000;
const answerBytesMax = 64 * 1024;
const redirectsMax = 5;

export type OutboundRequest = {
  method: 'GET' | 'POST';
  url: string;
  headers?: Record<string, string>;
  body?: string;
};

export type OutboundAnswer = {
  /** The URL that answered, after redirects. */
  url: string;
  status: number;
  headers: Dispatcher.ResponseData['headers'];
  body: Buffer;
  /** True if the answer was longer than what is read of it. */
  isCut: boolean;
};

type Settings = { allow: string[]; connectMs?: number; allMs?: number } & Pick<ConnectSettings, 'lookup' | 'ca'>;

/**
 * The only way in which this server connects to addresses that people enter. Its HTTP keeps no cookies and uses no proxy from the
 * environment.
 */
export class Outbound {
  readonly #settings: Settings;
  #client: ReturnType<typeof openClient> | null = null;

  constructor(settings: Settings) {
    this.#settings = settings;
  }

  /** Sends a request. A GET follows redirects. @throws OutboundFailure */
  async send(asked: OutboundRequest): Promise<OutboundAnswer> {
    const signal = AbortSignal.timeout(this.#settings.allMs ?? allMs);
    let next: Located = { ...asked, url: readUrl(asked.url) };
    for (let redirects = 0; redirects <= redirectsMax; redirects++) {
      const answer = await this.#sendOnce(next, signal);
      const onward = followed(next, answer);
      if (onward === null) return answer;
      next = onward;
    }
    throw new OutboundFailure('redirects', `${asked.url} is sent on more than ${redirectsMax} times.`);
  }

  /** Why an address of the web can never be used, in a sentence; null if only the connection can tell. */
  refusalOf(text: string): string | null {
    try {
      const { protocol, hostname } = readUrl(text);
      const host = hostname.replace(/^\[|\]$/g, '');
      const { allow } = this.#settings;
      if (isIP(host) !== 0) return reachWith(allow)(host, protocol) ? null : refused(host).message;
      if (['localhost', 'localhost.'].includes(host) || protocol === 'http:')
        return allow.length > 0 ? null : 'This server sends to public addresses by https only.';
      return null;
    } catch (error) {
      if (error instanceof OutboundFailure) return error.message;
      throw error;
    }
  }

  /** False if the port, or an address that is not a name, rules a mail server out without looking it up. */
  mayConnectMail({ host, port, security }: { host: string; port: number; security: string }): boolean {
    return mayConnectMail({ host, port, encrypted: security !== 'none' }, this.#settings.allow);
  }

  /** Connects to a mail server. @throws OutboundFailure */
  connectMail(address: MailAddress): Promise<Socket> {
    return connectMail(address, { connectMs, ...this.#settings });
  }

  async close(): Promise<void> {
    await (await this.#client)?.agent.destroy();
  }

  async #sendOnce({ url, method, headers, body }: Located, signal: AbortSignal): Promise<OutboundAnswer> {
    this.#client ??= openClient(this.#settings);
    const { request, agent } = await this.#client;
    try {
      const answer = await request(url, {
        dispatcher: agent,
        method,
        headers: { 'user-agent': 'Muster', ...headers },
        body: body ?? null,
        signal,
      });
      return { url: url.href, status: answer.statusCode, headers: answer.headers, ...(await readSome(answer.body)) };
    } catch (error) {
      throw failureOf(error, url.host);
    }
  }
}

/** The client takes a while to load, so it is loaded with the first request instead of at every start. */
async function openClient({ allow, lookup, ca, connectMs: ms = connectMs }: Settings) {
  const [{ Agent, request }, { guardedConnector }] = await Promise.all([import('undici'), import('./connect.ts')]);
  const connect = guardedConnector({ reach: reachWith(allow), connectMs: ms, lookup, ca });
  return { agent: new Agent({ connect }), request };
}

type Located = Omit<OutboundRequest, 'url'> & { url: URL };

function readUrl(text: string, base?: string): URL {
  if (!URL.canParse(text, base)) throw new OutboundFailure('refused', `${text} is not an address of the web.`);
  const url = new URL(text, base);
  if (!['https:', 'http:'].includes(url.protocol))
    throw new OutboundFailure('refused', `${url.protocol} is not https.`);
  if (url.username || url.password)
    throw new OutboundFailure('refused', 'An address must not hold a name or a password.');
  return url;
}

/** The next request of a redirect, or null. The body of a POST is for one address only, so its redirect is the answer. */
function followed(sent: Located, { status, headers: { location } }: OutboundAnswer): Located | null {
  if (sent.method !== 'GET' || ![301, 302, 303, 307, 308].includes(status) || typeof location !== 'string') return null;
  const url = readUrl(location, sent.url.href);
  // The headers may hold credentials for one server, which another must not get.
  return url.origin === sent.url.origin ? { ...sent, url } : { method: 'GET', url };
}

/** Reads the beginning of the answer. Leaving the loop closes the connection. */
async function readSome(stream: AsyncIterable<Buffer>): Promise<Pick<OutboundAnswer, 'body' | 'isCut'>> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of stream) {
    pieces.push(piece);
    bytes += piece.length;
    if (bytes > answerBytesMax) break;
  }
  return { body: Buffer.concat(pieces).subarray(0, answerBytesMax), isCut: bytes > answerBytesMax };
}

import { connect, type Socket } from 'node:net';

export type Request = {
  method?: string;
  path: string;
  cookie?: string;
  authorization?: string;
  origin?: string;
  body?: unknown;
};
type Answer = { status: number; body: string };

/**
 * Keeps this many connections busy until next returns null. Returns the time of each answer, in ms. It implements just enough HTTP to cost
 * almost nothing beside the measured server.
 */
export async function load(
  port: number,
  { connections, next, expect }: { connections: number; next: (i: number) => Request | null; expect: number },
): Promise<{ seconds: number; ms: number[] }> {
  const ms: number[] = [];
  let asked = 0;
  const one = async () => {
    const connection = new Connection(port);
    for (let request = next(asked++); request !== null; request = next(asked++)) {
      const start = performance.now();
      const { status, body } = await connection.ask(request);
      ms.push(performance.now() - start);
      if (status !== expect) throw new Error(`${request.path}: ${status} ${body.slice(0, 300)}`);
    }
    connection.end();
  };
  const start = performance.now();
  await Promise.all(Array.from({ length: connections }, one));
  return { seconds: (performance.now() - start) / 1000, ms };
}

/** The same requests repeated, `count` in all. */
export const times = (count: number, requests: Request[]) => (i: number) =>
  i < count ? (requests[i % requests.length] ?? null) : null;

/** New requests for this many seconds. */
export function forSeconds(seconds: number, request: (i: number) => Request): (i: number) => Request | null {
  const end = performance.now() + seconds * 1000;
  return (i) => (performance.now() < end ? request(i) : null);
}

function bytesOf({ method = 'GET', path, cookie, authorization, origin, body }: Request): Buffer {
  const text = body === undefined ? '' : JSON.stringify(body);
  const headers = [
    `${method} ${path} HTTP/1.1`,
    'host: localhost',
    ...(cookie === undefined ? [] : [`cookie: ${cookie}`]),
    ...(authorization === undefined ? [] : [`authorization: ${authorization}`]),
    ...(origin === undefined ? [] : [`origin: ${origin}`]),
    ...(body === undefined ? [] : ['content-type: application/json', `content-length: ${Buffer.byteLength(text)}`]),
  ];
  return Buffer.from(`${headers.join('\r\n')}\r\n\r\n${text}`);
}

/** One kept connection: a request, then its answer, whose length the server gives. */
export class Connection {
  readonly #socket: Socket;
  #got: Buffer = Buffer.alloc(0);
  #answer: (answer: Answer) => void = () => {};
  #fail: (error: Error) => void = () => {};
  constructor(port: number) {
    this.#socket = connect({ port, host: '127.0.0.1', noDelay: true });
    this.#socket.on('data', (bytes: Buffer) => this.#read(bytes));
    this.#socket.on('error', (error) => this.#fail(error));
    this.#socket.on('close', () => this.#fail(new Error('the server closed the connection')));
  }

  ask(request: Request): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#answer = resolve;
      this.#fail = reject;
      this.#socket.write(bytesOf(request));
    });
  }

  end(): void {
    this.#socket.removeAllListeners('close');
    this.#socket.end();
  }

  #read(bytes: Buffer): void {
    this.#got = this.#got.length === 0 ? bytes : Buffer.concat([this.#got, bytes]);
    const head = this.#got.indexOf('\r\n\r\n');
    if (head < 0) return;
    const headers = this.#got.toString('latin1', 0, head);
    const length = Number(/\r\ncontent-length: (\d+)/i.exec(headers)?.[1] ?? 0);
    if (this.#got.length < head + 4 + length) return;
    const body = this.#got.toString('utf8', head + 4, head + 4 + length);
    this.#got = Buffer.alloc(0);
    this.#answer({ status: Number(headers.slice(9, 12)), body });
  }
}

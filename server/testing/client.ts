export type Reply<Body> = { status: number; headers: Headers; body: Body };
type Json = Record<string, unknown>;
type Extra = { headers?: Record<string, string>; redirect?: 'manual' };

/**
 * A person with a browser: sends requests to the running server, with the cookies it set; or a program, with an API key. Tests judge the
 * answers, and many send what is wrong or unknown to openapi.json, so it is no `createMuster`.
 */
export class Client {
  readonly url: string;
  readonly cookies = new Map<string, string>();

  readonly #key: string | null;

  constructor(url: string, key: string | null = null) {
    this.url = url;
    this.#key = key;
  }

  get<Body = Json>(path: string, extra?: Extra): Promise<Reply<Body>> {
    return this.send('GET', path, undefined, extra);
  }

  post<Body = Json>(path: string, body: unknown = {}, extra?: Extra): Promise<Reply<Body>> {
    return this.send('POST', path, body, extra);
  }

  patch<Body = Json>(path: string, body: unknown, extra?: Extra): Promise<Reply<Body>> {
    return this.send('PATCH', path, body, extra);
  }

  put<Body = Json>(path: string, body: unknown, extra?: Extra): Promise<Reply<Body>> {
    return this.send('PUT', path, body, extra);
  }

  delete<Body = Json>(path: string, extra?: Extra): Promise<Reply<Body>> {
    return this.send('DELETE', path, undefined, extra);
  }

  /** Sends a body as JSON. Text and bytes are sent unchanged, with the test's content type. */
  async send<Body = Json>(method: string, path: string, body: unknown, extra: Extra = {}): Promise<Reply<Body>> {
    const raw = typeof body === 'string' || body instanceof Uint8Array;
    const headers = new Headers({
      ...(body !== undefined && !raw ? { 'content-type': 'application/json' } : {}),
      ...(this.#key === null ? {} : { authorization: `Bearer ${this.#key}` }),
      ...extra.headers,
    });
    if (this.cookies.size > 0)
      headers.set('cookie', [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; '));
    const sent = body === undefined ? null : raw ? bodyOf(body) : JSON.stringify(body);
    const response = await fetch(this.url + path, {
      method,
      headers,
      body: sent,
      redirect: extra.redirect ?? 'follow',
    });
    this.#keepCookies(response.headers);
    const text = await response.text();
    const isJson = /json/.test(response.headers.get('content-type') ?? '');
    return {
      status: response.status,
      headers: response.headers,
      body: text === '' ? null : isJson ? JSON.parse(text) : text,
    };
  }

  #keepCookies(headers: Headers): void {
    for (const line of headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      const [name = '', value = ''] = pair.split('=');
      if (value === '') this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
  }
}

function bodyOf(body: string | Uint8Array): string | Buffer<ArrayBuffer> {
  return typeof body === 'string' ? body : Buffer.from(body);
}

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, createServer as createTcpServer, type Server as TcpServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { OutboundFailure } from './failure.ts';
import type { Lookup } from './lookup.ts';
import { Outbound, type OutboundRequest } from './outbound.ts';

const loopback = ['127.0.0.0/8', '::1/128'];
/** One address of this machine stands for allowed networks, and all others for forbidden ones. */
const onlyOne = ['127.0.0.1/32'];

const certificate = makeCertificate('public.example');

/** The outcome of a request: the failure's reason, or null if it was answered. */
async function reasonOf(outbound: Outbound, request: Partial<OutboundRequest> & { url: string }) {
  try {
    await outbound.send({ method: 'GET', ...request });
    return null;
  } catch (error) {
    assert.ok(error instanceof OutboundFailure, String(error));
    return error.reason;
  }
}

function outboundWith(settings: ConstructorParameters<typeof Outbound>[0]): Outbound {
  const outbound = new Outbound(settings);
  after(() => outbound.close());
  return outbound;
}

async function portOf(server: Server | TcpServer, host: string): Promise<number> {
  server.listen(0, host);
  await once(server, 'listening');
  after(() => {
    if ('closeAllConnections' in server) server.closeAllConnections();
    server.close();
  });
  const address: AddressInfo | string | null = server.address();
  assert.ok(address !== null && typeof address !== 'string');
  return address.port;
}

async function startHttp(answer: RequestListener, host = '127.0.0.1') {
  const met: string[] = [];
  const server = createServer((request, response) => {
    met.push(`${request.method} ${request.url}`);
    answer(request, response);
  });
  const port = await portOf(server, host);
  return { port, url: `http://${host}:${port}`, met };
}

async function startHttps(answer: RequestListener) {
  const port = await portOf(createTlsServer(certificate, answer), '127.0.0.1');
  return { port, url: `https://public.example:${port}` };
}

/** Names of a test and their addresses, one list per lookup. */
function names(known: Record<string, string[][]>): Lookup {
  const asked = new Map<string, number>();
  return (host, done) => {
    const n = asked.get(host) ?? 0;
    asked.set(host, n + 1);
    const lists = known[host] ?? [];
    const found = (lists[n] ?? lists.at(-1) ?? []).map((address) => ({
      address,
      family: address.includes(':') ? 6 : 4,
    }));
    done(null, found);
  };
}

/** A certificate for a name, made by openssl. */
function makeCertificate(name: string): { key: string; cert: string } {
  const folder = mkdtempSync(join(tmpdir(), 'muster-certificate-'));
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  execFileSync(
    'openssl',
    `req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=${name} -addext subjectAltName=DNS:${name} -keyout ${key} -out ${cert}`.split(
      ' ',
    ),
    { stdio: 'ignore' },
  );
  const made = { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') };
  rmSync(folder, { recursive: true });
  return made;
}

describe('an outgoing request', () => {
  it('brings the answer of a server by https whose certificate is trusted', async () => {
    const server = await startHttps((request, response) =>
      response.end(`${request.method} ${request.headers['x-id']}`),
    );
    const lookup = names({ 'public.example': [['127.0.0.1']] });
    const outbound = outboundWith({ allow: loopback, lookup, ca: certificate.cert });
    const answer = await outbound.send({ method: 'POST', url: server.url, headers: { 'x-id': '7' }, body: '{}' });
    assert.deepEqual([answer.status, answer.body.toString(), answer.isCut], [200, 'POST 7', false]);
    assert.equal(await reasonOf(outboundWith({ allow: loopback, lookup }), { url: server.url }), 'unreachable');
    const other = outboundWith({
      allow: loopback,
      lookup: names({ 'other.example': [['127.0.0.1']] }),
      ca: certificate.cert,
    });
    assert.equal(await reasonOf(other, { url: `https://other.example:${server.port}` }), 'unreachable');
  });

  it('to this machine is refused by name and by address, before anything is sent', async () => {
    const server = await startHttp((_request, response) => response.end());
    const outbound = outboundWith({ allow: [] });
    for (const host of ['localhost', '127.0.0.1', '[::1]', '[::ffff:127.0.0.1]', '2130706433', '0x7f.1'])
      for (const protocol of ['http', 'https'])
        assert.equal(await reasonOf(outbound, { url: `${protocol}://${host}:${server.port}` }), 'refused', host);
    assert.deepEqual(server.met, []);
  });

  it('by http is made only to what the operator allows', async () => {
    const server = await startHttp((_request, response) => response.end('here'));
    const answer = await outboundWith({ allow: onlyOne }).send({ method: 'GET', url: server.url });
    assert.equal(answer.body.toString(), 'here');
    assert.equal(await reasonOf(outboundWith({ allow: [] }), { url: 'http://93.184.215.14' }), 'refused');
  });

  it('goes to an allowed address of a name that has others as well, and to none when its addresses have changed', async () => {
    const server = await startHttp((_request, response) => response.setHeader('connection', 'close').end('here'));
    const lookup = names({ 'moving.example': [['127.0.0.2', '127.0.0.1'], ['127.0.0.2']] });
    const outbound = outboundWith({ allow: onlyOne, lookup });
    const url = `http://moving.example:${server.port}`;
    assert.equal(await reasonOf(outbound, { url }), null);
    assert.equal(await reasonOf(outbound, { url }), 'refused');
  });

  it('follows redirects, and is refused where one leads inside or to another kind of address', async () => {
    const inside = await startHttp((_request, response) => response.end('secret'), '127.0.0.2');
    const server = await startHttp((request, response) => {
      const to = new URL(request.url ?? '', 'http://here').searchParams.get('to');
      if (to === null) response.end('there');
      else response.writeHead(302, { location: to }).end();
    });
    const outbound = outboundWith({ allow: onlyOne });
    const from = (to: string) => ({ url: `${server.url}/?to=${encodeURIComponent(to)}` });
    const answer = await outbound.send({ method: 'GET', ...from('/end') });
    assert.deepEqual([answer.url, answer.body.toString()], [`${server.url}/end`, 'there']);
    for (const to of [
      inside.url,
      `//127.0.0.2:${inside.port}`,
      'http://localhost:1',
      'file:///etc/passwd',
      'http://a:b@127.0.0.1/',
    ])
      assert.equal(await reasonOf(outbound, from(to)), to === 'http://localhost:1' ? 'unreachable' : 'refused', to);
    assert.deepEqual(inside.met, []);
  });

  it('ends where redirects go round, and gives up nothing of a POST to a redirect', async () => {
    const server = await startHttp((_request, response) => response.writeHead(307, { location: '/again' }).end());
    const outbound = outboundWith({ allow: onlyOne });
    assert.equal(await reasonOf(outbound, { url: server.url }), 'redirects');
    server.met.length = 0;
    const answer = await outbound.send({ method: 'POST', url: server.url, body: 'secret' });
    assert.deepEqual([answer.status, server.met], [307, ['POST /']]);
  });

  it('takes its headers to no other server, and keeps no cookies', async () => {
    const heard: unknown[] = [];
    const target = await startHttp(({ headers }, response) => {
      heard.push([headers.authorization, headers.cookie]);
      response.end();
    });
    const first = await startHttp((_request, response) =>
      response.writeHead(302, { location: target.url, 'set-cookie': 'a=b' }).end(),
    );
    const outbound = outboundWith({ allow: onlyOne });
    const headers = { authorization: 'Bearer secret' };
    await outbound.send({ method: 'GET', url: first.url, headers });
    await outbound.send({ method: 'GET', url: target.url, headers });
    assert.deepEqual(heard, [
      [undefined, undefined],
      ['Bearer secret', undefined],
    ]);
  });

  it('takes no proxy from the environment', async (t) => {
    const proxy = await startHttp((_request, response) => response.end('proxy'));
    const server = await startHttp((_request, response) => response.end('server'));
    for (const name of ['http_proxy', 'HTTP_PROXY', 'https_proxy', 'HTTPS_PROXY', 'NODE_USE_ENV_PROXY']) {
      const before = process.env[name];
      process.env[name] = name === 'NODE_USE_ENV_PROXY' ? '1' : proxy.url;
      t.after(() => {
        if (before === undefined) delete process.env[name];
        else process.env[name] = before;
      });
    }
    const answer = await outboundWith({ allow: onlyOne }).send({ method: 'GET', url: server.url });
    assert.deepEqual([answer.body.toString(), proxy.met], ['server', []]);
  });

  it('ends when a server is silent: while it connects, before it answers, and within its answer', async () => {
    const deaf = createTcpServer(() => {});
    const deafPort = await portOf(deaf, '127.0.0.1');
    const connecting = outboundWith({ allow: onlyOne, connectMs: 100 });
    assert.equal(await reasonOf(connecting, { url: `https://127.0.0.1:${deafPort}` }), 'slow');
    const server = await startHttp(({ url }, response) => {
      if (url === '/begins') response.write('some');
    });
    const whole = outboundWith({ allow: onlyOne, allMs: 300 });
    assert.equal(await reasonOf(whole, { url: server.url }), 'slow');
    assert.equal(await reasonOf(whole, { url: `${server.url}/begins` }), 'slow');
  });

  it('reads 64 kB of an endless answer and hangs up', async () => {
    const { promise: hungUp, resolve } = Promise.withResolvers<void>();
    const server = await startHttp((_request, response) => {
      response.on('close', resolve);
      const more = () => {
        while (!response.destroyed && response.write('x'.repeat(10_000)));
      };
      response.on('drain', more);
      more();
    });
    const answer = await outboundWith({ allow: onlyOne }).send({ method: 'GET', url: server.url });
    assert.deepEqual([answer.body.length, answer.isCut], [65_536, true]);
    await hungUp;
  });

  it('to a port where nothing listens, or to a name that does not exist, says so', async () => {
    const free = await startHttp((_request, response) => response.end());
    const outbound = outboundWith({ allow: loopback });
    assert.equal(await reasonOf(outbound, { url: `http://127.0.0.3:${free.port}` }), 'unreachable');
    assert.equal(await reasonOf(outbound, { url: 'https://does-not-exist.invalid' }), 'unreachable');
    assert.equal(await reasonOf(outbound, { url: 'no address' }), 'refused');
    assert.equal(await reasonOf(outbound, { url: 'ftp://example.com' }), 'refused');
  });
});

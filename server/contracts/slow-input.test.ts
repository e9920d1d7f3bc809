import assert from 'node:assert/strict';
import { once } from 'node:events';
import { request } from 'node:http';
import { connect } from 'node:net';
import { describe, it, test } from 'node:test';
import { emailKey } from '../access/rules/email.ts';
import { startTestApp } from '../testing/app.ts';
import type { Client, Reply } from '../testing/client.ts';
import { goodPassword } from '../testing/fresh-account.ts';
import { assertSound } from '../testing/invariants.ts';
import { freshWorld } from './fixtures/world.ts';

const app = await startTestApp();
const home = await freshWorld(app);
const { id: ownerId } = home.people.owner;

describe('slow expressions', () => {
  const hostile = [
    'a'.repeat(100_000),
    '@'.repeat(100_000),
    `${'a.'.repeat(50_000)}@`,
    `a@${'a-'.repeat(50_000)}`,
    `a@${'a.'.repeat(50_000)}`,
    `${' '.repeat(100_000)}x`,
    '\u0301'.repeat(100_000),
    `"${'\\'.repeat(100_000)}`,
  ];
  const asked: Record<string, (by: Client, text: string) => Promise<Reply<unknown>>> = {
    'an address': (by, email) => by.post('/v1/users', { users: [{ email }] }),
    'an address signed in with': (by, email) => by.post('/v1/session', { email, password: 'x' }),
    'a department': (by, department) => by.patch(`/v1/users/${ownerId}`, { department }),
    'a group': (by, name) => by.post('/v1/groups', { name }),
    'a search': (by, text) => by.get(`/v1/users?search=${encodeURIComponent(text.slice(0, 2_000))}`),
    'a token': (by, text) => by.get(`/v1/invitations/${encodeURIComponent(text.slice(0, 2_000))}`),
    'a cookie': (by, text) =>
      by.get('/v1/profile', { headers: { cookie: `muster=${text.slice(0, 8_000).replace(/[^ -~]/g, 'a')}` } }),
  };
  for (const [what, ask] of Object.entries(asked)) {
    it(`${what} of 100 kB costs less than 0.2 s`, async () => {
      const by = await signedInAgain();
      for (const text of hostile) {
        const spent: number[] = [];
        for (let i = 0; i < 3; i++) {
          const before = process.cpuUsage();
          const { status } = await ask(by, text);
          const { user, system } = process.cpuUsage(before);
          spent.push((user + system) / 1000);
          assert.ok(status < 500, `${status}`);
        }
        assert.ok(Math.min(...spent) < 200, `${text.slice(0, 10)}…: ${spent.join(', ')} ms`);
      }
    });
  }

  it('as long as may be, an address is judged in a millisecond or so', () => {
    const before = process.cpuUsage();
    for (let i = 0; i < 100; i++) for (const text of hostile) emailKey(text.slice(0, 254));
    const { user, system } = process.cpuUsage(before);
    assert.ok((user + system) / 1000 < 1000, `${(user + system) / 1000} ms for 800`);
  });
});

describe('uploads that are too large or no text', () => {
  const refused: Record<
    string,
    { headers: Record<string, string>; path: string; first?: Buffer; more?: Buffer; code: string }
  > = {
    'a CSV file announced with 1 GB': {
      path: '/v1/changes?source=csv',
      headers: { 'content-type': 'text/csv', 'content-length': String(2 ** 30) },
      code: 'csv_too_large',
    },
    'a JSON body announced with 1 GB': {
      path: '/v1/users',
      headers: { 'content-type': 'application/json', 'content-length': String(2 ** 30) },
      code: 'too_large',
    },
    'a JSON body that never ends': {
      path: '/v1/users',
      headers: { 'content-type': 'application/json' },
      first: Buffer.from('{"users":['),
      more: Buffer.alloc(64 * 1024, '{},'),
      code: 'too_large',
    },
    'a picture that never ends': {
      path: '/v1/changes?source=csv',
      headers: { 'content-type': 'text/csv' },
      first: Buffer.from('89504e470d0a1a0a', 'hex'),
      more: Buffer.alloc(64 * 1024, '\x00\xff@,'),
      code: 'csv_binary',
    },
    'zeros without an end': {
      path: '/v1/changes?source=csv',
      headers: { 'content-type': 'text/csv' },
      more: Buffer.alloc(64 * 1024),
      code: 'csv_binary',
    },
  };
  for (const [what, { path, headers, first, more, code }] of Object.entries(refused)) {
    it(`${what}: refused at once, in little memory`, { timeout: 20_000 }, async () => {
      const cookie = `muster=${(await signedInAgain()).cookies.get('muster')}`;
      const [cpu, memory] = [process.cpuUsage(), process.memoryUsage.rss()];
      const sending = request(app.url + path, { method: 'POST', headers: { ...headers, cookie } });
      sending.on('error', () => {});
      const keepSending = () => {
        while (more && !sending.destroyed && sending.write(more));
      };
      sending.on('drain', keepSending);
      if (first) sending.write(first);
      sending.flushHeaders();
      keepSending();
      const [answer] = await once(sending, 'response');
      const text = (await answer.toArray()).join('');
      sending.destroy();
      const { user, system } = process.cpuUsage(cpu);
      assert.equal(JSON.parse(text).code, code);
      assert.ok((user + system) / 1000 < 1000, `${(user + system) / 1000} ms of work`);
      const grown = (process.memoryUsage.rss() - memory) / 2 ** 20;
      assert.ok(grown < 50, `${grown} MB more`);
    });
  }
});

async function signedInAgain(): Promise<Client> {
  const browser = app.browser();
  const { status } = await browser.post('/v1/session', { email: home.people.owner.email, password: goodPassword });
  assert.equal(status, 201);
  return browser;
}

describe('what HTTP itself refuses', () => {
  const raw = async (sent: string) => {
    const socket = connect(Number(new URL(app.url).port), '127.0.0.1');
    socket.write(sent);
    return (await socket.toArray()).join('');
  };
  it('is answered in the shape of every error: an address of 40 kB, and what is no request', async () => {
    const long = await raw(`GET /v1/users?search=${'x'.repeat(40_000)} HTTP/1.1\r\nHost: a\r\n\r\n`);
    assert.match(long, /^HTTP\/1.1 431 [\s\S]*application\/problem\+json[\s\S]*"code":"headers_too_large"/);
    const none = await raw('HELO example.com\r\n\r\n');
    assert.match(none, /^HTTP\/1.1 400 [\s\S]*application\/problem\+json[\s\S]*"code":"invalid_request"/);
  });
});

test('whatever was tried, every rule of the data holds', () => assertSound(app));

import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import fc from 'fast-check';
import { startTestApp } from '../testing/app.ts';
import type { Client } from '../testing/client.ts';
import { type RawAnswer, rawRequest, sendRaw } from '../testing/raw.ts';
import { asked } from './fixtures/ask.ts';
import { examples } from './fixtures/examples.ts';
import { operationsOf } from './fixtures/operations.ts';
import { bodiesFrom, headerLines, queries } from './fixtures/raw-nonsense.ts';
import { anotherBrowser, freshWorld } from './fixtures/world.ts';

const seed = Number(process.env['TEST_SEED'] ?? Date.now() % 1_000_000);
const runs = Number(process.env['TEST_RUNS'] ?? 16);
const app = await startTestApp();
const home = await freshWorld(app);
const operations = await operationsOf(app);
after(() => console.log(`# raw requests: TEST_SEED=${seed} TEST_RUNS=${runs}`));

const cookieOf = ({ cookies }: Client) =>
  `Cookie: ${[...cookies].map(([name, value]) => `${name}=${value}`).join('; ')}`;
const json = 'Content-Type: application/json';

function assertInShape({ status, head, body }: RawAnswer, said: string): void {
  assert.ok(status >= 200 && status < 500, `${status} ${said} ${body.slice(0, 500)}`);
  if (status < 400) return;
  assert.match(head, /\r\ncontent-type: application\/problem\+json/i, said);
  if (body !== '') assert.equal(Object(JSON.parse(body)).status, status, said);
  assert.ok(body.length < 100_000, `${said}: the answer has ${body.length} characters`);
}

describe('whatever bytes are sent to a route, signed in or not', () => {
  for (const operation of operations) {
    it(`${operation.name} never fails, and says what is wrong as a problem`, async () => {
      const { name, method } = operation;
      // A request that is valid by chance may lock the Owner out.
      const world = examples[name]?.[0]?.once === 'account' ? await freshWorld(app) : home;
      const cookie = cookieOf(await anotherBrowser(world, 'owner'));
      const { address, query, body, headers } = await asked(operation, world);
      const type = Object.entries(headers).map(([header, value]) => `${header}: ${value}`)[0] ?? json;
      const request = fc.record({
        signedIn: fc.boolean(),
        lines: headerLines,
        query: fc.oneof({ weight: 3, arbitrary: fc.constant(`?${new URLSearchParams(query)}`) }, queries),
        sent: bodiesFrom(body),
      });
      await fc.assert(
        fc.asyncProperty(request, async ({ signedIn, lines, query, sent }) => {
          const own = [
            ...(signedIn ? [cookie] : []),
            ...(lines.some((line) => /^content-type:/i.test(line)) ? [] : [type]),
          ];
          const answer = await sendRaw(app.url, rawRequest(method, address + query, [...own, ...lines], sent));
          assertInShape(answer, `${name} ${query} ${JSON.stringify(lines)} ${sent.toString('latin1').slice(0, 300)}`);
        }),
        { seed, numRuns: runs },
      );
    });
  }
});

describe('a body that is nested deep', () => {
  it('is refused with a sentence, in every field of every body and in a parameter that holds JSON', async () => {
    const cookie = cookieOf(home.people.owner.browser);
    const bodied = operations.filter(({ requestBody }) => requestBody?.content['application/json'] !== undefined);
    assert.ok(bodied.length > 20);
    for (const operation of bodied) {
      const { address, query, body } = await asked(operation, home);
      const fields = Object.keys(Object(body));
      for (const field of fields.length > 0 ? fields : ['any'])
        for (const [open, close] of [
          ['[', ']'],
          ['{"a":', '}'],
        ] as const) {
          const deep = `${open.repeat(40_000)}1${close.repeat(40_000)}`;
          const sent = JSON.stringify({ ...Object(body), [field]: 'HERE' }).replace('"HERE"', deep);
          const lines = [cookie, json, 'Idempotency-Key: deep'];
          const answer = await sendRaw(
            app.url,
            rawRequest(operation.method, `${address}?${new URLSearchParams(query)}`, lines, sent),
          );
          assert.equal(answer.status, 400, `${operation.name} ${field} ${answer.body}`);
          assert.match(answer.body, /nested deeper than 64 levels/);
        }
    }
    for (const mapping of ['['.repeat(5000), '{"0":'.repeat(1000), `${'['.repeat(3000)}${']'.repeat(3000)}`]) {
      const target = `/v1/changes?source=csv&mapping=${encodeURIComponent(mapping).replaceAll('%5B', '[').replaceAll('%5D', ']')}`;
      const answer = await sendRaw(
        app.url,
        rawRequest('POST', target, [cookie, 'Content-Type: text/csv'], 'email\na@b.example'),
      );
      assert.equal(answer.status, 400, answer.body);
    }
  });

  it('may have 64 levels, like any other', async () => {
    const deep = `{"a":${'['.repeat(63)}${']'.repeat(63)}}`;
    const answer = await sendRaw(app.url, rawRequest('POST', '/v1/session', [json], deep));
    assert.match(answer.body, /This field is not taken here/);
  });
});

describe('the type of a body is what it says, however it is spelled', () => {
  it('a file is a file and JSON is JSON', async () => {
    const cookie = cookieOf(home.people.owner.browser);
    const ask = (target: string, type: string, body: string) =>
      sendRaw(app.url, rawRequest('POST', target, [cookie, type], body));
    for (const type of [
      'Text/CSV',
      'TEXT/CSV ; header=present',
      'text/csv;charset=utf-8',
      'text/csv;charset="',
      'text/csv\t',
    ])
      assert.equal(
        (await ask('/v1/changes?source=csv', `Content-Type: ${type}`, 'email\na@b.example')).status,
        201,
        type,
      );
    const plan = JSON.stringify({ select: { where: {} }, do: { set: { department: 'A' } } });
    for (const type of [
      'application/JSON',
      'Application/Json; charset="utf-8"',
      'application/json;charset=latin1',
      'application/json;',
    ])
      assert.equal((await ask('/v1/changes', `CONTENT-TYPE: ${type}`, plan)).status, 201, type);
    for (const type of [
      '',
      'text/csv, text/csv',
      'application/json, application/json',
      'application/problem+json',
      '"text/csv"',
      'text',
      '*/*',
    ])
      assert.equal(
        (await ask('/v1/changes?source=csv', `Content-Type: ${type}`, 'email\na@b.example')).status,
        415,
        type,
      );
  });

  it('a route that takes no file says so', async () => {
    for (const [method, target] of [
      ['POST', '/v1/session'],
      ['PATCH', '/v1/account'],
      ['POST', '/v1/groups'],
    ] as const) {
      const lines = [cookieOf(home.people.owner.browser), 'Content-Type: Text/Csv'];
      assert.equal(
        (await sendRaw(app.url, rawRequest(method, target, lines, 'email\na@b.example'))).status,
        415,
        target,
      );
    }
  });

  it('letters that are no UTF-8 are refused instead of replaced, and a byte order mark is passed over', async () => {
    const lines = [cookieOf(home.people.owner.browser), json];
    const patch = (body: Buffer) => sendRaw(app.url, rawRequest('PATCH', '/v1/profile', lines, body));
    assert.equal((await patch(Buffer.from('{"lastName":"M\xfcller"}', 'latin1'))).status, 400);
    assert.equal((await patch(Buffer.from('\ufeff{"lastName":"Müller"}', 'utf16le'))).status, 400);
    const good = await patch(Buffer.from('\ufeff{"lastName":"Müller"}'));
    assert.equal(good.status, 200);
    assert.match(good.body, /Müller/);
  });
});

describe('what never comes to a route', () => {
  const requests: Record<string, [status: number, bytes: string]> = {
    'an expectation nobody knows': [
      417,
      'POST /v1/session HTTP/1.1\r\nHost: a\r\nExpect: miracles\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}',
    ],
    'a tunnel': [405, 'CONNECT a.example:443 HTTP/1.1\r\nHost: a.example\r\n\r\n'],
    'no host': [400, 'GET /v1/session HTTP/1.1\r\nConnection: close\r\n\r\n'],
    'a header with NUL': [400, 'GET / HTTP/1.1\r\nHost: a\r\nX: a\0b\r\n\r\n'],
    'an address with NUL': [400, 'GET /\0 HTTP/1.1\r\nHost: a\r\n\r\n'],
    'two lengths': [400, 'POST /v1/session HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}'],
    'a length below zero': [400, 'POST /v1/session HTTP/1.1\r\nHost: a\r\nContent-Length: -2\r\n\r\n{}'],
    'a length and chunks': [
      400,
      'POST /v1/session HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    ],
    'chunks that are none': [
      400,
      `POST /v1/session HTTP/1.1\r\nHost: a\r\n${json}\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n`,
    ],
    'HTTP/2': [400, 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
    TLS: [400, '\x16\x03\x01\x02\0\x01\0'],
    'headers without end': [431, `GET / HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(40_000)}\r\n\r\n`],
  };
  for (const [what, [status, bytes]] of Object.entries(requests)) {
    it(`${what} is answered as a problem`, async () => {
      const answer = await sendRaw(app.url, Buffer.from(bytes, 'latin1'));
      assertInShape(answer, what);
      assert.equal(answer.status, status);
    });
  }

  it('HTTP/1.0 needs no host', async () => {
    assert.equal((await sendRaw(app.url, 'GET /healthz HTTP/1.0\r\n\r\n')).status, 200);
  });
});

it('a thousand mistakes are answered with the first hundred of them, and long names are cut', async () => {
  const users = Array.from({ length: 1000 }, () => ({ email: 1 }));
  const wrong = JSON.stringify({
    users,
    ['x'.repeat(100_000)]: 1,
    ...Object.fromEntries(users.map((_, i) => [`f${i}`, i])),
  });
  const lines = [cookieOf(home.people.owner.browser), json];
  for (const body of [wrong, `{"users":[${'"\\u0000",'.repeat(5000)}1]}`]) {
    const answer = await sendRaw(app.url, rawRequest('POST', '/v1/users', lines, body));
    assertInShape(answer, 'many mistakes');
    assert.equal(JSON.parse(answer.body).errors.length, 100);
  }
});

it('after all of this the server goes on', async () => {
  assert.equal((await app.browser().get('/healthz')).status, 200);
  assert.equal((await home.people.owner.browser.get('/v1/users')).status, 200);
});

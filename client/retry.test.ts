import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createMuster, MusterError } from './index.ts';
import { answering } from './testing/answers.ts';

const ok = { status: 200, body: { name: 'Example' } };
const later = (status: number, retryAfter: string, code: string) => ({
  status,
  headers: { 'retry-after': retryAfter, 'content-type': 'application/problem+json' },
  body: { code, detail: 'Try again shortly.' },
});
const isCalled = (code: string) => (error: unknown) => error instanceof MusterError && error.code === code;

describe('what the server cannot do now', () => {
  for (const answer of [later(503, '1', 'busy'), later(429, '1', 'too_many_requests')])
    it(`is asked again after the time that a ${answer.status} names, with the same Idempotency-Key`, async () => {
      const { url, asked } = await answering(answer, ok);
      const began = performance.now();
      await createMuster({ url }).PATCH('/v1/account', { body: { name: 'Example' } });
      assert.ok(performance.now() - began >= 1_000);
      const keys = asked.map(({ headers }) => headers['idempotency-key']);
      assert.equal(keys.length, 2);
      assert.ok(keys[0] && keys[0] === keys[1]);
    });

  it('is asked again when a proxy says that the server is away, and when Retry-After is a date', async () => {
    const { url, asked } = await answering({ status: 502 }, later(503, new Date().toUTCString(), 'busy'), ok);
    const { data } = await createMuster({ url }).GET('/v1/account');
    assert.deepEqual([data.name, asked.length], ['Example', 3]);
  });

  it('is told at once if the server asks for more patience than the caller has', async () => {
    const { url, asked } = await answering(later(429, '61', 'too_many_requests'), ok);
    await assert.rejects(createMuster({ url }).GET('/v1/account'), isCalled('too_many_requests'));
    assert.equal(asked.length, 1);
  });

  it('is told when the patience is used up', async () => {
    const busy = later(503, '1', 'busy');
    const { url, asked } = await answering(busy, busy, ok);
    await assert.rejects(createMuster({ url, patienceSeconds: 1 }).GET('/v1/account'), isCalled('busy'));
    assert.equal(asked.length, 2);
  });

  it('is not asked again if asking again cannot help', async () => {
    const { url, asked } = await answering(later(500, '1', 'internal'), ok);
    await assert.rejects(createMuster({ url }).GET('/v1/account'), isCalled('internal'));
    assert.equal(asked.length, 1);
  });
});

describe('a request', () => {
  it('has a key of its own if it writes, unless the caller gives one', async () => {
    const { url, asked } = await answering(ok, ok, ok, ok);
    const muster = createMuster({ url });
    const body = { name: 'Example' };
    await muster.GET('/v1/account');
    await muster.PATCH('/v1/account', { body });
    await muster.PATCH('/v1/account', { body });
    await muster.PATCH('/v1/account', { body, params: { header: { 'Idempotency-Key': 'order-7' } } });
    const [read, first, second, given] = asked.map(({ headers }) => headers['idempotency-key']);
    assert.equal(read, undefined);
    assert.ok(first && second && first !== second);
    assert.equal(given, 'order-7');
  });

  it('carries the API key, the name of the program and no cookie', async () => {
    const { url, asked } = await answering({ ...ok, headers: { 'set-cookie': 'muster=1' } }, ok);
    const muster = createMuster({ url: `${url}/`, apiKey: 'mst_1', userAgent: 'shop/2.1' });
    await muster.GET('/v1/account');
    await muster.GET('/v1/account');
    for (const { headers, url: path } of asked) {
      assert.deepEqual(
        [headers.authorization, headers['user-agent'], headers.cookie],
        ['Bearer mst_1', 'shop/2.1', undefined],
      );
      assert.equal(path, '/v1/account');
    }
  });
});

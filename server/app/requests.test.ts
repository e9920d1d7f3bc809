import assert from 'node:assert/strict';
import { request as httpRequest } from 'node:http';
import { describe, it } from 'node:test';
import { assertRefused, type ProblemAnswer } from '../testing/answers.ts';
import { startTestApp } from '../testing/app.ts';
import { freshAccount, freshEmail, goodPassword, mailTo } from '../testing/fresh-account.ts';

const app = await startTestApp();

describe('a request that is not valid', () => {
  it('is answered with a pointer to each thing that is wrong', async () => {
    const { owner } = await freshAccount(app);
    const reply = await owner.post<ProblemAnswer>('/v1/users', {
      users: [{ email: 5 }, { email: freshEmail(), role: 'owner' }],
    });
    assertRefused(reply, 400, 'invalid_request');
    const pointers = reply.body.errors?.map(({ pointer }) => pointer);
    assert.ok(pointers?.includes('/users/0/email'), String(pointers));
    assert.ok(pointers?.includes('/users/1/role'), String(pointers));
    assert.equal(typeof reply.body.requestId, 'string');
  });

  it('never carries more than it may: unknown fields are refused by name', async () => {
    const { owner, ownerId } = await freshAccount(app);
    for (const field of ['accountId', 'id', 'createdAt', 'invitationVersion', 'emailKey', 'removedAt']) {
      const reply = await owner.patch<ProblemAnswer>(`/v1/users/${ownerId}`, { department: 'A', [field]: 'x' });
      assertRefused(reply, 400, 'invalid_request');
      assert.deepEqual(
        reply.body.errors?.map(({ pointer }) => pointer),
        [`/${field}`],
      );
    }
    const signUp = { accountName: 'A', email: freshEmail(), password: goodPassword, firstName: 'A', lastName: 'A' };
    for (const extra of [{ role: 'owner' }, { accountId: ownerId }, { proven: true }]) {
      assertRefused(await app.browser().post('/v1/sign-up', { ...signUp, ...extra }), 400, 'invalid_request');
    }
  });

  it('names no parameter twice', async () => {
    const { owner } = await freshAccount(app);
    const reply = await owner.get<ProblemAnswer>('/v1/users?sort=name&sort=email');
    assertRefused(reply, 400, 'invalid_request');
    assert.deepEqual(
      reply.body.errors?.map(({ pointer }) => pointer),
      ['/sort'],
    );
    assertRefused(await owner.get('/v1/users?limit=1&limit=500'), 400, 'invalid_request');
  });

  it('is refused when an array or object stands where one value belongs', async () => {
    for (const email of [['a@example.com'], { $ne: null }, { toString: 'x' }, 1, null, true]) {
      assertRefused(await app.browser().post('/v1/session', { email, password: goodPassword }), 400, 'invalid_request');
    }
  });

  it('may be broken JSON, an array, or a name that reaches for prototypes', async () => {
    const headers = { 'content-type': 'application/json' };
    const bodies = [
      '{',
      'null',
      '[]',
      '"x"',
      '{"email":"a","password":"b","__proto__":{"admin":true}}',
      '{"constructor":{"prototype":{}}}',
    ];
    for (const body of bodies)
      assertRefused(await app.browser().send('POST', '/v1/session', body, { headers }), 400, 'invalid_request');
    assert.equal(Reflect.get({}, 'admin'), undefined);
  });

  it('holds characters that no database keeps: NUL and half characters', async () => {
    const { owner, ownerId } = await freshAccount(app);
    const headers = { 'content-type': 'application/json' };
    for (const text of ['a\\u0000b', '\\ud800']) {
      const body = `{"department":"${text}"}`;
      assertRefused(await owner.send('PATCH', `/v1/users/${ownerId}`, body, { headers }), 400, 'invalid_request');
    }
    assertRefused(await owner.get('/v1/users?search=a%00b'), 400, 'invalid_request');
    assertRefused(await owner.get('/v1/users/%00'), 400, 'invalid_request');
    assertRefused(await owner.get('/v1/users/%E0%A4%A'), 400, 'invalid_request');
  });

  it('is refused by size and by type, saying what is taken', async () => {
    const { owner } = await freshAccount(app);
    const large = await owner.post<ProblemAnswer>('/v1/groups', { name: 'x'.repeat(2_000_000) });
    assertRefused(large, 413, 'too_large');
    assert.match(large.body.detail, /1 MB/);
    const xml = { headers: { 'content-type': 'application/xml' } };
    assertRefused(await owner.send('POST', '/v1/groups', '<name/>', xml), 415, 'unsupported_media_type');
    assertRefused(
      await owner.send('POST', '/v1/groups', 'name=x', {
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      }),
      415,
      'unsupported_media_type',
    );
  });

  it('may name JSON as its type and say nothing', async () => {
    const { owner } = await freshAccount(app);
    assert.equal(
      (await owner.send('DELETE', '/v1/session', '', { headers: { 'content-type': 'application/json' } })).status,
      204,
    );
  });

  it('to an address that does not exist is a 404 in the same shape', async () => {
    const { owner } = await freshAccount(app);
    assertRefused(await owner.get('/v1/nothing'), 404, 'not_found');
    assertRefused(await owner.post('/nothing'), 404, 'not_found');
  });
});

describe('a method that an address does not take', () => {
  it('is told apart from an address that does not exist', async () => {
    const { owner, ownerId } = await freshAccount(app);
    const reply = await owner.put(`/v1/users/${ownerId}`, {});
    assertRefused(reply, 405, 'method_not_allowed');
    assert.deepEqual(reply.headers.get('allow')?.split(', ').sort(), ['DELETE', 'GET', 'HEAD', 'PATCH']);
    assertRefused(await owner.put('/v1/users/a/b/c', {}), 404, 'not_found');
  });
});

describe('a request that another site had a browser send (CSRF)', () => {
  const change = (headers: Record<string, string>) => async () => {
    const { owner } = await freshAccount(app);
    return owner.post('/v1/groups', { name: 'New' }, { headers });
  };

  it('is refused, by either sign of it', async () => {
    assertRefused(await change({ 'sec-fetch-site': 'cross-site' })(), 403, 'cross_site');
    assertRefused(await change({ 'sec-fetch-site': 'same-site' })(), 403, 'cross_site');
    assertRefused(
      await change({ 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' })(),
      403,
      'cross_site',
    );
    for (const origin of [
      'https://evil.example',
      'null',
      `${app.url}.evil.example`,
      app.url.replace('http:', 'https:').replace('127', '128'),
      app.url.replace('http:', 'https:'),
      app.url.replace('http://127.0.0.1', 'https://localhost'),
      `${app.url}/`,
      app.url.toUpperCase(),
      'http://127.0.0.1',
    ]) {
      assertRefused(await change({ origin })(), 403, 'cross_site');
    }
  });

  it('is refused at sign-in too, where it could sign a person in as somebody else', async () => {
    const { email } = await freshAccount(app);
    const headers = { origin: 'https://evil.example' };
    assertRefused(
      await app.browser().post('/v1/session', { email, password: goodPassword }, { headers }),
      403,
      'cross_site',
    );
  });

  it('is told apart from one of the console and from one of a program', async () => {
    assert.equal((await change({ 'sec-fetch-site': 'same-origin' })()).status, 201);
    assert.equal((await change({ origin: app.url })()).status, 201);
    assert.equal((await change({ origin: app.url.replace('127.0.0.1', 'localhost') })()).status, 201);
    assert.equal((await change({})()).status, 201);
  });

  it('comes from our own site only with its scheme and its port', async () => {
    const secure = await startTestApp({ PUBLIC_URL: 'https://muster.example.com:8443' });
    const from = async (origin: string) => {
      const headers = { origin, 'content-type': 'application/json' };
      return (await secure.browser().send('POST', '/v1/session', '{}', { headers })).status;
    };
    const loopback = `localhost:${secure.tools.config.port}`;
    assert.equal(await from('https://muster.example.com:8443'), 400);
    assert.equal(await from(`http://${loopback}`), 400);
    for (const origin of ['http://muster.example.com:8443', 'https://muster.example.com', `https://${loopback}`])
      assert.equal(await from(origin), 403, origin);
  });
});

describe('links in mails', () => {
  it('come from PUBLIC_URL and never from what a request says', async () => {
    const email = freshEmail();
    const { port } = new URL(app.url);
    const body = JSON.stringify({ accountName: 'A', email, password: goodPassword, firstName: 'A', lastName: 'A' });
    const headers = {
      host: 'evil.example',
      'x-forwarded-host': 'evil.example',
      'x-forwarded-proto': 'https',
      forwarded: 'host=evil.example',
      'content-type': 'application/json',
    };
    const status = await new Promise((resolve, reject) => {
      const sent = httpRequest(
        { host: '127.0.0.1', port, path: '/v1/sign-up', method: 'POST', headers },
        (response) => {
          response.resume();
          resolve(response.statusCode);
        },
      );
      sent.on('error', reject);
      sent.end(body);
    });
    assert.equal(status, 201);
    const mail = await mailTo(app, email, /Confirm/);
    assert.ok(!`${mail.text}${mail.html}`.includes('evil.example'));
    assert.ok(mail.links.every((link) => link.startsWith(`${app.url}/confirm/`)));
  });
});

describe('every answer', () => {
  it('carries the headers that keep it to itself', async () => {
    const { headers } = await app.browser().get('/v1/session');
    assert.match(headers.get('content-security-policy') ?? '', /frame-ancestors 'none'/);
    assert.equal(headers.get('x-content-type-options'), 'nosniff');
    assert.equal(headers.get('referrer-policy'), 'no-referrer');
    assert.equal(headers.get('cache-control'), 'no-store');
    assert.equal(headers.get('strict-transport-security'), null);
  });

  it('insists on https only where people come by https, with a cookie bound to the host', async () => {
    const secure = await startTestApp({ PUBLIC_URL: 'https://muster.example.com' });
    const reply = await secure.browser().post('/v1/sign-up', {
      accountName: 'A',
      email: freshEmail(),
      password: goodPassword,
      firstName: 'A',
      lastName: 'A',
    });
    assert.equal(reply.status, 201);
    assert.match(reply.headers.get('strict-transport-security') ?? '', /max-age=31536000/);
    assert.match(reply.headers.getSetCookie()[0] ?? '', /^__Host-muster=.*; Secure/);
  });

  it('says whether the server lives, can serve, and how fast it is', async () => {
    const browser = app.browser();
    assert.deepEqual((await browser.get('/healthz')).body, { status: 'ok' });
    assert.deepEqual((await browser.get('/readyz')).body, { status: 'ok' });
    const metrics = await browser.get<string>('/metrics');
    assert.match(metrics.body, /http_request_duration_seconds_bucket\{.*route="\/v1\/session"/);
    assert.ok(!metrics.body.includes('@'));
  });

  it('tells a page from the API: pages have no inline script and load nothing from elsewhere', async () => {
    const docs = await app.browser().get<string>('/docs/');
    const policy = docs.headers.get('content-security-policy') ?? '';
    assert.ok(!/script-src[^;]*(unsafe-inline|https:|\*)/.test(policy), policy);
    assert.ok(!/https?:\/\//.test(docs.body.replace(app.url, '')), docs.body);
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { startTestApp } from '../server/testing/app.ts';
import { freshAccount, freshEmail, goodPassword } from '../server/testing/fresh-account.ts';
import { addPeople } from '../server/testing/people.ts';
import { freePort } from '../server/testing/process.ts';
import { waitUntil } from '../server/testing/wait-until.ts';
import { type Cookies, createMuster, MusterError } from './index.ts';
import { cutterTo } from './testing/cutter.ts';

const app = await startTestApp();

async function freshMuster() {
  const { owner } = await freshAccount(app);
  return { owner, muster: createMuster({ url: app.url, cookies: owner.cookies }) };
}

async function errorOf(call: Promise<unknown>): Promise<MusterError> {
  const error = await call.then(
    () => assert.fail('the call has not failed'),
    (error: unknown) => error,
  );
  assert.ok(error instanceof MusterError, String(error));
  return error;
}

describe('a call', () => {
  it('answers the data of its path, whose types are those of openapi.json', async () => {
    const { muster } = await freshMuster();
    const { data: made, response } = await muster.POST('/v1/users', {
      body: { users: [{ email: freshEmail('ann'), firstName: 'Ann' }] },
    });
    assert.match(response.headers.get('muster-change') ?? '', /./);
    const id = made.added[0]?.id ?? '';
    const { data: ann } = await muster.GET('/v1/users/{id}', { params: { path: { id } } });
    ann.firstName satisfies string | null;
    // @ts-expect-error: a user has no such field
    assert.equal(ann.forename, undefined);
    assert.equal(ann.firstName, 'Ann');
    // @ts-expect-error: there is no such path
    assert.equal((await errorOf(muster.GET('/v1/nowhere'))).code, 'not_found');
    // @ts-expect-error: the status is none of a user
    const wrong = muster.GET('/v1/users', { params: { query: { status: 'asleep' } } });
    assert.equal((await errorOf(wrong)).code, 'invalid_request');
  });

  it('without an answer body has no data, and text comes as text', async () => {
    const { owner, muster } = await freshMuster();
    await addPeople(owner, 1);
    const { data: file } = await muster.GET('/v1/users.csv', { parseAs: 'text' });
    assert.match(file, /First1/);
    const { data, response } = await muster.DELETE('/v1/session');
    data satisfies undefined;
    assert.deepEqual([data, response.status], [undefined, 204]);
  });

  it('of a program keeps the session’s cookies, and loses them when it signs out', async () => {
    const { email } = await freshAccount(app);
    const cookies: Cookies = new Map();
    const muster = createMuster({ url: app.url, cookies });
    await muster.POST('/v1/session', { body: { email, password: goodPassword } });
    const { data: session } = await muster.GET('/v1/session');
    assert.equal(session.user.email, email);
    await muster.DELETE('/v1/session');
    assert.ok(!cookies.has('muster'));
    assert.equal((await errorOf(muster.GET('/v1/session'))).code, 'not_signed_in');
  });
});

describe('an API key', () => {
  it('lets a program in, as far as its permissions go, and is shown once', async () => {
    const { muster: owner } = await freshMuster();
    const body = { name: 'Shop', permissions: ['users.read' as const] };
    const params = { header: { 'Idempotency-Key': 'shop-1' } };
    const { data: key } = await owner.POST('/v1/api-keys', { body, params });
    const again = await errorOf(owner.POST('/v1/api-keys', { body, params }));
    assert.deepEqual([again.status, again.code, again.problem['id']], [409, 'shown_once', key.id]);
    const shop = createMuster({ url: app.url, apiKey: key.key });
    const { data: users } = await shop.GET('/v1/users');
    assert.equal(users.data.length, 1);
    const refused = await errorOf(shop.POST('/v1/users', { body: { users: [{ email: freshEmail() }] } }));
    assert.deepEqual([refused.status, refused.code], [403, 'forbidden']);
  });
});

describe('an error', () => {
  it('has the status, the code, the request’s id, the sentence and the whole answer', async () => {
    const { muster } = await freshMuster();
    const id = '01890000-0000-7000-8000-000000000000';
    const error = await errorOf(muster.GET('/v1/users/{id}', { params: { path: { id } } }));
    assert.deepEqual([error.status, error.code, error.message], [404, 'unknown_user', error.detail]);
    assert.match(error.requestId ?? '', /./);
    assert.equal(error.problem['title'], 'unknown user');
  });

  it('says what is wrong with each field', async () => {
    const { muster } = await freshMuster();
    const error = await errorOf(muster.POST('/v1/groups', { body: { name: '' } }));
    assert.deepEqual([error.status, error.code, Object.keys(error.fields)], [400, 'invalid_request', ['name']]);
  });

  it('says so when nothing answers', async () => {
    const muster = createMuster({ url: `http://127.0.0.1:${await freePort()}`, patienceSeconds: 0 });
    const error = await errorOf(muster.GET('/v1/account'));
    assert.deepEqual([error.status, error.code], [0, 'unreachable']);
    assert.ok(error.cause instanceof TypeError);
  });

  it('is that of the caller when the caller gives up', async () => {
    const muster = createMuster({ url: `http://127.0.0.1:${await freePort()}` });
    const reason = new Error('I have waited long enough');
    const given = new AbortController();
    const call = muster.GET('/v1/account', { signal: given.signal });
    given.abort(reason);
    await assert.rejects(call, reason);
  });
});

describe('a lost answer', () => {
  it('lets a write be sent again, and its work is done once', async () => {
    const { owner } = await freshMuster();
    const cutter = await cutterTo(app.url);
    const muster = createMuster({ url: cutter.url, cookies: owner.cookies });
    cutter.cut('before the head', 'in the body');
    const { data: group } = await muster.POST('/v1/groups', { body: { name: 'Night shift' } });
    assert.ok(cutter.isDone());
    const { body } = await owner.get<{ data: { id: string; name: string }[] }>('/v1/groups');
    assert.deepEqual(
      body.data.filter(({ name }) => name === 'Night shift').map(({ id }) => id),
      [group.id],
    );
  });
});

describe('a list', () => {
  it('is walked through page by page, and to its end', async () => {
    const { owner, muster } = await freshMuster();
    await addPeople(owner, 4);
    const pages: string[] = [];
    muster.use({ onRequest: ({ request }) => void pages.push(request.url) });
    const names: (string | null)[] = [];
    const query = { limit: 2, sort: 'createdAt' } as const;
    for await (const user of muster.each('/v1/users', { params: { query } })) names.push(user.firstName);
    assert.deepEqual(names, ['Olivia', 'First1', 'First2', 'First3', 'First4']);
    assert.equal(pages.length, 3);
  });

  it('fetches no page that is not asked for', async () => {
    const { owner, muster } = await freshMuster();
    await addPeople(owner, 4);
    let pages = 0;
    muster.use({ onRequest: () => void pages++ });
    let seen = 0;
    for await (const _user of muster.each('/v1/users', { params: { query: { limit: 2 } } })) if (++seen === 2) break;
    assert.equal(pages, 1);
  });
});

describe('a file', () => {
  it('is planned as it is, as text and as bytes', async () => {
    const { muster } = await freshMuster();
    const text = 'E-mail;First name\r\nzoe@example.com;Zo\u00eb\r\n';
    const settings = { params: { query: { fileName: 'intake.csv', type: 'basic' } } };
    for (const file of [text, new Blob([text]), Buffer.from(text, 'latin1')]) {
      const { data: change } = await muster.planFile(file, settings);
      const params = { path: { id: change.id } };
      const planned = async () => (await muster.GET('/v1/changes/{id}', { params })).data.state === 'planned' || null;
      await waitUntil(planned, 'the plan');
      const { data: rows } = await muster.GET('/v1/changes/{id}/rows', { params });
      assert.equal(rows.data[0]?.name, 'Zoë');
    }
  });
});

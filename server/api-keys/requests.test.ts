import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { assertRefused } from '../testing/answers.ts';
import { startTestApp } from '../testing/app.ts';
import { Client } from '../testing/client.ts';
import { freshAccount } from '../testing/fresh-account.ts';
import { assertSound } from '../testing/invariants.ts';
import { madeKey, program } from '../testing/programs.ts';
import type { ApiKey } from './api-key.ts';

const app = await startTestApp();
const withKey = (key: string) => new Client(app.url, key);
const listed = async (by: Client) => (await by.get<{ data: ApiKey[] }>('/v1/api-keys')).body.data;

describe('requests with an API key', () => {
  it('are refused with the session cookie, whatever it holds; other cookies do not matter', async () => {
    const { owner } = await freshAccount(app);
    const { key } = await madeKey(owner);
    const headers = { authorization: `Bearer ${key}` };
    assertRefused(await owner.get('/v1/users', { headers }), 400, 'key_and_session');
    const program = withKey(key);
    program.cookies.set('muster', 'nonsense');
    assertRefused(await program.get('/v1/users'), 400, 'key_and_session');
    program.cookies.delete('muster');
    program.cookies.set('muster-device', 'nonsense');
    program.cookies.set('theme', 'dark');
    assert.equal((await program.get('/v1/users')).status, 200);
  });

  it('are refused with the key in the address, even beside a session', async () => {
    const { owner } = await freshAccount(app);
    const { key } = await madeKey(owner);
    for (const by of [owner, withKey(key), app.browser()])
      for (const query of [`api_key=${key}`, `search=${key}`, `search=Bearer%20${key.replace('_', '%5F')}`])
        assertRefused(await by.get(`/v1/users?${query}`), 401, 'key_in_query');
  });

  it('are refused with anything else in the header', async () => {
    const { owner } = await freshAccount(app);
    const { key } = await madeKey(owner);
    const wrong = [
      'Bearer',
      'Bearer mst_',
      `Bearer ${key}x`,
      `Bearer ${key.slice(0, -1)}`,
      `Basic ${btoa(`${key}:`)}`,
      key,
      `Bearer ${key.toUpperCase()}`,
    ];
    for (const authorization of wrong)
      assertRefused(await app.browser().get('/v1/users', { headers: { authorization } }), 401, 'key_unknown');
    const reply = await app.browser().get('/v1/users', { headers: { authorization: `bearer  ${key}` } });
    assert.equal(reply.status, 200);
  });

  it('are taken from the networks of the key only', async () => {
    const { owner } = await freshAccount(app);
    const near = await program(app, owner, { addresses: ['127.0.0.0/8'] });
    const far = await program(app, owner, { addresses: ['203.0.113.0/24', '2001:db8::/32'] });
    assert.equal((await near.get('/v1/users')).status, 200);
    const refused = await far.get<{ detail: string }>('/v1/users');
    assertRefused(refused, 403, 'key_address');
    assert.match(refused.body.detail, /127\.0\.0\.1/);
    for (const text of ['somewhere', '10.0.0.0/33', '1', '0x7f.1', '10.0.0.0/8/8'])
      assertRefused(
        await owner.post('/v1/api-keys', { name: 'A', permissions: ['users.read'], addresses: [text] }),
        422,
        'network_invalid',
      );
  });

  it('need no origin of ours', async () => {
    const { owner } = await freshAccount(app);
    const { key } = await madeKey(owner);
    const headers = { origin: 'https://shop.example', 'sec-fetch-site': 'cross-site' };
    assert.equal((await withKey(key).post('/v1/groups', { name: 'Sales' }, { headers })).status, 201);
    assertRefused(await owner.post('/v1/groups', { name: 'Art' }, { headers }), 403, 'cross_site');
  });

  it('answer a key of another account with nothing of this one', async () => {
    const { owner } = await freshAccount(app);
    const { owner: stranger } = await freshAccount(app);
    const made = await madeKey(owner);
    const foreign = await program(app, stranger);
    for (const by of [stranger, foreign]) {
      assert.equal(
        (await listed(by)).some(({ id }) => id === made.id),
        false,
      );
      assertRefused(await by.get(`/v1/api-keys/${made.id}`), 404, 'not_found');
      assertRefused(await by.delete(`/v1/api-keys/${made.id}`), 404, 'not_found');
      assertRefused(await by.post(`/v1/api-keys/${made.id}/rotate`), 404, 'not_found');
    }
  });
});

it('afterwards seats, counts, changes and the audit log agree in every account', () => assertSound(app));

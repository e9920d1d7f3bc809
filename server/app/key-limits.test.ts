import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { describe, it } from 'node:test';
import { type RateName, rates } from '../kernel/limits.ts';
import { assertRefused } from '../testing/answers.ts';
import { startTestApp } from '../testing/app.ts';
import { Client } from '../testing/client.ts';
import { freshAccount } from '../testing/fresh-account.ts';
import { madeKey, program } from '../testing/programs.ts';

const limited = { RATE_LIMITS: 'on', TRUST_PROXY: '127.0.0.1' };

/** A request from any network address, as a proxy forwards it. */
const from = (ip: string) => ({ headers: { 'x-forwarded-for': ip } });
describe('requests with API keys', () => {
  it('say what is left, as those with a session do', async () => {
    const app = await startTestApp(limited);
    const { owner } = await freshAccount(app);
    const by = await program(app, owner);
    const [first, second] = [await by.get('/v1/groups'), await by.get('/v1/groups')];
    assert.equal(first.headers.get('ratelimit-policy'), '"requestsOfKey";q=3000;w=60, "requestsOfKeys";q=6000;w=60');
    assert.match(first.headers.get('ratelimit') ?? '', /^"requestsOfKey";r=2999;t=60$/);
    assert.match(second.headers.get('ratelimit') ?? '', /^"requestsOfKey";r=2998;t=\d+$/);
    const { headers } = await owner.get('/v1/groups');
    assert.match(headers.get('ratelimit') ?? '', /^"requestsOfIdentity";r=\d+;t=\d+$/);
    const anyone = await app.browser().get('/v1/sign-up');
    assert.match(anyone.headers.get('ratelimit') ?? '', /^"requestsOfNetwork";r=\d+;t=\d+$/);
  });

  it('are limited per key and per account, and leave people alone', async () => {
    const app = await startTestApp(limited);
    const { owner, accountId } = await freshAccount(app);
    const one = await madeKey(owner);
    const other = await program(app, owner);
    const use = (rate: RateName, key: string) => {
      for (let n = 0; n < rates[rate].most; n++) app.tools.rateLimits.take(rate, key);
    };
    use('requestsOfKey', one.id);
    const refused = await new Client(app.url, one.key).get('/v1/groups');
    assertRefused(refused, 429, 'too_many_requests');
    assert.match(refused.headers.get('ratelimit') ?? '', /^"requestsOfKey";r=0;t=\d+$/);
    assert.equal((await other.get('/v1/groups')).status, 200);
    use('requestsOfKeys', accountId);
    assertRefused(await other.get('/v1/groups'), 429, 'too_many_requests');
    assert.equal((await owner.get('/v1/groups')).status, 200);
  });

  it('that guess keys stop their network, and no key that exists', async () => {
    const app = await startTestApp(limited);
    const { owner } = await freshAccount(app);
    const { key } = await madeKey(owner);
    const guess = () =>
      new Client(app.url, `mst_${randomBytes(32).toString('base64url')}`).get('/v1/groups', from('203.0.113.9'));
    const statuses = [];
    for (let n = 0; n < 61; n++)
      statuses.push(...(await Promise.all(Array.from({ length: 10 }, guess))).map(({ status }) => status));
    assert.equal(statuses.filter((status) => status === 401).length, rates.requestsOfNetwork.most);
    assert.equal(statuses.filter((status) => status === 429).length, 10);
    assert.equal((await new Client(app.url, key).get('/v1/groups', from('203.0.113.10'))).status, 200);
  });
});

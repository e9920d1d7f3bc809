import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { assertRefused } from '../testing/answers.ts';
import { startTestApp } from '../testing/app.ts';
import { freshAccount, freshEmail, goodPassword } from '../testing/fresh-account.ts';

const wrong = 'not the password at all';

describe('limits', () => {
  it('stop guessing one sign-in, known or not, and say when to try again', async () => {
    const app = await startTestApp({ RATE_LIMITS: 'on' });
    const { email } = await freshAccount(app);
    for (const guessed of [email, freshEmail()]) {
      for (let n = 0; n < 10; n++)
        assertRefused(
          await app.browser().post('/v1/session', { email: guessed, password: wrong }),
          401,
          'wrong_credentials',
        );
      // Another way to write the address is the same sign-in.
      const stopped = await app.browser().post('/v1/session', { email: guessed.toUpperCase(), password: goodPassword });
      assertRefused(stopped, 429, 'too_many_requests');
      const wait = Number(stopped.headers.get('retry-after'));
      assert.ok(wait >= 1 && wait <= 60, String(wait));
    }
  });

  it('stop one network address that tries many sign-ins', async () => {
    const app = await startTestApp({ RATE_LIMITS: 'on' });
    const tries = Array.from({ length: 61 }, () =>
      app.browser().post('/v1/session', { email: freshEmail(), password: wrong }),
    );
    const statuses = (await Promise.all(tries)).map(({ status }) => status);
    assert.equal(statuses.filter((status) => status === 429).length, 1);
  });

  it('stop asking for reset mails without telling whether the address is known', async () => {
    const app = await startTestApp({ RATE_LIMITS: 'on' });
    const { email } = await freshAccount(app);
    const ask = async (address: string) => {
      const replies = [];
      for (let n = 0; n < 6; n++)
        replies.push((await app.browser().post('/v1/password-resets', { email: address })).status);
      return replies;
    };
    assert.deepEqual(await ask(email), [202, 202, 202, 202, 202, 429]);
    assert.deepEqual(await ask(freshEmail()), [202, 202, 202, 202, 202, 429]);
  });

  it('believe the forwarded client address only from a proxy that is named', async () => {
    const send = (app: Awaited<ReturnType<typeof startTestApp>>, n: number) =>
      app
        .browser()
        .post(
          '/v1/session',
          { email: freshEmail(), password: wrong },
          { headers: { 'x-forwarded-for': `203.0.113.${n}` } },
        );
    const open = await startTestApp({ RATE_LIMITS: 'on' });
    const behind = await startTestApp({ RATE_LIMITS: 'on', TRUST_PROXY: '127.0.0.1' });
    const limited = async (app: typeof open) => {
      const replies = await Promise.all(Array.from({ length: 61 }, (_, n) => send(app, n)));
      return replies.some(({ status }) => status === 429);
    };
    assert.equal(await limited(open), true);
    assert.equal(await limited(behind), false);
  });
});

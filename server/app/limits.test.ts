import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { bounds, rates, unprovenInvitesMax } from '../kernel/limits.ts';
import { networkOf, plainAddress } from '../kernel/network.ts';
import { assertRefused } from '../testing/answers.ts';
import { startTestApp, type TestApp } from '../testing/app.ts';
import type { Client } from '../testing/client.ts';
import { freshAccount, freshEmail, goodPassword } from '../testing/fresh-account.ts';
import { joinedPerson } from '../testing/people.ts';

const limited = { RATE_LIMITS: 'on', TRUST_PROXY: '127.0.0.1' };
const wrong = 'not the password at all';

/** A request from any network address, as a proxy forwards it. */
const from = (ip: string) => ({ headers: { 'x-forwarded-for': ip } });
const signIn = (by: Client, email: string, password: string, ip: string) =>
  by.post('/v1/session', { email, password }, from(ip));

/** Tries wrong passwords from many networks until the address has no tries left. */
async function exhaust(app: TestApp, email: string): Promise<void> {
  for (let n = 0; n < rates.triesOfAddress.most; n++) await signIn(app.browser(), email, wrong, `198.51.100.${n % 6}`);
  assertRefused(await signIn(app.browser(), email, goodPassword, '198.51.100.200'), 429, 'too_many_requests');
}

describe('tries of one sign-in', () => {
  it('are few from one network, known or not, and say when to try again', async () => {
    const app = await startTestApp(limited);
    const { email } = await freshAccount(app);
    for (const guessed of [email, freshEmail()]) {
      for (let n = 0; n < 10; n++)
        assertRefused(await signIn(app.browser(), guessed, wrong, '203.0.113.1'), 401, 'wrong_credentials');
      // Another spelling of the address is the same sign-in.
      const stopped = await signIn(app.browser(), guessed.toUpperCase(), goodPassword, '203.0.113.1');
      assertRefused(stopped, 429, 'too_many_requests');
      const wait = Number(stopped.headers.get('retry-after'));
      assert.ok(wait >= 1 && wait <= 60, String(wait));
    }
  });

  it('are few from one network that tries many sign-ins', async () => {
    const app = await startTestApp(limited);
    const tries = Array.from({ length: 61 }, () => signIn(app.browser(), freshEmail(), wrong, '203.0.113.1'));
    const statuses = (await Promise.all(tries)).map(({ status }) => status);
    assert.equal(statuses.filter((status) => status === 429).length, 1);
  });

  it('that turn out right use nothing up', async () => {
    const app = await startTestApp(limited);
    const { email } = await freshAccount(app);
    for (let n = 0; n < 15; n++)
      assert.equal((await signIn(app.browser(), email, goodPassword, '203.0.113.1')).status, 201);
  });

  it('by strangers leave those of a browser that signed in before', async () => {
    const app = await startTestApp(limited);
    const { email, owner } = await freshAccount(app);
    await owner.delete('/v1/session');
    await exhaust(app, email);
    // Also behind the network of the strangers.
    assert.equal((await signIn(owner, email, goodPassword, '198.51.100.1')).status, 201);
  });

  it('in a browser that signed in before are limited, too', async () => {
    const app = await startTestApp(limited);
    const { email, owner } = await freshAccount(app);
    await owner.delete('/v1/session');
    for (let n = 0; n < rates.triesOfDevice.most; n++)
      assertRefused(await signIn(owner, email, wrong, `203.0.113.${n}`), 401, 'wrong_credentials');
    assertRefused(await signIn(owner, email, goodPassword, '203.0.113.99'), 429, 'too_many_requests');
    // This budget belongs to the browser alone: another browser has that of strangers.
    assert.equal((await signIn(app.browser(), email, goodPassword, '203.0.113.99')).status, 201);
  });

  it('are not given to a browser that signed in with another address, or whose cookie is made up', async () => {
    const app = await startTestApp(limited);
    const { email } = await freshAccount(app);
    const { owner: attacker } = await freshAccount(app);
    await exhaust(app, email);
    assertRefused(await signIn(attacker, email, wrong, '203.0.113.5'), 429, 'too_many_requests');
    const device = attacker.cookies.get('muster-device') ?? '';
    for (const forged of [`${device}x`, 'AAAA', device.split('').reverse().join('')]) {
      const browser = app.browser();
      browser.cookies.set('muster-device', forged);
      assertRefused(await signIn(browser, email, wrong, '203.0.113.6'), 429, 'too_many_requests');
    }
  });
});

describe('a browser that signed in before', () => {
  it('is forgotten when the password is reset, and when it is changed elsewhere', async () => {
    const app = await startTestApp(limited);
    const { email, owner } = await freshAccount(app);
    const other = app.browser();
    assert.equal((await signIn(other, email, goodPassword, '203.0.113.1')).status, 201);
    const next = 'marble kettle orchid 73';
    const changed = await owner.post('/v1/profile/password', { current: goodPassword, next });
    assert.equal(changed.status, 204);
    await exhaust(app, email);
    assertRefused(await signIn(other, email, next, '203.0.113.1'), 429, 'too_many_requests');
    assert.equal((await signIn(owner, email, next, '203.0.113.1')).status, 201);
    const { rows } = await app.sql.query('select from devices');
    assert.equal(rows.length, 1);
  });

  it('is one of at most twenty of a sign-in', async () => {
    const app = await startTestApp();
    const { email } = await freshAccount(app);
    for (let n = 0; n < 25; n++) await app.browser().post('/v1/session', { email, password: goodPassword });
    assert.equal((await app.sql.query('select from devices')).rowCount, 20);
  });

  it('is no factor: its cookie alone opens nothing', async () => {
    const app = await startTestApp();
    const { owner } = await freshAccount(app);
    owner.cookies.delete('muster');
    assertRefused(await owner.get('/v1/session'), 401, 'not_signed_in');
  });

  it('serves several people one after the other', async () => {
    const app = await startTestApp(limited);
    const first = await freshAccount(app);
    const second = await freshAccount(app);
    const shared = app.browser();
    for (const { email } of [first, second])
      assert.equal((await signIn(shared, email, goodPassword, '203.0.113.1')).status, 201);
    for (const { email } of [first, second]) {
      await exhaust(app, email);
      assert.equal((await signIn(shared, email, goodPassword, '203.0.113.1')).status, 201);
    }
  });
});

describe('every door that tries a password', () => {
  it('counts in the same limits: signing in, signing up, joining by mail, and behind a session', async () => {
    const app = await startTestApp(limited);
    const { email } = await freshAccount(app);
    await exhaust(app, email);
    const signUp = { accountName: 'Other', email, password: wrong, firstName: 'A', lastName: 'B' };
    assertRefused(await app.browser().post('/v1/sign-up', signUp, from('203.0.113.7')), 429, 'too_many_requests');
  });

  it('lets a person behind a session try their own password ten times a minute, whichever session it is', async () => {
    const app = await startTestApp(limited);
    const { owner } = await freshAccount(app);
    const { browser, user } = await joinedPerson(app, owner, 'member');
    const other = app.browser();
    assert.equal((await signIn(other, user.email, goodPassword, '203.0.113.1')).status, 201);
    for (const session of [browser, other]) session.cookies.delete('muster-device');
    const doors = [
      (by: Client, ip: string) => by.post('/v1/profile/password', { current: wrong, next: goodPassword }, from(ip)),
      (by: Client, ip: string) => by.post('/v1/profile/email', { email: freshEmail(), password: wrong }, from(ip)),
    ];
    for (let n = 0; n < 10; n++) {
      const reply = await doors[n % 2]?.(n % 3 === 0 ? browser : other, `203.0.113.${n}`);
      assertRefused(reply ?? { status: 0, headers: new Headers(), body: null }, 403, 'wrong_password');
    }
    for (const door of doors)
      for (const by of [browser, other]) assertRefused(await door(by, '203.0.113.50'), 429, 'too_many_requests');
    // Strangers have used up nothing of this budget, nor the reverse.
    assert.equal((await signIn(app.browser(), user.email, goodPassword, '203.0.113.60')).status, 201);
  });

  it('limits the Owner who hands over the account', async () => {
    const app = await startTestApp(limited);
    const { owner } = await freshAccount(app);
    const { user } = await joinedPerson(app, owner, 'member');
    owner.cookies.delete('muster-device');
    const hand = () => owner.post('/v1/account/transfer', { userId: user.id, password: wrong });
    for (let n = 0; n < 10; n++) assertRefused(await hand(), 403, 'wrong_password');
    assertRefused(await hand(), 429, 'too_many_requests');
  });
});

describe('requests', () => {
  it('of one person share a limit, however many sessions they have', async () => {
    const app = await startTestApp(limited);
    const { email } = await freshAccount(app);
    const sessions = await Promise.all(
      Array.from({ length: 3 }, async (_, n) => {
        const browser = app.browser();
        await signIn(browser, email, goodPassword, `203.0.113.${n}`);
        return browser;
      }),
    );
    const each = rates.requestsOfIdentity.most / 3;
    const replies = await Promise.all(
      sessions.flatMap((by, n) =>
        Array.from({ length: each + 5 }, () => by.get('/v1/catalog', from(`203.0.113.${n}`))),
      ),
    );
    const refused = replies.filter(({ status }) => status === 429).length;
    assert.equal(refused, 15);
  });

  it('without a session are counted by network, and an IPv6 network is a /64 in any spelling', async () => {
    const app = await startTestApp(limited);
    const signUp = (ip: string) =>
      app.browser().post('/v1/sign-up', { accountName: 'A', email: 'no address', password: wrong }, from(ip));
    const spellings = [
      '2001:db8::a',
      '2001:DB8::B',
      '2001:0db8:0:0::000c',
      '2001:db8:0:0:ffff::1',
      '2001:db8::1.2.3.4',
    ];
    for (let n = 0; n < rates.signUps.most; n++) await signUp(spellings[n % spellings.length] ?? '');
    assertRefused(await signUp('2001:db8::dead:beef'), 429, 'too_many_requests');
    assert.equal((await signUp('2001:db8:0:1::a')).status, 400);
    // A known browser may make no more accounts than others of its network.
    const { owner } = await freshAccount(app);
    owner.cookies.delete('muster');
    const body = { accountName: 'A', email: 'no address', password: wrong };
    assertRefused(await owner.post('/v1/sign-up', body, from('2001:db8::a')), 429, 'too_many_requests');
  });

  it('believe the forwarded client address only from a proxy that is named', async () => {
    const open = await startTestApp({ RATE_LIMITS: 'on' });
    const behind = await startTestApp(limited);
    const tryMany = async (app: TestApp) => {
      const tries = Array.from({ length: 61 }, (_, n) => signIn(app.browser(), freshEmail(), wrong, `203.0.113.${n}`));
      return (await Promise.all(tries)).some(({ status }) => status === 429);
    };
    assert.equal(await tryMany(open), true);
    assert.equal(await tryMany(behind), false);
  });

  it('are not limited where the operator lifts all limits', async () => {
    const app = await startTestApp();
    const { email } = await freshAccount(app);
    for (let n = 0; n < 70; n++)
      assertRefused(await signIn(app.browser(), email, wrong, '203.0.113.1'), 401, 'wrong_credentials');
  });
});

describe('the network of an address', () => {
  it('is the IPv4 address, or the first half of an IPv6 address, in one spelling', () => {
    const same = [
      ['192.0.2.1', '::ffff:192.0.2.1', '::FFFF:c000:0201', '64:ff9b::192.0.2.1'],
      ['2001:db8::1', '2001:0DB8:0000:0000:ffff:ffff:ffff:ffff', '2001:db8::%eth0'],
      ['::1', '0:0:0:0:0:0:0:1'],
    ];
    for (const spellings of same) assert.equal(new Set(spellings.map(networkOf)).size, 1, spellings.join());
    assert.equal(new Set(same.map(([one = '']) => networkOf(one))).size, same.length);
    assert.equal(networkOf('unknown'), networkOf('nonsense'));
    assert.equal(plainAddress('::ffff:192.0.2.1'), '192.0.2.1');
  });
});

it('SECURITY.md says every limit as it is', () => {
  const text = readFileSync(join(import.meta.dirname, '../../SECURITY.md'), 'utf8');
  for (const [name, { most, seconds }] of Object.entries(rates)) {
    const row = new RegExp(`\\| \`${name}\` \\|.*\\| ${most.toLocaleString('en')} in ${spanOf(seconds)} \\|`);
    assert.match(text, row, name);
  }
  for (const [name, most] of Object.entries(bounds))
    assert.match(text, new RegExp(`\\| \`${name}\` \\|.*\\| ${most.toLocaleString('en')} \\|`), name);
  assert.match(text, new RegExp(`invites ${unprovenInvitesMax} people`));
});

function spanOf(seconds: number): string {
  if (seconds === 3_600) return 'an hour';
  return seconds === 60 ? 'a minute' : `${seconds / 60} minutes`;
}

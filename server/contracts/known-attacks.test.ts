import assert from 'node:assert/strict';
import { describe, it, test } from 'node:test';
import { emailKey } from '../access/rules/email.ts';
import { assertRefused, type ProblemAnswer } from '../testing/answers.ts';
import { startTestApp } from '../testing/app.ts';
import type { Reply } from '../testing/client.ts';
import { freshAccount, freshEmail, freshProvenAccount, goodPassword, mailTo } from '../testing/fresh-account.ts';
import { assertSound } from '../testing/invariants.ts';
import type { User } from '../users/user.ts';
import { bulk, importLine } from './fixtures/acts.ts';
import { freshWorld, invitationToken, invited, joined } from './fixtures/world.ts';

const app = await startTestApp();
const home = await freshWorld(app);
const { browser: owner } = home.people.owner;

const person = { firstName: 'Mallory', lastName: 'Moe', password: goodPassword };
const accept = (token: string, by = app.browser(), body: object = person) =>
  by.post(`/v1/invitations/${token}/accept`, body);
const entry = async (id: string, by = owner) => (await by.get<User>(`/v1/users/${id}`)).body;

describe('the seat limit raced and walked around', () => {
  it('every way back in needs a free seat', async () => {
    const { people } = await freshWorld(app);
    const { browser } = people.owner;
    await browser.put('/v1/billing/subscriptions/pro', { quantity: 1 });
    const buyer = () => invited(browser, 'Seat', { type: 'pro' });
    const away = await joined(app, browser, 'Seat', { type: 'pro' });
    await browser.patch(`/v1/users/${away.id}`, { status: 'deactivated' });
    const gone = await buyer();
    const { headers } = await browser.delete(`/v1/users/${gone.id}`);
    const { id: holder } = await buyer();
    const ways: Record<string, () => Promise<Reply<unknown>>> = {
      'a new user': () => browser.post('/v1/users', { users: [{ email: freshEmail() }], type: 'pro' }),
      reactivated: () => browser.patch(`/v1/users/${away.id}`, { status: 'active' }),
      'reactivated in bulk': () => bulk(browser, away.id, { set: { status: 'active' } }),
      restored: () => browser.post(`/v1/users/${gone.id}/restore`),
      'restored in bulk': () => bulk(browser, gone.id, { restore: true }),
      'a type given': () => browser.patch(`/v1/users/${people.member.id}`, { type: 'pro' }),
      imported: () => importLine(browser, { column: 'type', value: 'pro' }, freshEmail()),
      'a type imported': () => importLine(browser, { column: 'type', value: 'pro' }, people.member.email),
    };
    for (const [way, go] of Object.entries(ways)) assert.equal((await go()).status, 409, way);
    const undone = await browser.post(`/v1/changes/${headers.get('muster-change')}/undo`);
    const rows = await browser.get(`/v1/changes/${undone.body['id']}/rows`);
    assert.match(JSON.stringify(rows.body), /"outcome":"refused","code":"seats_short"/);
    assert.equal((await entry(gone.id, browser)).status, 'removed');
    assert.equal((await entry(holder, browser)).type, 'pro');
  });

  it('twelve at once for three seats: three get one', async () => {
    const { people } = await freshWorld(app);
    const { browser } = people.owner;
    await browser.put('/v1/billing/subscriptions/pro', { quantity: 3 });
    const add = () => browser.post('/v1/users', { users: [{ email: freshEmail() }], type: 'pro' });
    const replies = await Promise.all(Array.from({ length: 12 }, add));
    assert.deepEqual(replies.map(({ status }) => status).sort(), [...Array(3).fill(201), ...Array(9).fill(409)]);
  });
});

describe('equal addresses', () => {
  it('one person is one user, however the address is written', async () => {
    const local = freshEmail('anne').split('@')[0] ?? '';
    const add = async (email: string) => {
      const { body } = await owner.post<{ refused: { code: string }[] }>('/v1/users', { users: [{ email }] });
      return body.refused?.[0]?.code ?? 'added';
    };
    assert.equal(await add(`${local}@example.com`), 'added');
    for (const same of [
      `${local.toUpperCase()}@EXAMPLE.COM`,
      ` ${local}@example.com `,
      `${local}@ｅｘａｍｐｌｅ.com`,
      `${local}@example。com`,
      `${local}@example.com\u200B`,
    ])
      assert.equal(await add(same), 'email_taken', same);
    for (const other of [
      `${local}+tag@example.com`,
      `${local.replace('anne', 'annе')}@example.com`,
      `${local}@exampıe.com`,
      `${local}@example.com.invalid`,
    ])
      assert.equal(await add(other), 'added', other);
    for (const none of [
      `${local}@example.com, eve@example.com`,
      `Eve <${local}@example.com>`,
      `${local}@exa mple.com`,
      `${local}@`,
      `${local}@[127.0.0.1]`,
      `${local.replace('anne', 'ａｎｎｅ')}@example.com`,
      `${local.replace('anne', 'an\u200Bne')}@example.com`,
    ])
      assert.equal(await add(none), 'email_invalid', none);
  });

  it('a changed address is judged the same way', async () => {
    const [one, two] = [await invited(owner, home.word), await invited(owner, home.word)];
    assertRefused(await owner.patch(`/v1/users/${two.id}`, { email: one.email.toUpperCase() }), 409, 'email_taken');
    assert.notEqual(emailKey('I@example.com'), emailKey('ı@example.com'));
  });
});

describe('recycled ids', () => {
  it('who was erased cannot be named again, and who comes back is somebody else', async () => {
    const { id, email } = await invited(owner, home.word);
    await owner.delete(`/v1/users/${id}`);
    assert.equal((await owner.post(`/v1/users/${id}/erase`)).status, 204);
    const { body } = await owner.post<{ added: User[] }>('/v1/users', { users: [{ email }] });
    assert.notEqual(body.added[0]?.id, id);
    assertRefused(await owner.get(`/v1/users/${id}`), 404, 'unknown_user');
  });
});

describe('the Owner removed by two people at once', () => {
  it('handing over and removing the one it goes to leave exactly one Owner, who is active', async () => {
    for (let round = 0; round < 4; round++) {
      const { people, accountId } = await freshWorld(app);
      const next = people.member;
      const attack = [
        () => people.owner.browser.post('/v1/account/transfer', { userId: next.id, password: goodPassword }),
        () => people.admin.browser.delete(`/v1/users/${next.id}`),
        () => bulk(people.admin.browser, next.id, { set: { status: 'deactivated' } }),
        () => people.admin.browser.post('/v1/changes', { select: { where: {} }, do: { remove: true }, apply: true }),
      ];
      const replies = await Promise.all(attack.map((act) => act()));
      for (const { status, body } of replies) assert.ok(status < 500, JSON.stringify(body));
      const { rows } = await app.sql.query(
        'select u.status from accounts a join users u on u.account_id = a.id and u.id = a.owner_id where a.id = $1',
        [accountId],
      );
      assert.deepEqual(rows, [{ status: 'active' }]);
    }
  });

  it('handed over to two people at once, it goes to one', async () => {
    const { people } = await freshWorld(app);
    const give = (userId: string) =>
      people.owner.browser.post<ProblemAnswer>('/v1/account/transfer', { userId, password: goodPassword });
    const replies = await Promise.all([give(people.admin.id), give(people.member.id)]);
    assert.deepEqual(replies.map(({ status }) => status).sort(), [200, 403]);
  });

  it('removing everybody leaves the Owner, by name, by filter and with everyone excepted but the Owner', async () => {
    const { people } = await freshWorld(app);
    const [first, second] = [people.owner, people.admin];
    for (const by of [second, first]) {
      for (const what of [{ remove: true }, { set: { status: 'deactivated' } }, { set: { role: 'member' } }]) {
        for (const select of [
          { ids: [first.id] },
          { where: { role: 'owner' } },
          { where: {}, except: [second.id, people.member.id] },
        ])
          await by.browser.post('/v1/changes', { select, do: what, apply: true });
        assert.deepEqual(
          [(await entry(first.id, first.browser)).status, (await entry(first.id, first.browser)).role],
          ['active', 'owner'],
        );
      }
    }
  });
});

describe('access that outlives deactivation', () => {
  it('ends in that account alone: the same sign-in goes on in the other, and cannot go back', async () => {
    const { email, owner: browser } = await freshProvenAccount(app);
    const { body } = await owner.post<{ added: User[] }>('/v1/users', { users: [{ email }] });
    const id = body.added[0]?.id ?? '';
    const inHome = app.browser();
    assert.equal((await accept(await invitationToken(owner, id), inHome)).status, 201);
    await owner.patch(`/v1/users/${id}`, { status: 'deactivated' });
    assertRefused(await inHome.get('/v1/profile'), 401, 'not_signed_in');
    assert.equal((await browser.get('/v1/profile')).status, 200);
    assertRefused(await browser.patch('/v1/session', { accountId: home.accountId }), 404, 'not_found');
  });

  it('an Admin who is removed writes nothing more, also with what was sent at the same moment', async () => {
    for (let round = 0; round < 3; round++) {
      const admin = await joined(app, owner, home.word, { role: 'admin' });
      const tries = () =>
        Promise.all(Array.from({ length: 4 }, () => admin.browser.post('/v1/groups', { name: freshEmail() })));
      await Promise.all([owner.delete(`/v1/users/${admin.id}`), tries()]);
      for (const reply of await tries()) assertRefused(reply, 401, 'not_signed_in');
    }
  });

  it('invitation links die with who sent them only if they are revoked, and a demoted Admin’s own link gives no more than its role', async () => {
    const { id } = await invited(owner, home.word, { role: 'admin' });
    const token = await invitationToken(owner, id);
    await owner.patch(`/v1/users/${id}`, { role: 'member' });
    const { body } = await accept(token);
    assert.equal(Object(body['user'])['role'], 'member');
  });
});

describe('compressed bodies', () => {
  it('are not unpacked', async () => {
    for (const encoding of ['gzip', 'deflate', 'br']) {
      const headers = { 'content-type': 'application/json', 'content-encoding': encoding };
      const reply = await owner.send('POST', '/v1/groups', Buffer.from('1f8b0800', 'hex'), { headers });
      assert.ok(reply.status >= 400 && reply.status < 500, `${reply.status}`);
    }
  });
});

describe('telling who exists', () => {
  it('adding, importing and inviting answer the same for an address that signs in elsewhere and for a new one', async () => {
    const { email: known } = await freshProvenAccount(app);
    const replies = await Promise.all(
      [known, freshEmail('owner')].map((email) => owner.post<{ added: User[] }>('/v1/users', { users: [{ email }] })),
    );
    const plain = replies.map(({ status, body }) => ({
      status,
      body: JSON.stringify(body).replace(
        /[\w.]+@example.com|[0-9a-f-]{36}|\d{4}-[\dT:.-]+Z|"version":"[\w-]{20}"/g,
        '',
      ),
    }));
    assert.deepEqual(plain[0], plain[1]);
  });
});

describe('stored script', () => {
  it('in names is text in every mail that shows it', async () => {
    const script = `<script>alert(1)</script><a href="https://evil.example">"'`;
    const email = freshEmail('xss');
    const { owner: by } = await freshAccount(app, { accountName: script });
    await by.patch('/v1/profile', { firstName: script, lastName: script.slice(0, 20) });
    await by.post('/v1/users', { users: [{ email, firstName: script }] });
    const mail = await mailTo(app, email);
    assert.ok(mail.text.includes('<script>'), 'the name is in the mail');
    assert.doesNotMatch(mail.html, /<script|href="https:\/\/evil|<a href=(?!"http:\/\/127)/);
    assert.doesNotMatch(mail.subject, /[\r\n]/);
  });
});

test('whatever was tried, every rule of the data holds', () => assertSound(app));

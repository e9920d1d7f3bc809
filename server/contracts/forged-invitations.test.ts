import assert from 'node:assert/strict';
import { describe, it, test } from 'node:test';
import { invitationLink, openInvitation } from '../invitations/invitation.ts';
import { assertRefused } from '../testing/answers.ts';
import { startTestApp } from '../testing/app.ts';
import type { Reply } from '../testing/client.ts';
import {
  freshAccount,
  freshEmail,
  freshProvenAccount,
  goodPassword,
  mailTo,
  tokenOf,
} from '../testing/fresh-account.ts';
import { assertSound } from '../testing/invariants.ts';
import { clockTo } from '../testing/moment.ts';
import { waitUntil } from '../testing/wait-until.ts';
import type { User } from '../users/user.ts';
import { bulk } from './fixtures/acts.ts';
import { freshWorld, invitationToken, invited } from './fixtures/world.ts';

const app = await startTestApp();
const home = await freshWorld(app);
const { browser: owner } = home.people.owner;

const person = { firstName: 'Mallory', lastName: 'Moe', password: goodPassword };
const accept = (token: string, by = app.browser(), body: object = person) =>
  by.post(`/v1/invitations/${token}/accept`, body);
const entry = async (id: string, by = owner) => (await by.get<User>(`/v1/users/${id}`)).body;
/** Checks that the person has not joined. */
async function stillPending(id: string): Promise<void> {
  assert.equal((await entry(id)).status, 'pending');
}

describe('forged and cross-account invitations', () => {
  it('a token with any bit turned is no invitation', async () => {
    const { id } = await invited(owner, home.word);
    const token = await invitationToken(owner, id);
    const bytes = Buffer.from(token, 'base64url');
    for (let at = 0; at < bytes.length; at += 3) {
      const forged = Buffer.from(bytes);
      forged.writeUInt8(bytes.readUInt8(at) ^ 1, at);
      assertRefused(await accept(forged.toString('base64url')), 404, 'invitation_unknown');
    }
    for (const odd of [
      `${token}A`,
      token.slice(0, -1),
      `${token}=`,
      token.toLowerCase(),
      Buffer.alloc(57).toString('base64url'),
      'undefined',
    ])
      assertRefused(await app.browser().get(`/v1/invitations/${odd}`), 404, 'invitation_unknown');
    await stillPending(id);
  });

  it('an invitation of one account opens no other, not even one signed by this server', async () => {
    const other = await freshWorld(app);
    const { id } = await invited(other.people.owner.browser, other.word);
    const { signer, config } = app.tools;
    const mixed = invitationLink(config.publicUrl, signer, {
      accountId: home.accountId,
      userId: id,
      invitationVersion: 0,
      via: 'mail',
    });
    assertRefused(await accept(mixed.split('/').at(-1) ?? ''), 404, 'invitation_unknown');
    assert.equal((await entry(id, other.people.owner.browser)).status, 'pending');
  });

  it('a link of another kind is no invitation, and an invitation no other link', async () => {
    const { email } = await freshAccount(app);
    const proof = tokenOf(await mailTo(app, email, /Confirm your e-mail/));
    assertRefused(await accept(proof), 404, 'invitation_unknown');
    const { id } = await invited(owner, home.word);
    const token = await invitationToken(owner, id);
    for (const path of ['password-resets', 'proofs', 'email-changes'])
      assertRefused(await app.browser().get(`/v1/${path}/${token}`), 404, 'link_unknown');
  });

  it('a link signed with another server’s key is no invitation', async () => {
    const elsewhere = await startTestApp({ MUSTER_SECRET: 'another key of thirty-two letters or more' });
    const { id } = await invited(owner, home.word);
    const invitation = openInvitation(app.tools.signer, await invitationToken(owner, id));
    const forged = invitationLink('', elsewhere.tools.signer, invitation).split('/').at(-1) ?? '';
    assertRefused(await accept(forged), 404, 'invitation_unknown');
  });
});

describe('replayed, replaced, revoked and expired invitations', () => {
  it('a link works once, whoever comes again', async () => {
    const { id } = await invited(owner, home.word);
    const token = await invitationToken(owner, id);
    assert.equal((await accept(token)).status, 201);
    assertRefused(await accept(token), 410, 'invitation_used');
    assertRefused(await app.browser().get(`/v1/invitations/${token}`), 410, 'invitation_used');
  });

  it('each way an invitation ends kills the links sent before', async () => {
    const ends: Record<string, [string, (id: string) => Promise<Reply<unknown>>]> = {
      resent: ['invitation_replaced', (id) => bulk(owner, id, { resend: true })],
      'sent to another address': [
        'invitation_replaced',
        (id) => owner.patch(`/v1/users/${id}`, { email: freshEmail() }),
      ],
      revoked: ['invitation_revoked', (id) => owner.delete(`/v1/users/${id}`)],
    };
    for (const [end, [code, by]] of Object.entries(ends)) {
      const { id } = await invited(owner, home.word);
      const token = await invitationToken(owner, id);
      assert.ok((await by(id)).status < 300, end);
      assertRefused(await accept(token), 410, code);
    }
  });

  it('a revoked one that is restored has a new link, and the old one stays dead', async () => {
    const { id } = await invited(owner, home.word);
    const old = await invitationToken(owner, id);
    await owner.delete(`/v1/users/${id}`);
    assert.equal((await owner.post(`/v1/users/${id}/restore`)).status, 200);
    assertRefused(await accept(old), 410, 'invitation_replaced');
    assert.equal((await accept(await invitationToken(owner, id))).status, 201);
  });

  it('an expired one is dead to the second, tells what happened, and a new one goes to the invited address only', async () => {
    const later = await startTestApp();
    const { people } = await freshWorld(later, 'Later');
    const { browser } = people.owner;
    await browser.patch('/v1/account', { invitationDays: 1 });
    const { id, email } = await invited(browser, 'Later');
    const path = `/v1/invitations/${await invitationToken(browser, id)}`;
    const mailed = tokenOf(await mailTo(later, email));
    const { body } = await browser.get<User>(`/v1/users/${id}`);
    await clockTo(later, body.expiresAt ?? '', '-10 seconds');
    assert.equal((await later.browser().get(path)).status, 200);
    await later.clock.forward('10 seconds');
    const dead = await later.browser().post(`${path}/accept`, person);
    assertRefused(dead, 410, 'invitation_expired');
    assert.equal(dead.body['accountName'], 'Later Company');
    const asked = await later.browser().post(`${path}/request`);
    assert.deepEqual([asked.status, asked.body], [202, {}]);
    assertRefused(await later.browser().post(`${path}/accept`, person), 410, 'invitation_replaced');
    const token = await waitUntil(async () => {
      const newest = tokenOf(await mailTo(later, email));
      return newest === mailed ? null : newest;
    }, 'a newer invitation');
    assert.equal((await later.browser().post(`/v1/invitations/${token}/accept`, person)).status, 201);
  });

  it('opening accepts nothing, however often it is opened', async () => {
    const { id } = await invited(owner, home.word);
    const token = await invitationToken(owner, id);
    for (let i = 0; i < 3; i++) assert.equal((await app.browser().get(`/v1/invitations/${token}`)).status, 200);
    await stillPending(id);
  });
});

describe('two people accept at once', () => {
  it('of six with the same link one joins, and one sign-in works', async () => {
    const { id, email } = await invited(owner, home.word);
    const token = await invitationToken(owner, id);
    const passwords = Array.from({ length: 6 }, (_, i) => `${goodPassword} ${i}`);
    const replies = await Promise.all(
      passwords.map((password) => accept(token, app.browser(), { ...person, password })),
    );
    assert.equal(replies.filter(({ status }) => status === 201).length, 1);
    for (const reply of replies.filter(({ status }) => status !== 201)) assertRefused(reply, 410, 'invitation_used');
    const signIns = await Promise.all(
      passwords.map((password) => app.browser().post('/v1/session', { email, password })),
    );
    assert.deepEqual(
      signIns.map(({ status }) => status),
      replies.map(({ status }) => (status === 201 ? 201 : 401)),
    );
  });
});

describe('an invitation taken by another address', () => {
  it('joining names no address, and gives the sign-in of the invited one whoever is signed in', async () => {
    const { id, email } = await invited(owner, home.word);
    const token = await invitationToken(owner, id);
    assertRefused(await accept(token, app.browser(), { ...person, email: freshEmail() }), 400, 'invalid_request');
    const stranger = (await freshProvenAccount(app)).owner;
    const { body } = await accept(token, stranger);
    assert.equal(Object(body['identity'])['email'], email);
    assert.deepEqual(body['accounts'], [{ id: home.accountId, name: `${home.word} Company`, role: 'member' }]);
  });

  it('a copied link answers a known address word for word as an unknown one, and gives nothing of its sign-in', async () => {
    const victim = await freshProvenAccount(app);
    const strange = { ...person, password: 'gravel oboe tundra 47' };
    const told = [];
    for (const email of [victim.email, freshEmail()]) {
      const { body } = await owner.post<{ added: User[] }>('/v1/users', { users: [{ email }] });
      const token = await invitationToken(owner, body.added[0]?.id ?? '');
      const looked = await app.browser().get<{ email: string; expiresAt: string }>(`/v1/invitations/${token}`);
      const weak = await accept(token, app.browser(), { ...person, password: 'short' });
      assertRefused(weak, 422, 'password_too_short');
      const browser = app.browser();
      const joined = await accept(token, browser, strange);
      assert.equal(joined.status, 201);
      const { identity, accounts } = Object(joined.body);
      assert.deepEqual([identity, accounts.length, accounts[0].id], [{ email, proven: false }, 1, home.accountId]);
      assertRefused(await browser.patch('/v1/session', { accountId: victim.accountId }), 404, 'not_found');
      told.push({ ...looked.body, email: '', expiresAt: '' });
    }
    assert.deepEqual(told[0], told[1]);
    const own = await app.browser().post('/v1/session', { email: victim.email, password: goodPassword });
    assert.equal(Object(own.body)['account'].id, victim.accountId);
    // The password chosen by the copied link opens that account alone.
    const other = await app.browser().post('/v1/session', { email: victim.email, password: strange.password });
    assert.deepEqual([Object(other.body)['account'].id, Object(other.body)['accounts'].length], [home.accountId, 1]);
  });

  it('guesses at a sign-in through links that an account made itself tell nothing', async () => {
    const victim = await freshProvenAccount(app);
    const { body } = await owner.post<{ added: User[] }>('/v1/users', { users: [{ email: victim.email }] });
    const token = await invitationToken(owner, body.added[0]?.id ?? '');
    const joined = await accept(token, app.browser(), { ...person, password: goodPassword });
    assert.equal(joined.status, 201);
    // Even the right password gives a sign-in for this account alone.
    assert.deepEqual(
      Object(joined.body)['accounts'].map(({ id }: { id: string }) => id),
      [home.accountId],
    );
  });

  it('somebody invited under an unproven sign-in’s address does not enter the accounts of that one', async () => {
    const squatted = freshEmail();
    const first = await freshAccount(app, { email: squatted });
    const { body } = await owner.post<{ added: User[] }>('/v1/users', { users: [{ email: squatted }] });
    const browser = app.browser();
    const taken = await accept(await invitationToken(owner, body.added[0]?.id ?? ''), browser, {
      ...person,
      password: 'gravel oboe tundra 47',
    });
    assert.equal(taken.status, 201);
    assert.deepEqual(
      Object(taken.body)['accounts'].map(({ id }: { id: string }) => id),
      [home.accountId],
    );
    assertRefused(await browser.patch('/v1/session', { accountId: first.accountId }), 404, 'not_found');
  });
});

test('whatever was tried, every rule of the data holds', () => assertSound(app));

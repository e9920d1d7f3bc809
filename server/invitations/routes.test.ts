import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { assertRefused } from '../testing/answers.ts';
import { rowsIn, startTestApp } from '../testing/app.ts';
import type { Client } from '../testing/client.ts';
import {
  freshAccount,
  freshEmail,
  freshProvenAccount,
  goodPassword,
  type KeptMail,
  tokenOf,
} from '../testing/fresh-account.ts';
import { assertSound } from '../testing/invariants.ts';
import { clockTo } from '../testing/moment.ts';
import { addPeople } from '../testing/people.ts';
import { accountOf, buySeats, seatsOf } from '../testing/seats.ts';
import { waitUntil } from '../testing/wait-until.ts';
import type { User } from '../users/user.ts';

const app = await startTestApp();
const nobody = app.browser();
const joining = { firstName: 'Ada', lastName: 'Lovelace', password: goodPassword };

/** The n-th mail to an address, from the first. */
async function mailNumber(email: string, n: number): Promise<KeptMail> {
  return waitUntil(async () => {
    const { body } = await nobody.get<{ data: KeptMail[] }>('/v1/mailbox?limit=500');
    return body.data.filter(({ to }) => to === email).at(-n);
  }, `mail ${n} to ${email}`);
}

async function invited(
  by: Client,
  settings: Parameters<typeof addPeople>[2] = {},
): Promise<{ user: User; token: string }> {
  const [user] = (await addPeople(by, 1, settings)).users;
  assert.ok(user);
  return { user, token: tokenOf(await mailNumber(user.email, 1)) };
}
const get = async (by: Client, { id }: User) => (await by.get<User>(`/v1/users/${id}`)).body;
const open = (token: string) => nobody.get(`/v1/invitations/${token}`);
const accept = (token: string, body = joining, by = app.browser()) =>
  by.post<{ identity: { proven: boolean } }>(`/v1/invitations/${token}/accept`, body);
async function copiedToken(by: Client, { id }: User): Promise<string> {
  const { status, body } = await by.post<{ link: string }>(`/v1/users/${id}/invitation-link`);
  assert.equal(status, 200, JSON.stringify(body));
  return body.link.split('/').at(-1) ?? '';
}

describe('an invitation link', () => {
  it('tells who invited whom to what, and opening it accepts nothing', async () => {
    const { owner } = await freshAccount(app, { accountName: 'Analytical Engines' });
    const { user, token } = await invited(owner);
    for (const _ of [1, 2]) {
      const { status, body } = await open(token);
      assert.equal(status, 200);
      const { accountName, invitedBy, email, identity, state } = body;
      assert.deepEqual(
        { accountName, invitedBy, email, identity, state },
        {
          accountName: 'Analytical Engines',
          invitedBy: 'Olivia Owner',
          email: user.email,
          identity: 'new',
          state: 'open',
        },
      );
    }
    const { status, mail } = await get(owner, user);
    assert.deepEqual([status, mail?.state], ['pending', 'opened']);
  });

  it('is accepted once, and then says so', async () => {
    const { owner } = await freshAccount(app);
    const { user, token } = await invited(owner);
    const { status, body } = await accept(token);
    assert.deepEqual([status, body.identity.proven], [201, true]);
    const joined = await get(owner, user);
    assert.deepEqual([joined.status, joined.firstName, joined.mail?.state], ['active', 'Ada', 'accepted']);
    assertRefused(await accept(token), 410, 'invitation_used');
    assertRefused(await open(token), 410, 'invitation_used');
  });

  it('accepted by several at once lets one in', async () => {
    const { owner } = await freshAccount(app);
    const { token } = await invited(owner);
    const replies = await Promise.all(
      [1, 2, 3].map((n) => accept(token, { ...joining, password: `${goodPassword} ${n}` })),
    );
    assert.deepEqual(replies.map(({ status }) => status).sort(), [201, 410, 410]);
    for (const reply of replies.filter(({ status }) => status === 410)) assertRefused(reply, 410, 'invitation_used');
  });

  it('that was copied gives a sign-in that is unproven; one that was mailed proves the address', async () => {
    const { owner } = await freshAccount(app);
    const { user } = await invited(owner);
    const browser = app.browser();
    const joined = await accept(await copiedToken(owner, user), joining, browser);
    assert.deepEqual([joined.status, joined.body.identity.proven], [201, false]);
    const elsewhere = await freshAccount(app);
    const again = await elsewhere.owner.post<{ added: User[] }>('/v1/users', { users: [{ email: user.email }] });
    const second = again.body.added[0];
    assert.ok(second);
    const { body } = await open(await copiedToken(elsewhere.owner, second));
    assert.equal(body['identity'], 'new', 'an unproven sign-in is not known elsewhere');
  });

  it('of somebody who signs in here already needs their present password and changes it not', async () => {
    const known = await freshProvenAccount(app);
    const { owner } = await freshAccount(app);
    await owner.post('/v1/users', { users: [{ email: known.email }] });
    const token = tokenOf(
      await waitUntil(async () => {
        const { body } = await nobody.get<{ data: KeptMail[] }>('/v1/mailbox?limit=500');
        return body.data.find(({ to, subject }) => to === known.email && subject.includes('invites you'));
      }, 'an invitation'),
    );
    assert.equal((await open(token)).body['identity'], 'known');
    assertRefused(await accept(token, { ...joining, password: 'another good password 7' }), 403, 'wrong_password');
    assert.equal((await accept(token)).status, 201);
    const signedIn = await app.browser().post<{ accounts: unknown[] }>('/v1/session', known);
    assert.equal(signedIn.status, 400);
    const { email, password } = known;
    const session = await app.browser().post<{ accounts: unknown[] }>('/v1/session', { email, password });
    assert.deepEqual([session.status, session.body.accounts.length], [201, 2]);
  });

  it('gives a person who was removed another user, and ends the sessions of the first', async () => {
    const { owner } = await freshAccount(app);
    const first = await invited(owner);
    const before = app.browser();
    assert.equal((await accept(first.token, joining, before)).status, 201);
    assert.equal((await owner.delete(`/v1/users/${first.user.id}`)).status, 204);
    const { email } = first.user;
    assert.equal((await owner.post('/v1/users', { users: [{ email }] })).status, 201);
    const after = app.browser();
    assert.equal((await accept(tokenOf(await mailNumber(email, 2)), joining, after)).status, 201);
    assertRefused(await before.get('/v1/session'), 401, 'not_signed_in');
    assert.equal((await after.get('/v1/session')).status, 200);
    const { body } = await after.get<{ data: unknown[] }>('/v1/profile/sessions');
    assert.equal(body.data.length, 1);
  });

  it('that nobody made, or that was altered, is not known', async () => {
    const { owner } = await freshAccount(app);
    const { token } = await invited(owner);
    const altered = `${token.slice(0, 20)}${token[20] === 'A' ? 'B' : 'A'}${token.slice(21)}`;
    for (const other of [altered, token.slice(1), 'x', 'x'.repeat(200)]) {
      assertRefused(await open(other), 404, 'invitation_unknown');
      assertRefused(await accept(other), 404, 'invitation_unknown');
    }
  });

  it('needs a first name and a password that is hard to guess', async () => {
    const { owner } = await freshAccount(app);
    const { user, token } = await invited(owner);
    assertRefused(await accept(token, { ...joining, firstName: ' ' }), 400, 'invalid_request');
    assertRefused(await accept(token, { ...joining, password: 'short' }), 422, 'password_too_short');
    assert.equal((await get(owner, user)).status, 'pending');
  });
});

describe('one live link per person', () => {
  it('resending makes the old link dead and the new one live', async () => {
    const { owner } = await freshAccount(app);
    const { user, token } = await invited(owner);
    const copied = await copiedToken(owner, user);
    await owner.post('/v1/changes', { select: { ids: [user.id] }, do: { resend: true }, apply: true });
    for (const dead of [token, copied]) {
      assertRefused(await open(dead), 410, 'invitation_replaced');
      assertRefused(await accept(dead), 410, 'invitation_replaced');
    }
    assert.equal((await accept(tokenOf(await mailNumber(user.email, 2)))).status, 201);
  });

  it('revoking makes it dead, and restoring sends another', async () => {
    const { owner } = await freshAccount(app);
    const { user, token } = await invited(owner);
    await owner.delete(`/v1/users/${user.id}`);
    assertRefused(await open(token), 410, 'invitation_revoked');
    assertRefused(await accept(token), 410, 'invitation_revoked');
    await owner.post(`/v1/users/${user.id}/restore`);
    assertRefused(await accept(token), 410, 'invitation_replaced');
    assert.equal((await accept(tokenOf(await mailNumber(user.email, 2)))).status, 201);
  });

  it('fixing the address makes it dead and sends another there', async () => {
    const { owner } = await freshAccount(app);
    const { user, token } = await invited(owner);
    const email = freshEmail('fixed');
    await owner.patch(`/v1/users/${user.id}`, { email });
    assertRefused(await accept(token), 410, 'invitation_replaced');
    const { status } = await accept(tokenOf(await mailNumber(email, 1)));
    assert.equal(status, 201);
  });

  it('is copied for pending people only', async () => {
    const { owner, ownerId } = await freshAccount(app);
    assertRefused(await owner.post(`/v1/users/${ownerId}/invitation-link`), 403, 'admin_protected');
    const { user, token } = await invited(owner);
    await accept(token);
    assertRefused(await owner.post(`/v1/users/${user.id}/invitation-link`), 409, 'not_pending');
  });
});

describe('an invitation that expires', () => {
  it('is valid until its second and not at it; then its seat is free and it stands under Expired', async () => {
    const { owner } = await freshAccount(app);
    await owner.patch('/v1/account', { invitationDays: 1 });
    await buySeats(owner, { pro: 1 });
    const { user, token } = await invited(owner, { type: 'pro' });
    assert.ok(user.expiresAt);
    await clockTo(app, user.expiresAt, '-30 seconds');
    assert.equal((await open(token)).status, 200);
    await clockTo(app, user.expiresAt);
    const refused = await accept(token);
    assertRefused(refused, 410, 'invitation_expired');
    assert.match(JSON.stringify(refused.body), /Example Company has expired/);
    assert.deepEqual([(await get(owner, user)).status, await seatsOf(owner, 'pro')], ['expired', [1, 0, 1]]);
    const { body } = await owner.get<{ data: User[] }>('/v1/users?status=pending');
    assert.deepEqual(body.data, []);
  });

  it('ends with all others of its minute, so that few moments have to be kept', async () => {
    const { owner, accountId } = await freshAccount(app);
    await owner.patch('/v1/account', { invitationDays: 1 });
    const { user: first } = await invited(owner);
    assert.ok(first.expiresAt);
    const ends = [];
    for (const offset of ['-1 day 10 seconds', '-1 day 50 seconds']) {
      await clockTo(app, first.expiresAt, offset);
      ends.push(Date.parse((await invited(owner)).user.expiresAt ?? ''));
    }
    const next = Date.parse(first.expiresAt) + 60_000;
    assert.deepEqual(ends, [next, next]);
    const kept = "select people::int as n from counts where dimension = 'status' and key = 'pending' order by ends_at";
    const { rows } = await rowsIn(app, accountId, kept);
    assert.deepEqual(rows, [{ n: 1 }, { n: 2 }]);
  });

  it('is asked for anew by whoever holds its link: the new one goes to the invited address alone', async () => {
    const { owner } = await freshAccount(app);
    await owner.patch('/v1/account', { invitationDays: 1 });
    const { user, token } = await invited(owner);
    await clockTo(app, user.expiresAt ?? '');
    const { status, body } = await nobody.post(`/v1/invitations/${token}/request`);
    assert.deepEqual([status, body], [202, {}]);
    assert.equal((await accept(tokenOf(await mailNumber(user.email, 2)))).status, 201);
    assertRefused(await accept(token), 410, 'invitation_used');
  });

  it('is not asked for anew while it is valid, and without a free seat the Admin sees who waits', async () => {
    const { owner } = await freshAccount(app);
    await owner.patch('/v1/account', { invitationDays: 1 });
    await buySeats(owner, { pro: 1 });
    const { user, token } = await invited(owner, { type: 'pro' });
    assert.equal((await nobody.post(`/v1/invitations/${token}/request`)).status, 202);
    assert.equal((await open(token)).status, 200);
    await clockTo(app, user.expiresAt ?? '');
    await addPeople(owner, 1, { type: 'pro' });
    assert.equal((await nobody.post(`/v1/invitations/${token}/request`)).status, 202);
    assert.equal((await get(owner, user)).status, 'expired');
    // A second request is not recorded again.
    assert.equal((await nobody.post(`/v1/invitations/${token}/request`)).status, 202);
    const noted = await owner.get<{ data: { userId: string }[] }>('/v1/audit?event=invitation.requested');
    assert.deepEqual(
      noted.body.data.map(({ userId }) => userId),
      [user.id],
    );
  });

  it('lasts 1 to 90 days, as the account chooses', async () => {
    const { owner } = await freshAccount(app);
    assert.equal((await accountOf(owner)).invitationDays, 30);
    for (const invitationDays of [0, 91, 1.5, '7'])
      assertRefused(await owner.patch('/v1/account', { invitationDays }), 400, 'invalid_request');
    for (const invitationDays of [1, 90]) {
      await owner.patch('/v1/account', { invitationDays });
      const [user] = (await addPeople(owner, 1)).users;
      assert.ok(user?.expiresAt && user.invitedAt);
      // At the next full minute.
      const more = Date.parse(user.expiresAt) - Date.parse(user.invitedAt) - invitationDays * 86_400_000;
      assert.ok(more > 0 && more <= 60_000 && /:00(\.0+)?Z$/.test(user.expiresAt), user.expiresAt);
      assert.match((await mailNumber(user?.email ?? '', 1)).text, invitationDays === 1 ? /one day/ : /90 days/);
    }
  });
});

it('afterwards seats, counts, changes and the audit log agree in every account', () => assertSound(app));

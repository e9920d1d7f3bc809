import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Session } from '../access/sessions/session.ts';
import { assertRefused } from '../testing/answers.ts';
import { startTestApp } from '../testing/app.ts';
import { freshAccount, goodPassword, mailTo } from '../testing/fresh-account.ts';
import { addPeople, joinedPerson } from '../testing/people.ts';
import type { Account } from './account.ts';

const app = await startTestApp();

describe('the account', () => {
  it('counts people per type and seats per product, as of this moment', async () => {
    const { owner } = await freshAccount(app);
    await owner.put('/v1/billing/subscriptions/pro', { quantity: 5 });
    await addPeople(owner, 3, { type: 'pro' });
    const { body } = await owner.get<Account>('/v1/account');
    assert.deepEqual(body.totals, { basic: 1, pro: 3, corp: 0 });
    assert.equal(body.counts.pending, 3);
    assert.deepEqual(
      body.seats.find(({ product }) => product === 'pro'),
      { product: 'pro', bought: 5, held: 3, free: 2 },
    );
    assert.deepEqual(
      body.seats.map(({ product }) => product),
      ['pro', 'corp', 'large-meeting', 'webinar', 'cloud-recording'],
    );
  });

  it('leaves out what expired by the clock, before anybody folds it', async () => {
    const { owner, email } = await freshAccount(app);
    await owner.put('/v1/billing/subscriptions/pro', { quantity: 5 });
    await addPeople(owner, 3, { type: 'pro' });
    await app.clock.forward('30 days 1 minute');
    await owner.post('/v1/session', { email, password: goodPassword });
    const { body } = await owner.get<Account>('/v1/account');
    assert.deepEqual(body.totals, { basic: 1, pro: 0, corp: 0 });
    assert.deepEqual(body.counts, { pending: 0, active: 1, deactivated: 0, expired: 3, removed: 0 });
    assert.deepEqual(
      body.seats.find(({ product }) => product === 'pro'),
      { product: 'pro', bought: 5, held: 0, free: 5 },
    );
    await app.clock.forward('30 days');
    await owner.post('/v1/session', { email, password: goodPassword });
    assert.equal((await owner.get<Account>('/v1/account')).body.counts.expired, 0);
  });

  it('changes its name, default group and invitation days, and records each', async () => {
    const { owner } = await freshAccount(app);
    const { body: group } = await owner.post('/v1/groups', { name: 'Sales' });
    const { status, body } = await owner.patch<Account>('/v1/account', {
      name: ' New name ',
      defaultGroupId: group['id'],
      invitationDays: 7,
    });
    assert.equal(status, 200);
    assert.deepEqual([body.name, body.defaultGroupId, body.invitationDays], ['New name', group['id'], 7]);
    const { body: log } = await owner.get<{ data: { event: string }[] }>('/v1/audit');
    const events = log.data.map(({ event }) => event);
    for (const event of ['account.renamed', 'account.default_group_changed', 'account.invitation_days_changed'])
      assert.ok(events.includes(event), event);
    const before = log.data.length;
    await owner.patch('/v1/account', { name: 'New name', invitationDays: 7 });
    assert.equal((await owner.get<{ data: unknown[] }>('/v1/audit')).body.data.length, before);
  });

  it('refuses a group that is not its own, days beyond 1 to 90, and fields it does not have', async () => {
    const { owner } = await freshAccount(app);
    const other = await freshAccount(app);
    const { body: foreign } = await other.owner.get<Account>('/v1/account');
    assertRefused(await owner.patch('/v1/account', { defaultGroupId: foreign.defaultGroupId }), 422, 'group_unknown');
    assertRefused(
      await owner.patch('/v1/account', { defaultGroupId: '0190a000-0000-7000-8000-000000000000' }),
      422,
      'group_unknown',
    );
    for (const invitationDays of [0, 91, 1.5, '7'])
      assertRefused(await owner.patch('/v1/account', { invitationDays }), 400, 'invalid_request');
    assertRefused(await owner.patch('/v1/account', { ownerId: foreign.ownerId }), 400, 'invalid_request');
  });

  it('is not a Member’s to see or change', async () => {
    const { owner } = await freshAccount(app);
    const { browser } = await joinedPerson(app, owner, 'member');
    assertRefused(await browser.get('/v1/account'), 403, 'forbidden');
    assertRefused(await browser.patch('/v1/account', { name: 'Mine' }), 403, 'forbidden');
    assertRefused(await app.browser().get('/v1/account'), 401, 'not_signed_in');
  });
});

describe('handing the account over', () => {
  it('makes the other the Owner and the Owner an Admin, in one step, and tells both', async () => {
    const { owner, ownerId, email } = await freshAccount(app);
    const { user, browser } = await joinedPerson(app, owner, 'member');
    const reply = await owner.post<Session>('/v1/account/transfer', { userId: user.id, password: goodPassword });
    assert.equal(reply.status, 200);
    assert.equal(reply.body.user.role, 'admin');
    assert.equal((await browser.get<Session>('/v1/session')).body.user.role, 'owner');
    assert.equal((await browser.get<Account>('/v1/account')).body.ownerId, user.id);
    assert.equal((await browser.get(`/v1/users/${ownerId}`)).body['role'], 'admin');
    assertRefused(
      await owner.post('/v1/account/transfer', { userId: ownerId, password: goodPassword }),
      403,
      'forbidden',
    );
    await mailTo(app, email, /You handed over Example Company/);
    await mailTo(app, user.email, /You are now the Owner of Example Company/);
  });

  it('asks for the Owner’s password', async () => {
    const { owner } = await freshAccount(app);
    const { user } = await joinedPerson(app, owner, 'member');
    assertRefused(
      await owner.post('/v1/account/transfer', { userId: user.id, password: 'not it, not it' }),
      403,
      'wrong_password',
    );
    assertRefused(await owner.post('/v1/account/transfer', { userId: user.id }), 400, 'invalid_request');
  });

  it('goes to an active user of this account only', async () => {
    const { owner, ownerId } = await freshAccount(app);
    const other = await freshAccount(app);
    const { users } = await addPeople(owner, 1);
    const gone = await joinedPerson(app, owner, 'admin');
    await owner.patch(`/v1/users/${gone.user.id}`, { status: 'deactivated' });
    const to = (userId: string | undefined) => owner.post('/v1/account/transfer', { userId, password: goodPassword });
    assertRefused(await to(users[0]?.id), 409, 'transfer_target');
    assertRefused(await to(gone.user.id), 409, 'transfer_target');
    assertRefused(await to(ownerId), 409, 'transfer_target');
    assertRefused(await to(other.ownerId), 404, 'unknown_user');
    assertRefused(await to('0190a000-0000-7000-8000-000000000000'), 404, 'unknown_user');
  });

  it('is the Owner’s alone: an Admin cannot take or give it', async () => {
    const { owner } = await freshAccount(app);
    const { user, browser } = await joinedPerson(app, owner, 'admin');
    assertRefused(
      await browser.post('/v1/account/transfer', { userId: user.id, password: goodPassword }),
      403,
      'forbidden',
    );
  });

  it('to two people at the same moment goes to one', async () => {
    const { owner } = await freshAccount(app);
    const people = [await joinedPerson(app, owner, 'member'), await joinedPerson(app, owner, 'member')];
    const replies = await Promise.all(
      people.map(({ user }) => owner.post('/v1/account/transfer', { userId: user.id, password: goodPassword })),
    );
    assert.deepEqual(replies.map(({ status }) => status).sort(), [200, 403]);
  });

  it('while the other is being deactivated leaves an active Owner either way', async () => {
    const { owner } = await freshAccount(app);
    const { user, browser: admin } = await joinedPerson(app, owner, 'admin');
    const target = await joinedPerson(app, owner, 'member');
    assert.equal(user.role, 'admin');
    await Promise.all([
      owner.post('/v1/account/transfer', { userId: target.user.id, password: goodPassword }),
      admin.patch(`/v1/users/${target.user.id}`, { status: 'deactivated' }),
    ]);
    const { body } = await admin.get<Account>('/v1/account');
    assert.equal((await admin.get(`/v1/users/${body.ownerId}`)).body['status'], 'active');
  });
});

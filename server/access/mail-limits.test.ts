import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Change } from '../changes/engine/change.ts';
import { rates } from '../kernel/limits.ts';
import { assertRefused } from '../testing/answers.ts';
import { startTestApp, type TestApp } from '../testing/app.ts';
import { planAndApply, refusals } from '../testing/changes.ts';
import type { Client } from '../testing/client.ts';
import {
  freshAccount,
  freshEmail,
  freshProvenAccount,
  goodPassword,
  type KeptMail,
  mailTo,
  tokenOf,
} from '../testing/fresh-account.ts';
import { addPeople, joinedPerson } from '../testing/people.ts';
import { waitUntil } from '../testing/wait-until.ts';
import type { User } from '../users/user.ts';

const limited = { RATE_LIMITS: 'on', TRUST_PROXY: '127.0.0.1' };
const { most } = rates.mailsStrangersAsk;
const from = (n: number) => ({ headers: { 'x-forwarded-for': `203.0.113.${n}` } });

/** All mails to an address about a subject, once no mail waits. */
async function mailsTo(app: TestApp, address: string, about: RegExp): Promise<KeptMail[]> {
  await waitUntil(async () => {
    const { rows } = await app.sql.query(
      "select from jobs where name in ('mails.send', 'resets.mail', 'invitations.mail')",
    );
    return rows.length === 0 || null;
  }, 'no mail to wait');
  const { body } = await app.browser().get<{ data: KeptMail[] }>('/v1/mailbox?limit=500');
  return body.data.filter(({ to, subject }) => to === address && about.test(subject));
}

describe('mail that strangers ask for', () => {
  it('by signing up again and again with one address is little, and the link that was mailed first stays good', async () => {
    const app = await startTestApp(limited);
    const email = freshEmail();
    const signUp = (n: number) =>
      app
        .browser()
        .post(
          '/v1/sign-up',
          { accountName: 'A', email, password: goodPassword, firstName: 'A', lastName: 'B' },
          from(n),
        );
    for (let n = 0; n < 20; n++) assert.equal((await signUp(n)).status, 201);
    const mails = await mailsTo(app, email, /Confirm your e-mail/);
    assert.equal(mails.length, most);
    const [first] = mails.reverse();
    assert.ok(first);
    const proven = await app.browser().post(`/v1/proofs/${tokenOf(first)}`, { password: goodPassword });
    assert.equal(proven.status, 201);
  });

  it('by asking for resets is little, is answered the same, and every link that was mailed stays good', async () => {
    const app = await startTestApp(limited);
    const { email } = await freshAccount(app);
    for (let n = 0; n < 40; n++) {
      const known = await app.browser().post('/v1/password-resets', { email }, from(n % 6));
      const unknown = await app.browser().post('/v1/password-resets', { email: 'nobody@example.org' }, from(n % 6));
      assert.deepEqual([known.status, known.body], [202, {}]);
      assert.deepEqual([unknown.status, unknown.body], [202, {}]);
    }
    const mails = await mailsTo(app, email, /Choose a new password/);
    assert.equal(mails.length, most);
    for (const mail of mails)
      assert.equal((await app.browser().get(`/v1/password-resets/${tokenOf(mail)}`)).status, 200);
    const [last] = mails.reverse();
    assert.ok(last);
    const reset = await app
      .browser()
      .post(`/v1/password-resets/${tokenOf(last)}`, { password: 'marble kettle orchid 73' });
    assert.equal(reset.status, 201);
  });

  it('comes again after an hour', async () => {
    const app = await startTestApp(limited);
    const { email, owner } = await freshAccount(app);
    for (let n = 0; n < 5; n++) assert.equal((await owner.post('/v1/proofs')).status, 202);
    assert.equal((await mailsTo(app, email, /Confirm your e-mail/)).length, most);
    await app.clock.forward('61 minutes');
    assert.equal((await owner.post('/v1/proofs')).status, 202);
    assert.equal((await mailsTo(app, email, /Confirm your e-mail/)).length, most + 1);
  });

  it('by giving a stranger’s address as one’s own is little', async () => {
    const app = await startTestApp(limited);
    const { owner } = await freshAccount(app);
    const victim = freshEmail();
    for (let n = 0; n < 8; n++) {
      const asked = await owner.post('/v1/profile/email', { email: victim, password: goodPassword });
      assert.equal(asked.status, 202);
    }
    assert.equal((await mailsTo(app, victim, /./)).length, most);
  });

  it('by an Admin who moves a person’s address to and fro is little', async () => {
    const app = await startTestApp(limited);
    const { owner } = await freshProvenAccount(app);
    const { user } = await joinedPerson(app, owner, 'member');
    const victim = freshEmail();
    for (let n = 0; n < 15; n++)
      for (const email of [victim, user.email])
        assert.equal((await owner.patch(`/v1/users/${user.id}`, { email })).status, 200);
    const mails = await mailsTo(app, victim, /./);
    assert.ok(mails.length <= most + rates.notices.most, String(mails.length));
  });
});

describe('invitation mails to one person', () => {
  const resend = (owner: Client, id: string) =>
    owner.post<Change>('/v1/changes', { select: { ids: [id] }, do: { resend: true }, apply: true });

  it('are few within an hour: then a resend is refused for that person with the next time, and changes nothing', async () => {
    const app = await startTestApp(limited);
    const { owner } = await freshProvenAccount(app);
    const [user] = (await addPeople(owner, 1)).users;
    const [other] = (await addPeople(owner, 1)).users;
    assert.ok(user && other);
    const few = rates.invitationMails.most;
    for (let n = 1; n < few; n++) assert.equal((await resend(owner, user.id)).body.result?.update, 1);
    const before = (await owner.get<User>(`/v1/users/${user.id}`)).body;
    for (let n = 0; n < 30; n++) {
      const { body } = await resend(owner, user.id);
      assert.deepEqual([body.result?.update, body.result?.refused, refusals(body)], [0, 1, { mail_limited: 1 }]);
      const nextAt = Date.parse(body.plan?.refusals[0]?.nextAt ?? '');
      assert.ok(nextAt > Date.now() && nextAt <= Date.now() + 3_600_000);
    }
    assert.equal((await mailsTo(app, user.email, /invite/)).length <= few, true);
    const link = (await mailTo(app, user.email)).links[0]?.split('/').at(-1);
    assert.equal((await app.browser().get(`/v1/invitations/${link}`)).status, 200);
    const { updatedAt, expiresAt } = (await owner.get<User>(`/v1/users/${user.id}`)).body;
    assert.deepEqual([updatedAt, expiresAt], [before.updatedAt, before.expiresAt]);
    // Other people of the same change are mailed.
    const both = await planAndApply(owner, { ids: [user.id, other.id] }, { resend: true });
    assert.deepEqual([both.result?.update, both.result?.refused], [1, 1]);
    await app.clock.forward('61 minutes');
    await owner.get('/v1/session');
    assert.equal((await resend(owner, user.id)).body.result?.update, 1);
  });

  it('count whatever sends them: a corrected address, and coming back from the trash', async () => {
    const app = await startTestApp(limited);
    const { owner } = await freshProvenAccount(app);
    const [user] = (await addPeople(owner, 1)).users;
    assert.ok(user);
    const path = `/v1/users/${user.id}`;
    for (let n = 1; n < rates.invitationMails.most; n++)
      assert.equal((await owner.patch(path, { email: freshEmail() })).status, 200);
    const refused = await owner.patch(path, { email: freshEmail() });
    assertRefused(refused, 429, 'mail_limited');
    assert.ok(Number(refused.headers.get('retry-after')) > 3_000);
    assert.equal((await owner.delete(path)).status, 204);
    assertRefused(await owner.post(`${path}/restore`), 429, 'mail_limited');
    assert.equal((await owner.get<User>(path)).body.status, 'removed');
  });

  it('are few for an address that is removed and added again and again; the next one waits', async () => {
    const app = await startTestApp(limited);
    const { owner } = await freshProvenAccount(app);
    const email = freshEmail();
    const add = async () => (await owner.post<{ added: User[] }>('/v1/users', { users: [{ email }] })).body.added[0];
    for (let n = 0; n < 14; n++) {
      const user = await add();
      await waitUntil(async () => {
        const { body } = await owner.get<User>(`/v1/users/${user?.id}`);
        return body.mail?.state !== 'queued' || null;
      }, 'the mail to go or to wait');
      assert.equal((await owner.delete(`/v1/users/${user?.id}`)).status, 204);
    }
    assert.equal((await mailsTo(app, email, /invite/)).length, rates.invitationMailsToAddress.most);
  });

  it('have no limit where the operator lifts all limits', async () => {
    const app = await startTestApp();
    const { owner } = await freshAccount(app);
    const [user] = (await addPeople(owner, 1)).users;
    for (let n = 0; n < 20; n++) assert.equal((await resend(owner, user?.id ?? '')).body.result?.update, 1);
  });
});

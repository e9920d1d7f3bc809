import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Change } from '../changes/engine/change.ts';
import { assertRefused } from '../testing/answers.ts';
import { startTestApp } from '../testing/app.ts';
import type { Client, Reply } from '../testing/client.ts';
import {
  freshAccount,
  freshEmail,
  freshProvenAccount,
  goodPassword,
  mailTo,
  tokenOf,
} from '../testing/fresh-account.ts';
import { planFile } from '../testing/imports.ts';
import { addPeople } from '../testing/people.ts';
import { waitUntil } from '../testing/wait-until.ts';
import { invitationToken } from './fixtures/world.ts';

const app = await startTestApp();
const person = { firstName: 'New', lastName: 'Name' };

async function resetOf(email: string): Promise<string> {
  await app.browser().post('/v1/password-resets', { email });
  return tokenOf(await mailTo(app, email, /password/i));
}

/** Every place where a new password is chosen. */
const passwordDoors: Record<string, () => Promise<(password: string) => Promise<Reply<unknown>>>> = {
  'when a person signs up': async () => (password) =>
    app.browser().post('/v1/sign-up', { accountName: 'A', email: freshEmail(), password, ...person }),
  'when a person changes theirs': async () => {
    const { owner } = await freshAccount(app);
    return (next) => owner.post('/v1/profile/password', { current: goodPassword, next });
  },
  'when a person forgot theirs': async () => {
    const token = await resetOf((await freshProvenAccount(app)).email);
    return (password) => app.browser().post(`/v1/password-resets/${token}`, { password });
  },
  'when a person proves an address': async () => {
    const { email } = await freshAccount(app);
    const token = tokenOf(await mailTo(app, email, /Confirm your e-mail/));
    return (password) => app.browser().post(`/v1/proofs/${token}`, { password });
  },
  'when an invited person joins': async () => {
    const { owner } = await freshAccount(app);
    const { users } = await addPeople(owner, 1);
    const token = await invitationToken(owner, users[0]?.id ?? '');
    return (password) => app.browser().post(`/v1/invitations/${token}/accept`, { password, ...person });
  },
};

describe('a new password is refused for the same reasons', () => {
  for (const [door, open] of Object.entries(passwordDoors)) {
    it(door, async () => {
      const choose = await open();
      assertRefused(await choose('short'), 422, 'password_too_short');
      assertRefused(await choose('gravel oboe '.repeat(20)), 422, 'password_too_long');
      assertRefused(await choose('password1234'), 422, 'password_common');
    });
  }
});

/** Every mailed link: how it is looked at, and how it is used. */
const links: Record<
  string,
  () => Promise<{ look: () => Promise<Reply<unknown>>; use: () => Promise<Reply<unknown>> }>
> = {
  'that resets a password': async () => {
    const path = `/v1/password-resets/${await resetOf((await freshProvenAccount(app)).email)}`;
    return {
      look: () => app.browser().get(path),
      use: () => app.browser().post(path, { password: 'gravel oboe 47 tundra' }),
    };
  },
  'that proves an address': async () => {
    const { owner, email } = await freshAccount(app);
    const path = `/v1/proofs/${tokenOf(await mailTo(app, email, /Confirm your e-mail/))}`;
    return { look: () => app.browser().get(path), use: () => owner.post(path) };
  },
  'that changes an address': async () => {
    const { owner } = await freshProvenAccount(app);
    const email = freshEmail('changed');
    await owner.post('/v1/profile/email', { email, password: goodPassword });
    const path = `/v1/email-changes/${tokenOf(await mailTo(app, email))}`;
    return { look: () => app.browser().get(path), use: () => owner.post(path) };
  },
};

describe('a link opens nothing after it was used, and nothing when its time is over', () => {
  for (const [link, made] of Object.entries(links)) {
    it(link, async () => {
      const { look, use } = await made();
      const late = await made();
      assert.equal((await look()).status, 200);
      assert.ok((await use()).status < 300);
      assertRefused(await look(), 410, 'link_used');
      await app.clock.forward('4 days');
      assertRefused(await late.look(), 410, 'link_expired');
    });
  }

  it('that invites', async () => {
    const { owner } = await freshAccount(app);
    const { users } = await addPeople(owner, 1);
    const token = await invitationToken(owner, users[0]?.id ?? '');
    await app.clock.forward('31 days');
    assertRefused(await app.browser().get(`/v1/invitations/${token}`), 410, 'invitation_expired');
  });
});

describe('what is not in the file', () => {
  const remapped = async (owner: Client, file: string, body: object) =>
    owner.post(`/v1/changes/${(await planFile(owner, file)).id}/remap`, body);

  it('is not found by reading it in another way', async () => {
    const { owner } = await freshAccount(app);
    const mapping = { 0: 'email' };
    const one = freshEmail();
    assertRefused(await remapped(owner, one, { mapping, header: true }), 422, 'csv_header_only');
    assertRefused(await remapped(owner, `${one}\nAnn`, { mapping, header: true }), 422, 'csv_no_address');
    const wide = `email,${'x;'.repeat(2_000)}\n${freshEmail()},y`;
    assertRefused(await remapped(owner, wide, { mapping, separator: ';' }), 422, 'csv_too_many_columns');
    const { body } = await owner.get<{ data: Change[] }>('/v1/changes');
    assert.ok(body.data.every(({ state }) => state === 'planned'));
  });
});

describe('one sign-in', () => {
  it('is one user of an account and does not join it a second time', async () => {
    const { owner } = await freshProvenAccount(app);
    const email = freshEmail('twice');
    const invite = async () => {
      const { body } = await owner.post<{ added: { id: string }[] }>('/v1/users', { users: [{ email }] });
      return body.added[0]?.id;
    };
    const invitation = async () => tokenOf(await mailTo(app, email, /\/welcome\//));
    const join = (token: string) =>
      app.browser().post(`/v1/invitations/${token}/accept`, { password: goodPassword, ...person });
    const id = await invite();
    const first = await invitation();
    assert.equal((await join(first)).status, 201);
    assert.equal((await owner.patch(`/v1/users/${id}`, { email: freshEmail('elsewhere') })).status, 200);
    await invite();
    const second = await waitUntil(async () => {
      const token = await invitation();
      return token === first ? undefined : token;
    }, 'a second invitation');
    assertRefused(await join(second), 409, 'email_taken');
  });
});

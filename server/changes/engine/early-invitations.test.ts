import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ProblemAnswer } from '../../testing/answers.ts';
import { startTestApp, type TestApp } from '../../testing/app.ts';
import type { Client } from '../../testing/client.ts';
import { freshAccount, freshEmail, freshProvenAccount, mailTo, tokenOf } from '../../testing/fresh-account.ts';
import { applied, counts, planFile, refusals } from '../../testing/imports.ts';
import type { User } from '../../users/user.ts';

/** A server on the internet: anyone may sign up. */
const app = await startTestApp({ RATE_LIMITS: 'on', SIGN_UP: 'open' });

type Answer = { added: User[]; refused: { email: string; code: string; detail: string }[] };
async function invite(by: Client, n: number): Promise<Answer> {
  const users = Array.from({ length: n }, () => ({ email: freshEmail() }));
  const { status, body } = await by.post<Answer>('/v1/users', { users });
  assert.equal(status, 201, JSON.stringify(body));
  return body;
}
const added = async (by: Client, n: number) => (await invite(by, n)).added.length;

/** The people who were mailed an invitation. */
async function mailed(server: TestApp, people: string[]): Promise<string[]> {
  for (const email of people) await mailTo(server, email, /Join /);
  const { body } = await server.browser().get<{ data: { to: string; subject: string }[] }>('/v1/mailbox?limit=500');
  return [...new Set(body.data.filter(({ subject }) => subject.includes('invites you')).map(({ to }) => to))];
}

describe('with open sign-up, an account whose Owner has not proven their address', () => {
  it('invites five people, and is told what to do before the sixth', async () => {
    const { owner } = await freshAccount(app);
    const { added: first, refused } = await invite(owner, 7);
    assert.equal(first.length, 5);
    assert.deepEqual(
      refused.map(({ code }) => code),
      ['owner_unproven', 'owner_unproven'],
    );
    assert.match(refused[0]?.detail ?? '', /Open the link that was mailed to the Owner/);
    assert.equal(await added(owner, 1), 0);
    // People who exist already use up nothing of the limit.
    const known = first.map(({ email }) => ({ email }));
    const { body } = await owner.post<Answer>('/v1/users', { users: [...known, { email: freshEmail() }] });
    assert.deepEqual(new Set(body.refused.map(({ code }) => code)), new Set(['email_taken', 'owner_unproven']));
    const addresses = first.map(({ email }) => email);
    assert.deepEqual(
      (await mailed(app, addresses)).filter((to) => !addresses.includes(to)),
      [],
    );
  });

  it('cannot go round it by removing, erasing, importing or another address', async () => {
    const { owner } = await freshAccount(app);
    const { added: people } = await invite(owner, 3);
    const [one, two, three] = people.map(({ id }) => `/v1/users/${id}`);
    assert.equal((await owner.delete(`${one}`)).status, 204);
    assert.equal((await owner.delete(`${two}`)).status, 204);
    assert.equal((await owner.post(`${two}/erase`)).status, 204);
    assert.equal((await owner.patch(`${three}`, { email: freshEmail() })).status, 200);
    const file = `email\n${Array.from({ length: 4 }, () => freshEmail()).join('\n')}\n`;
    const change = await applied(owner, await planFile(owner, file));
    assert.deepEqual(counts(change), [1, 0, 0, 3]);
    assert.deepEqual(
      (await refusals(owner, change)).map(([, code]) => code),
      ['owner_unproven', 'owner_unproven', 'owner_unproven'],
    );
    const { status, body } = await owner.patch<ProblemAnswer>(`${three}`, { email: freshEmail() });
    assert.deepEqual([status, body.code], [403, 'owner_unproven']);
    assert.equal((await owner.patch(`${three}`, { department: 'Sales' })).status, 200);
  });

  it('may write to the same people again: resent and restored ones count once', async () => {
    const { owner } = await freshAccount(app);
    const { added: people } = await invite(owner, 5);
    const ids = people.map(({ id }) => id);
    const again = await owner.post('/v1/changes', { select: { ids }, do: { resend: true }, apply: true });
    assert.equal(again.status, 201);
    const { body: removal } = await owner.post<{ id: string }>('/v1/changes', {
      select: { ids },
      do: { remove: true },
      apply: true,
    });
    assert.equal((await owner.post(`/v1/changes/${removal.id}/undo`)).status, 201);
    assert.equal((await owner.delete(`/v1/users/${ids[0]}`)).status, 204);
    assert.equal((await owner.post(`/v1/users/${ids[0]}/restore`)).status, 200);
    assert.equal(await added(owner, 1), 0);
  });

  it('invites everyone at once it is proven, and two at the same moment no more than five', async () => {
    const { owner, email } = await freshAccount(app);
    const together = await Promise.all(Array.from({ length: 4 }, () => added(owner, 3)));
    assert.equal(
      together.reduce((sum, n) => sum + n, 0),
      5,
    );
    const proof = tokenOf(await mailTo(app, email, /Confirm your e-mail/));
    assert.equal((await owner.post(`/v1/proofs/${proof}`)).status, 201);
    assert.equal(await added(owner, 12), 12);
  });
});

describe('no limit holds', () => {
  it('for an Owner who has proven the address', async () => {
    const { owner } = await freshProvenAccount(app);
    assert.equal(await added(owner, 8), 8);
  });

  it('where sign-up is for the first account, or limits are off', async () => {
    for (const env of [
      { RATE_LIMITS: 'on', SIGN_UP: 'first' },
      { RATE_LIMITS: 'off', SIGN_UP: 'open' },
    ]) {
      const { owner } = await freshAccount(await startTestApp(env));
      assert.equal(await added(owner, 8), 8);
    }
  });
});

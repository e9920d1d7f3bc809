import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { startTestApp } from '../testing/app.ts';
import type { Client } from '../testing/client.ts';
import { freshAccount, mailTo } from '../testing/fresh-account.ts';
import { assertSound } from '../testing/invariants.ts';
import { addPeople, joinedPerson } from '../testing/people.ts';
import { program } from '../testing/programs.ts';
import { deliveriesOf, Receiver, verify, webhookOf, webhookTo } from '../testing/receiver.ts';
import { waitUntil } from '../testing/wait-until.ts';
import type { Delivery, Webhook } from './webhook.ts';

const app = await startTestApp({ OUTBOUND_ALLOW: '127.0.0.1/32' });

describe('what is not taken', () => {
  it('comes again after 5 seconds, 5 minutes, half an hour and so on, with the same id, and later events wait', async () => {
    const { owner } = await freshAccount(app);
    const receiver = await Receiver.start();
    const { id, secret } = await webhookTo(owner, receiver);
    receiver.answer = () => 500;
    await addPeople(owner, 2);
    const waits = ['5 seconds', '5 minutes', '30 minutes', '2 hours', '5 hours'];
    for (const [n, wait] of waits.entries()) {
      await tried(owner, id, n + 1);
      await app.clock.forward(wait);
    }
    await tried(owner, id, 6);
    assert.equal(new Set(receiver.got.map(({ headers }) => headers['webhook-id'])).size, 1);
    for (const got of receiver.got) verify(secret, got);
    const state = await webhookOf(owner, id);
    assert.deepEqual([state.state, state.tries], ['retrying', 6]);
    receiver.answer = () => 204;
    await app.clock.forward('10 hours');
    await receiver.untilGot(8);
    assert.equal(receiver.events().length, 8);
    assert.equal((await settled(owner, id)).tries, 0);
    await app.sql.query("update clock set moved_by = '0'");
  });

  it('for three days pauses the webhook and mails its maker, and resuming brings it', async () => {
    const { owner: person, email } = await freshAccount(app);
    // Its key lives longer than the session.
    const owner = await program(app, person);
    const receiver = await Receiver.start();
    const { id } = await webhookTo(owner, receiver);
    receiver.answer = () => 503;
    await addPeople(owner, 1);
    for (let n = 1; n <= 10; n++) {
      await tried(owner, id, n);
      await app.clock.forward('24 hours');
    }
    const paused = await settled(owner, id);
    assert.deepEqual([paused.state, paused.pausedBecause, receiver.got.length], ['paused', 'failed', 10]);
    await mailTo(app, email, /is paused/);
    receiver.answer = () => 204;
    assert.equal((await owner.patch(`/v1/webhooks/${id}`, { paused: false })).status, 200);
    await receiver.untilGot(11);
    await app.sql.query("update clock set moved_by = '0'");
  });

  it('with 410 pauses at once', async () => {
    const { owner, email } = await freshAccount(app);
    const receiver = await Receiver.start();
    const { id } = await webhookTo(owner, receiver);
    receiver.answer = () => 410;
    await addPeople(owner, 2);
    await mailTo(app, email, /is gone/);
    assert.deepEqual([(await webhookOf(owner, id)).pausedBecause, receiver.got.length], ['gone', 1]);
  });

  it('because it leads elsewhere, or to where this server must not go, is a failure in words', async () => {
    const { owner } = await freshAccount(app);
    const receiver = await Receiver.start();
    const { id } = await webhookTo(owner, receiver);
    receiver.answer = () => 302;
    receiver.headers = { location: 'http://127.0.0.1:1/elsewhere' };
    await addPeople(owner, 1);
    await tried(owner, id, 1);
    const [delivery] = await deliveriesOf(owner, id);
    assert.deepEqual([delivery?.delivered, delivery?.status], [false, 302]);
    await owner.patch(`/v1/webhooks/${id}`, { url: 'http://nobody.invalid/' });
    const { body } = await owner.post<Delivery>(`/v1/webhooks/${id}/test`);
    assert.equal(body.status, null);
    assert.match(body.failure ?? '', /cannot be reached|not an address/);
  });

  it('stops with its maker, and goes on once another resumes it', async () => {
    const { owner } = await freshAccount(app);
    const { user, browser } = await joinedPerson(app, owner, 'admin');
    const receiver = await Receiver.start();
    const { id } = await webhookTo(browser, receiver);
    assert.equal((await owner.patch(`/v1/users/${user.id}`, { role: 'member' })).status, 200);
    await waitUntil(async () => ((await webhookOf(owner, id)).pausedBecause === 'maker' ? true : null), 'the pause');
    assert.equal(receiver.got.length, 0);
    await owner.patch(`/v1/webhooks/${id}`, { paused: false });
    await receiver.untilGot(1);
  });
});

/** Resolves once the event that is due has been tried so often. */
async function tried(by: Client, id: string, n: number): Promise<void> {
  await waitUntil(async () => {
    const { tries, state } = await webhookOf(by, id);
    return tries >= n || state === 'paused' ? true : null;
  }, `${n} tries`);
}

async function settled(by: Client, id: string): Promise<Webhook> {
  return waitUntil(async () => {
    const webhook = await webhookOf(by, id);
    return webhook.state === 'retrying' ? null : webhook;
  }, 'a webhook that is not retrying');
}

it('afterwards seats, counts, changes and the audit log agree in every account', () => assertSound(app));

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { assertRefused } from '../testing/answers.ts';
import { rowsIn, startTestApp } from '../testing/app.ts';
import { planAndApply } from '../testing/changes.ts';
import { feedEnd, readOn } from '../testing/feed.ts';
import { freshAccount } from '../testing/fresh-account.ts';
import { assertSound } from '../testing/invariants.ts';
import { addPeople } from '../testing/people.ts';
import { program } from '../testing/programs.ts';
import { deliveriesOf, type MadeWebhook, Receiver, verify, webhookOf, webhookTo } from '../testing/receiver.ts';
import { waitUntil } from '../testing/wait-until.ts';
import type { Delivery } from './webhook.ts';

const app = await startTestApp({ OUTBOUND_ALLOW: '127.0.0.1/32' });

describe('a webhook', () => {
  it('brings what happens from then on, in order, signed, with the ids of the feed', async () => {
    const { owner } = await freshAccount(app);
    await addPeople(owner, 1);
    const receiver = await Receiver.start();
    const { secret } = await webhookTo(owner, receiver);
    assert.match(secret, /^whsec_/);
    const after = await feedEnd(owner);
    const { users } = await addPeople(owner, 3);
    await owner.patch(`/v1/users/${users[0]?.id}`, { department: 'Legal' });
    await owner.delete(`/v1/users/${users[1]?.id}`);
    const got = await receiver.untilGot(5);
    const { events } = await readOn(owner, after, { types: 'user.*' });
    assert.deepEqual(
      receiver.events().map(({ id, type, data, timestamp }) => ({ id, type, data, at: timestamp })),
      events.map(({ id, type, data, at }) => ({ id, type, data, at })),
    );
    for (const one of got) {
      verify(secret, one);
      assert.equal(one.headers['webhook-id'], JSON.parse(one.body).id);
      assert.throws(() => verify(`whsec_${btoa('another secret of 24 bytes')}`, one));
      assert.throws(() => verify(secret, { ...one, body: `${one.body} ` }));
    }
  });

  it('brings many in batches of a hundred', async () => {
    const { owner } = await freshAccount(app);
    const receiver = await Receiver.start();
    const { secret } = await webhookTo(owner, receiver, { batch: true });
    const { users } = await addPeople(owner, 250);
    await waitUntil(() => Promise.resolve(receiver.events().length >= 250 ? true : null), 'all events');
    assert.deepEqual(
      receiver
        .events()
        .map(({ data }) => Object(data['user']).id)
        .sort(),
      users.map(({ id }) => id).sort(),
    );
    assert.ok(receiver.got.length <= 5, String(receiver.got.length));
    for (const one of receiver.got) verify(secret, one);
  });

  it('brings only the types it names', async () => {
    const { owner } = await freshAccount(app);
    const receiver = await Receiver.start();
    await webhookTo(owner, receiver, { types: ['user.removed', 'group.*'] });
    const { users } = await addPeople(owner, 20);
    await owner.post('/v1/groups', { name: 'Sales' });
    await owner.delete(`/v1/users/${users[0]?.id}`);
    await receiver.untilGot(2);
    assert.deepEqual(
      receiver.events().map(({ type }) => type),
      ['group.created', 'user.removed'],
    );
  });

  it('keeps to the pace that it is given', async () => {
    const { owner } = await freshAccount(app);
    const receiver = await Receiver.start();
    await webhookTo(owner, receiver, { pace: 20 });
    await addPeople(owner, 30);
    const got = await receiver.untilGot(30);
    const tookMs = (got.at(-1)?.atMs ?? 0) - (got[0]?.atMs ?? 0);
    assert.ok(tookMs > 1_300, String(tookMs));
  });

  it('keeps to its pace also in batches', async () => {
    const { owner } = await freshAccount(app);
    const receiver = await Receiver.start();
    await webhookTo(owner, receiver, { pace: 100, batch: true });
    await addPeople(owner, 250);
    await waitUntil(() => Promise.resolve(receiver.events().length >= 250 ? true : null), 'all events');
    const tookMs = (receiver.got.at(-1)?.atMs ?? 0) - (receiver.got[0]?.atMs ?? 0);
    assert.ok(tookMs > 1_900, String(tookMs));
  });

  it('needs webhooks.manage and what it takes to read the feed', async () => {
    const { owner } = await freshAccount(app);
    const body = { url: 'https://example.com/hook', types: ['user.*'] };
    for (const permissions of [['webhooks.manage'], ['webhooks.manage', 'users.read'], ['audit.read', 'users.read']])
      assertRefused(await (await program(app, owner, { permissions })).post('/v1/webhooks', body), 403, 'forbidden');
    const whole = await program(app, owner, { permissions: ['webhooks.manage', 'users.read', 'audit.read'] });
    assert.equal((await whole.post('/v1/webhooks', body)).status, 201);
  });

  it('goes to an address of the web that this server may reach', async () => {
    const { owner } = await freshAccount(app);
    for (const url of [
      'ftp://example.com',
      'here',
      'https://a:b@example.com',
      'http://10.0.0.1/',
      'https://[::1]/',
      'https://169.254.169.254/',
      'https://[::ffff:10.0.0.1]/',
    ])
      assertRefused(await owner.post('/v1/webhooks', { url, types: ['user.*'] }), 422, 'webhook_url');
    assertRefused(
      await owner.post('/v1/webhooks', { url: 'https://example.com', types: ['people.*'] }),
      400,
      'invalid_request',
    );
    const strict = await startTestApp();
    const { owner: other } = await freshAccount(strict);
    for (const url of ['http://example.com', 'http://127.0.0.1', 'https://127.0.0.1', 'https://localhost:1'])
      assertRefused(await other.post('/v1/webhooks', { url, types: ['user.*'] }), 422, 'webhook_url');
  });

  it('shows its secret once, and signs with both for a day after a rotation', async () => {
    const { owner, accountId } = await freshAccount(app);
    const receiver = await Receiver.start();
    const { id, secret } = await webhookTo(owner, receiver);
    assert.equal('secret' in (await webhookOf(owner, id)), false);
    const turned = await owner.post<MadeWebhook>(`/v1/webhooks/${id}/rotate`);
    await addPeople(owner, 1);
    const [both] = await receiver.untilGot(1);
    assert.ok(both);
    for (const live of [secret, turned.body.secret]) verify(live, both);
    const { rows } = await rowsIn(app, accountId, 'select w::text as row from webhooks w');
    for (const one of [secret, turned.body.secret]) assert.equal(JSON.stringify(rows).includes(one.slice(6)), false);
    await app.clock.forward('25 hours');
    await addPeople(owner, 1);
    const [, one] = await receiver.untilGot(2);
    assert.ok(one);
    verify(turned.body.secret, one);
    assert.throws(() => verify(secret, one));
    await app.sql.query("update clock set moved_by = '0'");
  });

  it('of another account is nothing to anyone', async () => {
    const { owner } = await freshAccount(app);
    const { owner: stranger } = await freshAccount(app);
    const receiver = await Receiver.start();
    const { id } = await webhookTo(owner, receiver);
    await addPeople(stranger, 1);
    for (const path of ['', '/deliveries'])
      assertRefused(await stranger.get(`/v1/webhooks/${id}${path}`), 404, 'not_found');
    assertRefused(await stranger.post(`/v1/webhooks/${id}/test`), 404, 'not_found');
    await addPeople(owner, 1);
    await receiver.untilGot(1);
    assert.equal(receiver.got.length, 1);
  });
});

describe('deliveries', () => {
  it('are listed with request, answer and time, and one can be sent again', async () => {
    const { owner } = await freshAccount(app);
    const receiver = await Receiver.start();
    const { id, secret } = await webhookTo(owner, receiver);
    receiver.answer = () => 200;
    await addPeople(owner, 2);
    await receiver.untilGot(2);
    await waitUntil(async () => ((await deliveriesOf(owner, id)).length === 2 ? true : null), 'two deliveries');
    const [newest] = await deliveriesOf(owner, id);
    assert.deepEqual(
      [newest?.delivered, newest?.status, newest?.answer, newest?.try, newest?.type],
      [true, 200, 'said 200', 1, 'user.created'],
    );
    const { body } = await owner.get<Delivery & { request: string }>(`/v1/webhooks/${id}/deliveries/${newest?.id}`);
    assert.equal(body.request, receiver.got[1]?.body);
    const again = await owner.post<Delivery>(`/v1/webhooks/${id}/deliveries/${newest?.id}/redeliver`);
    assert.deepEqual([again.status, again.body.try, again.body.messageId], [200, 2, newest?.messageId]);
    const got = receiver.got[2];
    assert.ok(got);
    assert.equal(got.body, receiver.got[1]?.body);
    verify(secret, got);
  });

  it('are kept for seven days', async () => {
    const { owner: person, accountId } = await freshAccount(app);
    const owner = await program(app, person);
    const receiver = await Receiver.start();
    const { id } = await webhookTo(owner, receiver);
    await addPeople(owner, 1);
    await receiver.untilGot(1);
    await waitUntil(async () => ((await deliveriesOf(owner, id)).length === 1 ? true : null), 'a delivery');
    await app.clock.forward('8 days');
    await app.sql.query("update jobs set run_at = '-infinity' where name = 'trash.sweep'");
    app.tools.worker.nudge();
    await waitUntil(async () => {
      const { rows } = await rowsIn(app, accountId, 'select from webhook_deliveries');
      return rows.length === 0 ? true : null;
    }, 'the sweep');
    await app.sql.query("update clock set moved_by = '0'");
  });

  it('can be tested, and replayed from a time', async () => {
    const { owner } = await freshAccount(app);
    const from = new Date().toISOString();
    await addPeople(owner, 3);
    const receiver = await Receiver.start();
    const { id, secret } = await webhookTo(owner, receiver);
    const test = await owner.post<Delivery>(`/v1/webhooks/${id}/test`);
    assert.deepEqual([test.body.delivered, test.body.type], [true, 'webhook.test']);
    verify(secret, receiver.got[0] ?? assert.fail());
    await owner.post(`/v1/webhooks/${id}/replay`, { from });
    await receiver.untilGot(4);
    assert.deepEqual(
      receiver
        .events()
        .slice(1)
        .map(({ type }) => type),
      ['user.created', 'user.created', 'user.created'],
    );
  });
});

it('a change of many does not hold up another account, nor receivers that hang the others', async () => {
  const { owner } = await freshAccount(app);
  const { owner: other } = await freshAccount(app);
  const hanging = await Receiver.start();
  hanging.answer = () => null;
  for (let n = 0; n < 10; n++) await webhookTo(owner, hanging);
  const [mine, theirs] = [await Receiver.start(), await Receiver.start()];
  await webhookTo(owner, mine, { pace: 50 });
  await webhookTo(other, theirs);
  for (let n = 0; n < 3; n++) await addPeople(owner, 1_000);
  await mine.untilGot(1);
  const began = performance.now();
  await addPeople(other, 1);
  const [got] = await theirs.untilGot(1);
  assert.ok((got?.atMs ?? Infinity) - began < 5_000);
  await planAndApply(other, { where: {} }, { set: { department: 'Art' } });
  await theirs.untilGot(2);
});

it('afterwards seats, counts, changes and the audit log agree in every account', () => assertSound(app));

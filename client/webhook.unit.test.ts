import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Webhook } from 'standardwebhooks';
import { verifyWebhook, WebhookError } from './index.ts';

const secret = `whsec_${Buffer.from('a secret of 24 bytes ...').toString('base64')}`;
const event = {
  type: 'user.created',
  timestamp: '2026-11-28T10:00:00.000Z',
  id: 'e1',
  data: { user: { firstName: 'Zoë' } },
};

function delivery({ what = event, by = secret, minutesAgo = 0 }: { what?: object; by?: string; minutesAgo?: number }) {
  const body = JSON.stringify(what);
  const sentAt = new Date(Date.now() - minutesAgo * 60_000);
  const headers = {
    'webhook-id': 'm1',
    'webhook-timestamp': String(Math.floor(sentAt.getTime() / 1_000)),
    'webhook-signature': new Webhook(by).sign('m1', sentAt, body),
  };
  return { headers, body };
}

describe('a delivery', () => {
  it('that Muster signed is an event: as text and as bytes, with headers as Node and as the web have them', () => {
    const { headers, body } = delivery({});
    assert.deepEqual(verifyWebhook(secret, headers, body), event);
    assert.deepEqual(verifyWebhook(secret, { ...headers, 'set-cookie': ['a=b'] }, Buffer.from(body)), event);
    assert.deepEqual(verifyWebhook(secret, new Headers(headers), new TextEncoder().encode(body)), event);
  });

  it('that Muster signed with two secrets while they rotate is an event by each', () => {
    const next = `whsec_${Buffer.from('another secret, 24 bytes').toString('base64')}`;
    const { headers, body } = delivery({});
    const both = `${delivery({ by: next }).headers['webhook-signature']} ${headers['webhook-signature']}`;
    for (const one of [secret, next])
      assert.deepEqual(verifyWebhook(one, { ...headers, 'webhook-signature': both }, body), event);
  });

  it('of many events is a batch', () => {
    const batch = { type: 'batch', timestamp: event.timestamp, data: { events: [event, event] } };
    const { headers, body } = delivery({ what: batch });
    assert.deepEqual(verifyWebhook(secret, headers, body), batch);
  });

  const foreign = `whsec_${Buffer.from('the secret of a stranger').toString('base64')}`;
  const { headers, body } = delivery({});
  const { 'webhook-signature': _, ...unsigned } = headers;
  const refused: [string, { headers: Record<string, string>; body: string }][] = [
    ['was changed on its way', { headers, body: body.replace('Zoë', 'Zoe') }],
    ['is older than five minutes', delivery({ minutesAgo: 6 })],
    ['was sent by a server whose clock is ahead', delivery({ minutesAgo: -6 })],
    ['a stranger signed', delivery({ by: foreign })],
    ['has no signature', { headers: unsigned, body }],
    ['holds no event', delivery({ what: { hello: 'world' } })],
    ['holds no JSON object', delivery({ what: [] })],
  ];
  for (const [why, given] of refused)
    it(`that ${why} is refused`, () => {
      assert.throws(() => verifyWebhook(secret, given.headers, given.body), WebhookError);
    });
});

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after } from 'node:test';
import { Webhook as Signer } from 'standardwebhooks';
import { z } from 'zod';
import type { Delivery, Webhook } from '../webhooks/webhook.ts';
import type { Client } from './client.ts';
import { waitUntil } from './wait-until.ts';

export type Got = { headers: IncomingHttpHeaders; body: string; atMs: number };

const part = z.looseObject({
  type: z.string(),
  timestamp: z.string(),
  id: z.string(),
  data: z.record(z.string(), z.unknown()),
});
const batch = z.object({ type: z.literal('batch'), timestamp: z.string(), data: z.object({ events: z.array(part) }) });

/** A real HTTP server that takes webhooks, and answers as a test says. */
export class Receiver {
  readonly got: Got[] = [];
  /** The status of the answer to a request, or null for none at all. */
  answer: (got: Got) => number | null = () => 204;
  headers: Record<string, string> = {};
  url = '';

  static async start(): Promise<Receiver> {
    const receiver = new Receiver();
    const server = createServer(async (request, response) => {
      const pieces: Buffer[] = [];
      for await (const piece of request) pieces.push(piece);
      const got = { headers: request.headers, body: Buffer.concat(pieces).toString(), atMs: performance.now() };
      receiver.got.push(got);
      const status = receiver.answer(got);
      if (status !== null) response.writeHead(status, receiver.headers).end(status === 204 ? '' : `said ${status}`);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    after(() => {
      server.closeAllConnections();
      server.close();
    });
    const address: AddressInfo | string | null = server.address();
    receiver.url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/hook`;
    return receiver;
  }

  /** What has come once there are at least so many requests. */
  async untilGot(n: number): Promise<Got[]> {
    return waitUntil(() => Promise.resolve(this.got.length >= n ? this.got : null), `${n} deliveries`);
  }

  /** The events of all requests, in the order in which they came. */
  events() {
    return this.got.flatMap(({ body }) => {
      const said: unknown = JSON.parse(body);
      const many = batch.safeParse(said);
      return many.success ? many.data.data.events : [part.parse(said)];
    });
  }
}

export type MadeWebhook = Webhook & { secret: string };

/** A webhook to a receiver, for what becomes of people unless types are named. */
export async function webhookTo(
  by: Client,
  { url }: Receiver,
  more: Record<string, unknown> = {},
): Promise<MadeWebhook> {
  const reply = await by.post<MadeWebhook>('/v1/webhooks', { url, types: ['user.*'], ...more });
  assert.equal(reply.status, 201, JSON.stringify(reply.body));
  return reply.body;
}

export async function webhookOf(by: Client, id: string): Promise<Webhook> {
  return (await by.get<Webhook>(`/v1/webhooks/${id}`)).body;
}

export async function deliveriesOf(by: Client, id: string): Promise<Delivery[]> {
  return (await by.get<{ data: Delivery[] }>(`/v1/webhooks/${id}/deliveries?limit=500`)).body.data;
}

/** Throws unless the request is signed with the secret. */
export function verify(secret: string, { headers, body }: Got): unknown {
  return new Signer(secret).verify(body, {
    'webhook-id': String(headers['webhook-id']),
    'webhook-timestamp': String(headers['webhook-timestamp']),
    'webhook-signature': String(headers['webhook-signature']),
  });
}

import { createHash } from 'node:crypto';
import { Webhook as Signer } from 'standardwebhooks';
import type { Event } from '../events/event.ts';

/** What is posted to a receiver: the id by which it knows a repeat, and the body. */
export type Message = { id: string; type: string; body: string };

/** One event, or several as a batch (standardwebhooks.com). */
export function messageOf(events: Event[], batch: boolean): Message {
  const [first] = events;
  if (!first) throw new Error('a message is about something');
  const parts = events.map(toPart);
  if (!batch) return { id: first.id, type: first.type, body: JSON.stringify(parts[0]) };
  const last = events.at(-1) ?? first;
  const body = JSON.stringify({ type: 'batch', timestamp: last.at, data: { events: parts } });
  return { id: idOfBatch(events), type: 'batch', body };
}

const toPart = ({ at, type, id, data, ...more }: Event) => ({ type, timestamp: at, id, data, ...more });

/** Made of the ids in it, so that the same batch has the same id in every try (RFC 9562, version 8). */
function idOfBatch(events: Event[]): string {
  const hex = createHash('sha256')
    .update(events.map(({ id }) => id).join())
    .digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** The headers of a message at this moment, signed with every secret that is live. */
export function signedHeaders(secrets: string[], { id, body }: Message): Record<string, string> {
  const now = new Date();
  return {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(now.getTime() / 1_000)),
    'webhook-signature': secrets.map((secret) => new Signer(secret).sign(id, now, body)).join(' '),
  };
}

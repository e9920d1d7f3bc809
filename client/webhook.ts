import { Webhook } from 'standardwebhooks';
import { isRecord } from './error.ts';

/** What a webhook delivers: one event, or of type 'batch' several, in `data.events`. */
export type WebhookEvent = { id?: string; type: string; timestamp: string; data: unknown };

/** This is not what Muster sent, or it was sent too long ago. Answer it with 400. */
export class WebhookError extends Error {
  override readonly name = 'WebhookError';
}

type GivenHeaders = Headers | Record<string, string | string[] | undefined>;

/**
 * The event of a delivery, if its signature is by this secret (`whsec_…`) and not older than five minutes. The body is the one that arrived,
 * to the byte: parsed and written anew it is another.
 * @throws WebhookError
 */
export function verifyWebhook(secret: string, headers: GivenHeaders, body: string | Uint8Array): WebhookEvent {
  const webhook = new Webhook(secret);
  const payload = typeof body === 'string' ? body : new TextDecoder('utf-8', { ignoreBOM: true }).decode(body);
  const event = verified(() => webhook.verify(payload, named(headers)));
  if (!isEvent(event)) throw new WebhookError('The delivery holds no event.');
  return event;
}

function verified(verify: () => unknown): unknown {
  try {
    return verify();
  } catch (error) {
    throw new WebhookError(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

function named(headers: GivenHeaders): Record<string, string> {
  const entries = headers instanceof Headers ? [...headers] : Object.entries(headers);
  return Object.fromEntries(entries.flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])));
}

function isEvent(value: unknown): value is WebhookEvent {
  return isRecord(value) && typeof value['type'] === 'string' && typeof value['timestamp'] === 'string';
}

import type { NewWebhook, UpdateWebhook, Webhook } from '../../api/types.ts';
import { PRESETS, patternsOf, typesOf } from './event-types.ts';

/** What the form of a webhook holds, as texts. */
export interface WebhookValues extends Record<string, string> {
  url: string;
  description: string;
  /** Single types with a space between them. */
  types: string;
  /** 'one' or 'many' events a request. */
  batch: string;
  /** Events a second; empty: as fast as the receiver takes them. */
  pace: string;
}

export const newWebhookValues: WebhookValues = {
  url: '',
  description: '',
  types: PRESETS.joins.join(' '),
  batch: 'one',
  pace: '',
};

export function valuesOf({ url, description, types, batch, pace }: Webhook): WebhookValues {
  return {
    url,
    description,
    types: typesOf(types).join(' '),
    batch: batch ? 'many' : 'one',
    pace: pace === null ? '' : String(pace),
  };
}

export const typesIn = (text: string) => typesOf(text.split(' '));

export function newWebhookOf({ url, description, types, batch, pace }: WebhookValues): NewWebhook {
  return {
    url: url.trim(),
    description,
    types: patternsOf(typesIn(types)),
    batch: batch === 'many',
    pace: paceOf(pace),
  };
}

/** Only what differs, so that what another person changed meanwhile stays. */
export function changesOf(before: WebhookValues, values: WebhookValues): UpdateWebhook {
  const { url, description = '', types, batch = false, pace = null } = newWebhookOf(values);
  return {
    ...(values.url !== before.url && { url }),
    ...(values.description !== before.description && { description }),
    ...(values.types !== before.types && { types }),
    ...(values.batch !== before.batch && { batch }),
    ...(values.pace !== before.pace && { pace }),
  };
}

function paceOf(text: string): number | null {
  return text.trim() === '' ? null : Number(text);
}

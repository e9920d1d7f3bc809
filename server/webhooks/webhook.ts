import { z } from 'zod';
import { typePatternSchema } from '../events/event.ts';
import { pageQuery } from '../http/page.ts';
import { moment, notEmpty, reference, timeSchema, upTo } from '../kernel/schema.ts';
import { line } from '../kernel/text.ts';

const url = upTo(2_000).min(1).describe('Where events are posted to, by https.');
const types = z.array(typePatternSchema).min(1).max(100).describe('Types of events.');
const batch = z.boolean().describe('Up to 100 events a request: {type: "batch", timestamp, data: {events}}.');
const pace = z.int().min(1).max(10_000).nullable().describe('Events a second at most.');

export const webhookBody = z.strictObject({
  url,
  types,
  description: line(200).default(''),
  batch: batch.default(false),
  pace: pace.default(null),
});
webhookBody.register(z.globalRegistry, { id: 'NewWebhook' });

export const webhookPatch = notEmpty(
  z.strictObject({
    url: url.optional(),
    types: types.optional(),
    description: line(200).optional(),
    batch: batch.optional(),
    pace: pace.optional(),
    paused: z.boolean().optional().describe('false goes on where it stopped.'),
  }),
  'changes nothing',
).meta({ id: 'UpdateWebhook' });

export const replayBody = z
  .strictObject({ from: timeSchema.describe('Events since then come again, in order. They are kept for 30 days.') })
  .meta({ id: 'ReplayWebhook' });

export const webhookSchema = z.object({
  id: z.string(),
  url: z.string(),
  types: z.array(z.string()),
  description: z.string(),
  batch: z.boolean(),
  pace: z.int().nullable(),
  state: z.enum(['active', 'retrying', 'paused']),
  pausedAt: moment.nullable(),
  pausedBecause: z
    .enum(['asked', 'failed', 'gone', 'maker'])
    .nullable()
    .describe(
      'failed: three days of tries in vain. gone: the receiver answered 410. maker: its maker may no longer read what it brings.',
    ),
  tries: z.int().describe('Tries of the event that is due.'),
  nextTryAt: moment.nullable(),
  behind: z.int().describe('Entries of the feed that are not brought yet.'),
  maker: reference.nullable(),
  createdAt: moment,
  secretRotatedUntil: moment.nullable().describe('Until when the secret before the last rotation signs, too.'),
});
webhookSchema.register(z.globalRegistry, { id: 'Webhook' });
export type Webhook = z.infer<typeof webhookSchema>;

export const madeWebhookSchema = z
  .intersection(
    webhookSchema,
    z.object({ secret: z.string().describe('For checking signatures (standardwebhooks.com). Shown this once.') }),
  )
  .meta({ id: 'MadeWebhook' });

export const deliverySchema = z.object({
  id: z.string(),
  messageId: z.string().describe('The webhook-id of the request: the same in every try.'),
  type: z.string().describe('The type of the event; batch for several.'),
  events: z.int(),
  try: z.int().describe('1 for the first.'),
  at: moment,
  url: z.string(),
  tookMs: z.int(),
  delivered: z.boolean(),
  status: z.int().nullable().describe('null if there was no answer.'),
  answer: z.string().nullable().describe('The beginning of the answer.'),
  failure: z.string().nullable().describe('Why there was no answer.'),
});
deliverySchema.register(z.globalRegistry, { id: 'WebhookDelivery' });
export type Delivery = z.infer<typeof deliverySchema>;

export const deliveryWithRequestSchema = z
  .intersection(
    deliverySchema,
    z.object({
      request: z.string().nullable().describe('The body, made anew; null if its events are not kept any more.'),
    }),
  )
  .meta({ id: 'WebhookDeliveryWithRequest' });

export const deliveriesQuery = z.strictObject({ ...pageQuery, delivered: z.enum(['true', 'false']).optional() });

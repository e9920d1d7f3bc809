import { z } from 'zod';
import { auditEvents } from '../audit/events.ts';
import { limitParameter } from '../http/page.ts';
import { recordOf } from '../kernel/records.ts';
import { moment, splitAtCommas, upTo } from '../kernel/schema.ts';
import { textFields } from '../users/rules/fields.ts';

/** Events of one person each. The audit log has a line for a change as a whole. */
export const personEvents = [
  'user.created',
  'user.updated',
  'user.activated',
  'user.deactivated',
  'user.removed',
  'user.restored',
  'user.purged',
  'invitation.expired',
] as const;

export const eventTypes = [...personEvents, ...auditEvents] as const;
export type EventType = (typeof eventTypes)[number];
const features = [...new Set(eventTypes.map((type) => `${type.slice(0, type.indexOf('.'))}.*`))];

/** A type, or all types of a feature: group.* */
export const typePatternSchema = z
  .enum([...eventTypes, ...features], 'is no type of event such as user.created, and no feature such as user.*')
  .meta({ id: 'EventTypePattern' });

export function matches(pattern: string, type: string): boolean {
  return pattern.endsWith('.*') ? type.startsWith(pattern.slice(0, -1)) : type === pattern;
}

const ref = z.object({ id: z.string(), name: z.string().nullable() });

/** A person as they were after an event. What the record of an erased person held is gone, and so are these fields. */
export const eventUserSchema = z
  .object({
    id: z.string(),
    email: z.string().optional(),
    ...recordOf(textFields, () => z.string().optional()),
    type: z.string().optional(),
    addOns: z.array(z.string()).optional(),
    group: ref.optional().describe('name is null once the group is deleted.'),
    manager: ref.nullable().optional(),
    role: z.string().optional(),
    status: z.string().optional().describe('pending, active, deactivated, expired or removed.'),
    createdAt: moment.optional(),
  })
  .meta({ id: 'EventUser', description: 'A person as they were after the event; of an erased person the id alone.' });
export type EventUser = z.infer<typeof eventUserSchema>;

export const eventSchema = z.object({
  id: z.string().describe('The same whenever the event is read.'),
  type: z.string().describe('Later releases may have further types.'),
  at: moment,
  actor: z.object({ id: z.string().nullable(), kind: z.string().describe('user, apiKey, invited or system.') }),
  channel: z.string(),
  changeId: z.string().nullable(),
  data: z
    .looseObject({
      user: eventUserSchema.optional(),
      before: z.unknown().optional().describe('Changed fields.'),
      after: z.unknown().optional().describe('The same fields.'),
    })
    .describe('The person it is about; of others, ids and numbers.'),
});
eventSchema.register(z.globalRegistry, { id: 'Event' });
export type Event = z.infer<typeof eventSchema>;

const types = z.union([typePatternSchema, z.array(typePatternSchema).min(1).max(100)]).meta({ id: 'EventTypeList' });

export const eventsQuery = z.strictObject({
  after: upTo(200)
    .optional()
    .describe('nextCursor of the request before. Without it: from the oldest event that is kept.'),
  types: z.preprocess(splitAtCommas, types).optional().describe('Only these types: user.created,group.*'),
  latest: z.enum(['true', 'false']).optional().describe('true answers the cursor after the newest event, and none.'),
  limit: limitParameter(100),
});

export const eventsPage = z.object({
  data: z.array(eventSchema),
  nextCursor: z.string().describe('Where to go on, at once or later.'),
  more: z.boolean().describe('True if more is there already, even after an empty page.'),
});
eventsPage.register(z.globalRegistry, { id: 'EventPage' });

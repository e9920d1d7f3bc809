import { z } from 'zod';
import { keyPermissionSchema, permissionNames } from '../access/rules/permissions.ts';
import { moment, reference, timeSchema, upTo } from '../kernel/schema.ts';
import { lineNeeded } from '../kernel/text.ts';

/** Hours for which the secret before a rotation can go on working. */
export const overlapHoursMax = 72;

const addressesMax = 50;

const permissions = z.array(keyPermissionSchema).min(1).max(permissionNames.length);
const addresses = z
  .array(upTo(100).min(1))
  .max(addressesMax)
  .describe('Networks from which it may be used, such as 203.0.113.0/24 or one address; none for anywhere.');
const expiresAt = timeSchema.nullable().describe('A time to come; null for never.');

export const keyBody = z.strictObject({
  name: lineNeeded(100),
  permissions,
  expiresAt: expiresAt.optional(),
  addresses: addresses.optional(),
});
keyBody.register(z.globalRegistry, { id: 'NewApiKey' });

export const keyPatch = z.strictObject({
  name: lineNeeded(100).optional(),
  permissions: permissions.optional(),
  expiresAt: expiresAt.optional(),
  addresses: addresses.optional(),
});
keyPatch.register(z.globalRegistry, { id: 'UpdateApiKey' });

export const rotateBody = z
  .strictObject({
    hours: z
      .int()
      .min(0)
      .max(overlapHoursMax)
      .default(0)
      .describe('How long the present secret works beside the new one.'),
  })
  .meta({ id: 'RotateApiKey' });

export const keySchema = z.object({
  id: z.string(),
  name: z.string(),
  prefix: z.string().describe('The first eight characters of the key.'),
  state: z
    .enum(['active', 'expired', 'stopped'])
    .describe('stopped: its maker may not do all that it may, so it does not work until another Admin takes it over.'),
  stoppedBecause: z
    .enum(['maker_erased', 'maker_removed', 'maker_deactivated', 'maker_lacks_permission'])
    .nullable()
    .describe('Why it is stopped; null if it is not.'),
  permissions: z.array(keyPermissionSchema),
  addresses: z.array(z.string()),
  maker: reference.nullable().describe('Who answers for it; null once erased.'),
  expiresAt: moment.nullable(),
  earlierSecretUntil: moment.nullable().describe('Until when the secret before the last rotation works.'),
  createdAt: moment,
  lastUsedAt: moment.nullable(),
  lastUsedFrom: z.string().nullable().describe('The address of the last use.'),
});
keySchema.register(z.globalRegistry, { id: 'ApiKey' });
export type ApiKey = z.infer<typeof keySchema>;

export const madeKeySchema = z
  .intersection(
    keySchema,
    z.object({ key: z.string().describe('The secret, for the header Authorization: Bearer. Shown this once.') }),
  )
  .meta({ id: 'MadeApiKey' });

import { z } from 'zod';
import { versionSchema } from '../http/version.ts';
import { lineNeeded } from '../kernel/text.ts';

export const accountNameSchema = lineNeeded(100);

const seat = z.object({
  product: z.string(),
  bought: z.int(),
  held: z.int().describe('By pending and active users.'),
  free: z.int(),
});
seat.register(z.globalRegistry, { id: 'Seats', description: 'The seats of one product.' });

export const accountSchema = z.object({
  id: z.string(),
  version: versionSchema,
  name: z.string(),
  ownerId: z.string(),
  defaultGroupId: z.string(),
  invitationDays: z.int().describe('How long an invitation is valid.'),
  totals: z.record(z.string(), z.int()).describe('Pending and active users per type.'),
  counts: z.object({ pending: z.int(), active: z.int(), deactivated: z.int(), expired: z.int(), removed: z.int() }),
  seats: z.array(seat).describe('Every product that is bought by seats, as of this moment.'),
});
accountSchema.register(z.globalRegistry, { id: 'Account' });

export type Account = z.infer<typeof accountSchema>;

export const accountPatch = z.strictObject({
  name: accountNameSchema.optional(),
  defaultGroupId: z.uuid().toLowerCase().optional(),
  invitationDays: z.int().min(1).max(90).optional(),
});
accountPatch.register(z.globalRegistry, { id: 'UpdateAccount' });

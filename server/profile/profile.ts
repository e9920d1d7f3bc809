import { z } from 'zod';
import { ownAccountSchema } from '../access/sessions/session.ts';
import { roleSchema } from '../kernel/context.ts';
import { moment, reference } from '../kernel/schema.ts';

export const profileSchema = z.object({
  email: z.string().describe('The address signed in with.'),
  pendingEmail: z.string().nullable().describe('The address asked for instead, until it is confirmed.'),
  proven: z.boolean(),
  firstName: z.string(),
  lastName: z.string(),
  department: z.string(),
  type: z.string(),
  addOns: z.array(z.string()),
  group: reference,
  role: roleSchema,
  accounts: z.array(ownAccountSchema),
});
profileSchema.register(z.globalRegistry, { id: 'Profile' });
export type Profile = z.infer<typeof profileSchema>;

export const ownSessionSchema = z.object({
  id: z.string(),
  current: z.boolean(),
  createdAt: moment,
  lastSeenAt: moment.describe('To the minute.'),
  userAgent: z.string(),
  ip: z.string(),
});
ownSessionSchema.register(z.globalRegistry, {
  id: 'OwnSession',
  description: 'One place where a person is signed in.',
});
export type OwnSession = z.infer<typeof ownSessionSchema>;

import { z } from 'zod';

const role = z.enum(['owner', 'admin', 'member']);

export const profileSchema = z.object({
  email: z.string().describe('The address signed in with.'),
  pendingEmail: z.string().nullable().describe('The address asked for instead, until it is confirmed.'),
  proven: z.boolean(),
  firstName: z.string(),
  lastName: z.string(),
  department: z.string(),
  type: z.string(),
  addOns: z.array(z.string()),
  group: z.object({ id: z.uuid(), name: z.string() }),
  role,
  accounts: z.array(z.object({ id: z.uuid(), name: z.string(), role })),
});
export type Profile = z.infer<typeof profileSchema>;

export const ownSessionSchema = z.object({
  id: z.uuid(),
  current: z.boolean(),
  createdAt: z.string(),
  lastSeenAt: z.string().describe('To the minute.'),
  userAgent: z.string(),
  ip: z.string(),
});
export type OwnSession = z.infer<typeof ownSessionSchema>;

import { z } from 'zod';
import { permissionNames } from '../rules/permissions.ts';

const role = z.enum(['owner', 'admin', 'member']);

/** Who is signed in, where, and what they may do there: all a console needs to know before it shows anything. */
export const sessionSchema = z.object({
  id: z.uuid(),
  identity: z.object({
    email: z.string(),
    proven: z
      .boolean()
      .describe(
        'True once a link mailed to this address was used; until then the sign-in works in this account alone.',
      ),
  }),
  account: z.object({ id: z.uuid(), name: z.string() }),
  user: z.object({ id: z.uuid(), email: z.string(), firstName: z.string(), lastName: z.string(), role }),
  accounts: z
    .array(z.object({ id: z.uuid(), name: z.string(), role }))
    .describe('Accounts this sign-in may switch to.'),
  permissions: z.array(z.enum(permissionNames)),
  reach: z
    .object({
      settings: z.array(role).describe('Names, department, type, add-ons, group.'),
      access: z.array(role).describe('E-mail, status, removal, restoring, the invitation.'),
      role: z.array(role).describe('Whose role may be changed.'),
      grant: z.array(role).describe('Which roles may be given.'),
    })
    .describe('Whom the signed-in person may touch, by present role.'),
});

export type Session = z.infer<typeof sessionSchema>;

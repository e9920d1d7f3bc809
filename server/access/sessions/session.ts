import { z } from 'zod';
import { roleSchema } from '../../kernel/context.ts';
import { permissionSchema } from '../rules/permissions.ts';

const roles = z.array(roleSchema);

/** An account that a sign-in can switch to. */
export const ownAccountSchema = z
  .object({ id: z.string(), name: z.string(), role: roleSchema })
  .meta({ id: 'OwnAccount', description: 'An account of this sign-in, and the role in it.' });

/** Who is signed in, where, and what they may do there: all that a console needs before it shows anything. */
export const sessionSchema = z.object({
  id: z.string(),
  identity: z.object({
    email: z.string(),
    proven: z
      .boolean()
      .describe(
        'True once a link mailed to this address was used; until then the sign-in works in this account alone.',
      ),
  }),
  account: z.object({ id: z.string(), name: z.string() }),
  user: z.object({ id: z.string(), email: z.string(), firstName: z.string(), lastName: z.string(), role: roleSchema }),
  accounts: z.array(ownAccountSchema).describe('Accounts this sign-in may switch to.'),
  permissions: z.array(permissionSchema),
  reach: z
    .object({
      settings: roles.describe('Names, department, type, add-ons, group.'),
      access: roles.describe('E-mail, status, removal, restoring, the invitation.'),
      role: roles.describe('Whose role may be changed.'),
      grant: roles.describe('Which roles may be given.'),
    })
    .describe('Whom the signed-in person may touch, by present role.'),
});
sessionSchema.register(z.globalRegistry, {
  id: 'Session',
  description: 'Who is signed in, where, and what they may do there.',
});

export type Session = z.infer<typeof sessionSchema>;

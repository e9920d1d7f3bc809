import { z } from 'zod';
import { permissions, rightNames } from '../rules/permissions.ts';

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
  rights: z.array(z.enum(rightNames)),
  permissions: z
    .record(
      role,
      z.object({
        settings: z.array(role),
        access: z.array(role),
        role: z.array(role),
        grant: z.array(role),
      }),
    )
    .describe('By the actor’s role: whom they may touch, by present role, and which roles they may give.'),
});

export type Session = z.infer<typeof sessionSchema>;

/** The one table of permissions, as data for the console. */
export const sentPermissions: Session['permissions'] = {
  owner: sent('owner'),
  admin: sent('admin'),
  member: sent('member'),
};

function sent(actor: keyof typeof permissions) {
  const { settings, access, role: promote, grant } = permissions[actor];
  return { settings: [...settings], access: [...access], role: [...promote], grant: [...grant] };
}

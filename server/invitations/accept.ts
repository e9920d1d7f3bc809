import { z } from 'zod';
import { type Credential, joinIdentity } from '../access/credentials/join-identity.ts';
import { editUser } from '../changes/people/edit-user.ts';
import type { Ctx } from '../kernel/context.ts';
import { upTo } from '../kernel/schema.ts';
import type { Tools } from '../tools.ts';
import { nameSchema, ownNameSchema } from '../users/user.ts';
import { type Invitation, requireAlive } from './invitation.ts';
import { readInvited } from './read-invitation.ts';

export const acceptBody = z.strictObject({
  firstName: ownNameSchema,
  lastName: nameSchema,
  password: upTo(1000).describe('A new one; of someone who signs in here already, their present one.'),
});
acceptBody.register(z.globalRegistry, { id: 'AcceptInvitation' });

/**
 * Joins, once: the row is locked before its status and version are checked. Returns the identity that may now sign in.
 * @throws invitation_* (404, 410), wrong_password (403), password_* (422)
 */
export async function acceptInvitation(
  ctx: Ctx,
  tools: Tools,
  invitation: Invitation,
  person: { firstName: string; lastName: string; credential: Credential },
): Promise<string> {
  const invited = await readInvited(ctx, invitation.userId, true);
  requireAlive(invitation.invitationVersion, invited);
  const identityId = await joinIdentity(ctx.db, {
    accountId: ctx.accountId,
    userId: invitation.userId,
    credential: person.credential,
    provenByMail: invitation.via === 'mail',
  });
  const { firstName, lastName } = person;
  await editUser(
    ctx,
    tools,
    invitation.userId,
    { firstName, lastName, status: 'joined' },
    { source: 'invitation', asSelf: true, event: 'invitation.accepted' },
  );
  return identityId;
}

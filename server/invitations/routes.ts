import { z } from 'zod';
import { identityKnown, newCredential, tryCredential } from '../access/credentials/join-identity.ts';
import { passwordProblems } from '../access/rules/password-rules.ts';
import { reachOf } from '../access/rules/permissions.ts';
import { giveSession, whereFrom } from '../access/sessions/answer-session.ts';
import { sessionSchema } from '../access/sessions/session.ts';
import { startSession } from '../access/sessions/start-session.ts';
import { recordAudit } from '../audit/record.ts';
import type { App } from '../http/route.ts';
import { write, writing } from '../http/write.ts';
import type { Ctx } from '../kernel/context.ts';
import { isId } from '../kernel/ids.ts';
import { Problem } from '../kernel/problem.ts';
import { empty, moment } from '../kernel/schema.ts';
import type { Tools } from '../tools.ts';
import { getUser } from '../users/read-users.ts';
import { acceptBody, acceptInvitation } from './accept.ts';
import { type Invitation, invitationLink, invitationProblems, requireAlive } from './invitation.ts';
import { byInvitation, noteOpened, presentVersion, readInvited } from './read-invitation.ts';
import { askForNewInvitation } from './request-new.ts';

const params = z.object({ token: z.string() });
const tags = ['Invitations'];
const linkSchema = z.object({ link: z.string(), expiresAt: moment }).meta({ id: 'InvitationLink' });
const invitationSchema = z.object({
  state: z.literal('open'),
  accountName: z.string(),
  invitedBy: z.string().nullable(),
  email: z.string(),
  firstName: z.string(),
  lastName: z.string(),
  identity: z
    .enum(['new', 'known'])
    .describe(
      'known: the link was mailed to an address that signs in here already and joins with its present password. By a copied link it is always new.',
    ),
  via: z
    .enum(['mail', 'copy'])
    .describe('copy: an Admin copied the link, so whoever joins by it has not proven the address.'),
  expiresAt: moment,
});
invitationSchema.register(z.globalRegistry, { id: 'Invitation' });

export function invitationRoutes(app: App, tools: Tools): void {
  app.get(
    '/v1/invitations/:token',
    {
      config: { access: 'public', notForKeys: true, rates: ['linkLooks'], problems: invitationProblems },
      schema: {
        operationId: 'getInvitation',
        tags,
        summary: 'What an invitation link is about; opening accepts nothing',
        params,
        response: { 200: invitationSchema },
      },
    },
    (request) =>
      byInvitation(tools, request.params.token, request.id, async (ctx, invitation) => {
        const { invited, identity } = await readAlive(ctx, invitation);
        await noteOpened(ctx, invitation);
        const { accountName, invitedBy, email, firstName, lastName, expiresAt } = invited;
        return {
          state: 'open' as const,
          accountName,
          invitedBy,
          email,
          firstName,
          lastName,
          identity,
          via: invitation.via,
          expiresAt,
        };
      }),
  );

  app.post(
    '/v1/invitations/:token/accept',
    {
      config: {
        access: 'public',
        notForKeys: true,
        rates: ['linkUses'],
        problems: [...invitationProblems, 'wrong_password', ...passwordProblems, 'email_taken'],
      },
      schema: {
        operationId: 'acceptInvitation',
        tags,
        summary: 'Join',
        params,
        body: acceptBody,
        response: { 201: sessionSchema },
      },
    },
    async (request, reply) => {
      const { firstName, lastName, password } = request.body;
      const { token } = request.params;
      const { invited, identity } = await byInvitation(tools, token, request.id, readAlive);
      const from = whereFrom(tools, request);
      const typed = { email: invited.email, password, about: [invited.accountName] };
      // Hashing takes long, so it happens outside the transaction that locks the row.
      const credential = await (identity === 'known'
        ? tryCredential(tools, typed, { from })
        : newCredential(tools, typed));
      const started = await byInvitation(tools, token, request.id, async (ctx, invitation) => {
        const identityId = await acceptInvitation(ctx, tools, invitation, { firstName, lastName, credential });
        return startSession(ctx, { identityId, userId: invitation.userId }, from);
      });
      return reply.code(201).send(giveSession(tools, request, reply, started));
    },
  );

  app.post(
    '/v1/invitations/:token/request',
    {
      config: { access: 'public', notForKeys: true, rates: ['linkUses'], problems: ['invitation_unknown'] },
      schema: {
        operationId: 'requestInvitation',
        tags,
        summary: 'Ask for a new invitation: it goes to the invited address only',
        params,
        body: empty.nullish(),
        response: { 202: empty },
      },
    },
    async (request, reply) => {
      await askForNewInvitation(tools, request.params.token, request.id);
      return reply.code(202).send({});
    },
  );

  app.post(
    '/v1/users/:id/invitation-link',
    {
      config: {
        access: 'invitations.manage',
        ...writing,
        problems: ['unknown_user', 'admin_protected', 'not_pending', 'shown_once'],
      },
      compress: false,
      schema: {
        operationId: 'copyInvitationLink',
        tags,
        summary: 'The link to copy; whoever joins by it has not proven the address',
        params: z.object({ id: z.string() }),
        body: empty.nullish(),
        response: { 200: linkSchema },
      },
    },
    (request, reply) =>
      write(tools, request, reply, async (ctx) => ({
        status: 200,
        body: await copyLink(ctx, tools, request.params.id.toLowerCase()),
        shownOnce: request.params.id.toLowerCase(),
      })),
  );
}

/**
 * What a valid link is about, and whether its holder joins with the current password of a sign-in. Only the holder of a mail learns that
 * the address is known. A copied link may be with the person who made it.
 * @throws invitation_… (404, 410)
 */
async function readAlive(ctx: Ctx, { userId, invitationVersion, via }: Invitation) {
  const invited = await readInvited(ctx, userId, false);
  requireAlive(invitationVersion, invited);
  return { invited, identity: via === 'mail' ? await identityKnown(ctx.db, invited.emailKey) : ('new' as const) };
}

async function copyLink(ctx: Ctx, tools: Tools, userId: string): Promise<{ link: string; expiresAt: string }> {
  if (!isId(userId)) throw new Problem('unknown_user');
  const user = await getUser(ctx, userId);
  const reach: readonly string[] = reachOf(ctx.permissions).access;
  if (!reach.includes(user.role)) throw new Problem('admin_protected');
  if (user.status !== 'pending' || user.expiresAt === null) throw new Problem('not_pending');
  const invitationVersion = await presentVersion(ctx, userId);
  recordAudit(ctx, 'invitation.link_copied', { userId });
  const link = invitationLink(tools.config.publicUrl, tools.signer, {
    accountId: ctx.accountId,
    userId,
    invitationVersion,
    via: 'copy',
  });
  return { link, expiresAt: user.expiresAt };
}

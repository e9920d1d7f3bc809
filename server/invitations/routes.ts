import { z } from 'zod';
import { giveSession, whereFrom } from '../access/answer-session.ts';
import { identityKnown, makeCredential } from '../access/join-identity.ts';
import { permissionsOf } from '../access/permissions.ts';
import { sessionSchema } from '../access/session.ts';
import { startSession } from '../access/start-session.ts';
import { recordAudit } from '../audit/record.ts';
import type { Ctx } from '../kernel/context.ts';
import { isId } from '../kernel/ids.ts';
import { Problem } from '../kernel/problem.ts';
import { type App, write } from '../kernel/route.ts';
import type { Tools } from '../seats/catalog.ts';
import { getUser } from '../users/read-users.ts';
import { acceptBody, acceptInvitation } from './accept.ts';
import { invitationLink, requireAlive } from './invitation.ts';
import { asInvited, noteOpened, presentEpoch, readInvited } from './read-invitation.ts';
import { noteRequested, requestNewInvitation } from './request-new.ts';

const params = z.object({ token: z.string().max(300) });
const open = { access: 'public', tries: 30 };
const invitationSchema = z.object({
  state: z.literal('open'),
  accountName: z.string(),
  invitedBy: z.string().nullable(),
  email: z.string(),
  firstName: z.string(),
  lastName: z.string(),
  identity: z
    .enum(['new', 'known'])
    .describe('known: this address signs in here already and joins with its present password.'),
  expiresAt: z.string(),
});

export function invitationRoutes(app: App, tools: Tools): void {
  app.get(
    '/v1/invitations/:token',
    {
      config: open,
      schema: {
        summary: 'What an invitation link is about; opening accepts nothing',
        params,
        response: { 200: invitationSchema },
      },
    },
    (request) =>
      asInvited(tools, request.params.token, request.id, async (ctx, invitation) => {
        const invited = await readInvited(ctx, invitation.userId, false);
        requireAlive(invitation.epoch, invited);
        await noteOpened(ctx, invitation);
        const { accountName, invitedBy, email, firstName, lastName, expiresAt } = invited;
        return {
          state: 'open' as const,
          accountName,
          invitedBy,
          email,
          firstName,
          lastName,
          identity: await identityKnown(ctx.db, invited.emailKey),
          expiresAt,
        };
      }),
  );

  app.post(
    '/v1/invitations/:token/accept',
    { config: open, schema: { summary: 'Join', params, body: acceptBody, response: { 201: sessionSchema } } },
    async (request, reply) => {
      const { firstName, lastName, password } = request.body;
      const { token } = request.params;
      const invited = await asInvited(tools, token, request.id, async (ctx, invitation) => {
        const found = await readInvited(ctx, invitation.userId, false);
        requireAlive(invitation.epoch, found);
        return found;
      });
      // Hashing takes its time; it happens outside the transaction that holds the row.
      const credential = await makeCredential(tools.database, invited.email, password, [invited.accountName]);
      const started = await asInvited(tools, token, request.id, async (ctx, invitation) => {
        const identityId = await acceptInvitation(ctx, tools, invitation, { firstName, lastName, credential });
        return startSession(ctx, { identityId, userId: invitation.userId }, whereFrom(tools, request));
      });
      return reply.code(201).send(giveSession(tools, reply, started));
    },
  );

  app.post(
    '/v1/invitations/:token/request',
    {
      config: open,
      schema: {
        summary: 'Ask for a new invitation: it goes to the invited address only',
        params,
        body: z.strictObject({}).nullish(),
        response: { 202: z.object({}) },
      },
    },
    async (request, reply) => {
      const { token } = request.params;
      try {
        await asInvited(tools, token, request.id, (ctx, invitation) => requestNewInvitation(ctx, tools, invitation));
      } catch (error) {
        if (!(error instanceof Problem && error.code === 'seats_short')) throw error;
        await asInvited(tools, token, request.id, noteRequested);
      }
      return reply.code(202).send({});
    },
  );

  const linkSchema = z.object({ link: z.string(), expiresAt: z.string() });
  app.post(
    '/v1/users/:id/invitation-link',
    {
      config: { access: 'users.manage' },
      compress: false,
      schema: {
        summary: 'The link to copy; whoever joins by it has not proven the address',
        params: z.object({ id: z.string() }),
        body: z.strictObject({}).nullish(),
        response: { 200: linkSchema },
      },
    },
    (request, reply) =>
      write(tools, request, reply, async (ctx) => ({
        status: 200,
        body: await copyLink(ctx, tools, request.params.id.toLowerCase()),
      })),
  );
}

async function copyLink(ctx: Ctx, tools: Tools, userId: string): Promise<{ link: string; expiresAt: string }> {
  if (!isId(userId)) throw new Problem('unknown_user');
  const user = await getUser(ctx, userId);
  const reach: readonly string[] = permissionsOf(ctx).access;
  if (!reach.includes(user.role)) throw new Problem('admin_protected');
  if (user.status !== 'pending' || user.expiresAt === null) throw new Problem('not_pending');
  const epoch = await presentEpoch(ctx, userId);
  recordAudit(ctx, 'invitation.link_copied', { userId });
  const link = invitationLink(tools.config.publicUrl, tools.seals, {
    accountId: ctx.accountId,
    userId,
    epoch,
    via: 'copy',
  });
  return { link, expiresAt: user.expiresAt };
}

import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { whereFrom } from '../access/sessions/answer-session.ts';
import { type App, read, signedIn, writeUnkeyed } from '../http/route.ts';
import { upTo } from '../kernel/schema.ts';
import type { Tools } from '../tools.ts';
import { changePassword } from './change-password.ts';
import { ownSessionSchema, profileSchema } from './profile.ts';
import { getProfile, ownSessions, type Self } from './queries.ts';
import { revokeSession } from './revoke-session.ts';

const tags = ['Own profile'];
const password = upTo(1000);

export function profileRoutes(app: App, tools: Tools): void {
  app.get(
    '/v1/profile',
    { config: { access: 'session' }, schema: { summary: 'My profile', tags, response: { 200: profileSchema } } },
    (request) => read(tools, request, (ctx) => getProfile(ctx, self(request))),
  );
  app.post(
    '/v1/profile/password',
    {
      config: { access: 'session' },
      schema: {
        summary: 'Change my password; my other sessions end',
        tags,
        body: z.strictObject({ current: password, next: password }),
        response: { 204: z.undefined() },
      },
    },
    async (request, reply) => {
      await changePassword(tools, signedIn(request), request.body, whereFrom(tools, request), request.id);
      return reply.code(204).send();
    },
  );
  ownSessionRoutes(app, tools);
}

function ownSessionRoutes(app: App, tools: Tools): void {
  app.get(
    '/v1/profile/sessions',
    {
      config: { access: 'session' },
      schema: {
        summary: 'Where I am signed in',
        tags,
        response: { 200: z.object({ data: z.array(ownSessionSchema) }) },
      },
    },
    async (request) => ({ data: await read(tools, request, (ctx) => ownSessions(ctx, self(request))) }),
  );
  app.delete(
    '/v1/profile/sessions/:id',
    {
      config: { access: 'session' },
      schema: {
        summary: 'End one of my sessions',
        tags,
        params: z.object({ id: z.string() }),
        response: { 204: z.undefined() },
      },
    },
    async (request, reply) => {
      await writeUnkeyed(tools, request, (ctx) =>
        revokeSession(ctx, self(request).identityId, request.params.id.toLowerCase()),
      );
      return reply.code(204).send();
    },
  );
}

function self(request: FastifyRequest): Self {
  const { actor, session } = signedIn(request);
  return { userId: actor.id, identityId: session.identityId, sessionId: session.id };
}

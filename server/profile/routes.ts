import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { passwordProblems } from '../access/rules/password-rules.ts';
import { whereFrom } from '../access/sessions/answer-session.ts';
import { type App, read, signedIn } from '../http/route.ts';
import { write, writeOutside, writing } from '../http/write.ts';
import { upTo } from '../kernel/schema.ts';
import type { Tools } from '../tools.ts';
import { changePassword } from './change-password.ts';
import { ownSessionSchema, profileSchema } from './profile.ts';
import { getProfile, ownSessions, type Self } from './queries.ts';
import { revokeSession } from './revoke-session.ts';

const tags = ['Profile'];
const password = upTo(1000);
const passwordBody = z.strictObject({ current: password, next: password }).meta({ id: 'ChangePassword' });
const sessionList = z.object({ data: z.array(ownSessionSchema) }).meta({ id: 'OwnSessionList' });

export function profileRoutes(app: App, tools: Tools): void {
  app.get(
    '/v1/profile',
    {
      config: { access: 'session' },
      schema: { operationId: 'getProfile', tags, summary: 'My profile', response: { 200: profileSchema } },
    },
    (request) => read(tools, request, (ctx) => getProfile(ctx, self(request))),
  );
  app.post(
    '/v1/profile/password',
    {
      config: {
        access: 'session',
        idempotencyKey: true,
        secretFields: ['current', 'next'],
        problems: ['wrong_password', ...passwordProblems],
      },
      schema: {
        operationId: 'changePassword',
        tags,
        summary: 'Change my password; my other sessions end',
        body: passwordBody,
        response: { 204: z.null() },
      },
    },
    (request, reply) =>
      writeOutside(tools, request, reply, async () => {
        await changePassword(tools, signedIn(request), request.body, whereFrom(tools, request), request.id);
        return { status: 204, body: null };
      }),
  );
  ownSessionRoutes(app, tools);
}

function ownSessionRoutes(app: App, tools: Tools): void {
  app.get(
    '/v1/profile/sessions',
    {
      config: { access: 'session' },
      schema: {
        operationId: 'listSessions',
        tags,
        summary: 'Where I am signed in',
        response: { 200: sessionList },
      },
    },
    async (request) => ({ data: await read(tools, request, (ctx) => ownSessions(ctx, self(request))) }),
  );
  app.delete(
    '/v1/profile/sessions/:id',
    {
      config: { access: 'session', ...writing, problems: ['not_found'] },
      schema: {
        operationId: 'endSession',
        tags,
        summary: 'End one of my sessions',
        params: z.object({ id: z.string() }),
        response: { 204: z.null() },
      },
    },
    (request, reply) =>
      write(tools, request, reply, async (ctx) => {
        await revokeSession(ctx, self(request).identityId, request.params.id.toLowerCase());
        return { status: 204, body: null };
      }),
  );
}

function self(request: FastifyRequest): Self {
  const { actor, session } = signedIn(request);
  return { userId: actor.id, identityId: session.identityId, sessionId: session.id };
}

import { z } from 'zod';
import { type App, read, sessionOf, signedIn } from '../http/route.ts';
import { empty, upTo } from '../kernel/schema.ts';
import type { Tools } from '../tools.ts';
import { signIn } from './credentials/sign-in.ts';
import { linkProblems } from './mails/links.ts';
import { askReset, readReset, resetPassword } from './reset-password.ts';
import { passwordProblems } from './rules/password-rules.ts';
import { giveSession, whereFrom } from './sessions/answer-session.ts';
import { clearSessionCookie } from './sessions/cookie.ts';
import { describeSession } from './sessions/describe-session.ts';
import { endSession } from './sessions/end-session.ts';
import { sessionSchema } from './sessions/session.ts';
import { switchAccount } from './sessions/switch-account.ts';

const email = upTo(254).min(1);
const password = upTo(1000).min(1);
const params = z.object({ token: z.string() });
const tags = ['Sign-in'];
const signInBody = z.strictObject({ email, password }).meta({ id: 'SignIn' });
const switchBody = z.strictObject({ accountId: z.uuid() }).meta({ id: 'SwitchAccount' });
const askBody = z.strictObject({ email }).meta({ id: 'RequestPasswordReset' });
const resetBody = z.strictObject({ password }).meta({ id: 'ResetPassword' });
const resetSchema = z.object({ email: z.string() }).meta({ id: 'PasswordReset', description: 'Whose password it is.' });

export function accessRoutes(app: App, tools: Tools): void {
  signInRoutes(app, tools);
  sessionRoutes(app, tools);
  resetRoutes(app, tools);
}

function signInRoutes(app: App, tools: Tools): void {
  app.post(
    '/v1/session',
    {
      config: { access: 'public', notForKeys: true, problems: ['wrong_credentials', 'no_account'] },
      schema: { operationId: 'signIn', tags, summary: 'Sign in', body: signInBody, response: { 201: sessionSchema } },
    },
    async (request, reply) => {
      const started = await signIn(tools, request.body, whereFrom(tools, request), request.id);
      return reply.code(201).send(giveSession(tools, request, reply, started));
    },
  );
  app.delete(
    '/v1/session',
    {
      config: { access: 'public', notForKeys: true },
      schema: { operationId: 'signOut', tags, summary: 'Sign out', response: { 204: z.undefined() } },
    },
    async (request, reply) => {
      const session = sessionOf(request);
      if (session) await endSession(tools.database, session, request.id);
      clearSessionCookie(tools, reply);
      return reply.code(204).send();
    },
  );
}

function sessionRoutes(app: App, tools: Tools): void {
  app.get(
    '/v1/session',
    {
      config: { access: 'session' },
      schema: { operationId: 'getSession', tags, summary: 'Who is signed in', response: { 200: sessionSchema } },
    },
    (request) => {
      return read(tools, request, (ctx) => describeSession(ctx, signedIn(request)));
    },
  );
  app.patch(
    '/v1/session',
    {
      config: { access: 'session', problems: ['not_found'] },
      schema: {
        operationId: 'switchAccount',
        tags,
        summary: 'Go on in another account of this sign-in',
        body: switchBody,
        response: { 200: sessionSchema },
      },
    },
    async (request, reply) => {
      const { accountId } = request.body;
      const started = await switchAccount(tools, signedIn(request), accountId, whereFrom(tools, request), request.id);
      return giveSession(tools, request, reply, started);
    },
  );
}

function resetRoutes(app: App, tools: Tools): void {
  app.post(
    '/v1/password-resets',
    {
      config: { access: 'public', notForKeys: true },
      schema: {
        operationId: 'requestPasswordReset',
        tags,
        summary: 'Ask for a mail to choose a new password',
        description: 'Answers the same for every address, known or not, and however often it is asked.',
        body: askBody,
        response: { 202: empty },
      },
    },
    async (request, reply) => {
      await askReset(tools, request.body.email);
      return reply.code(202).send({});
    },
  );
  app.get(
    '/v1/password-resets/:token',
    {
      config: { access: 'public', notForKeys: true, rates: ['linkLooks'], problems: linkProblems },
      schema: {
        operationId: 'getPasswordReset',
        tags,
        summary: 'Look at a reset link',
        params,
        response: { 200: resetSchema },
      },
    },
    (request) => readReset(tools, request.params.token),
  );
  app.post(
    '/v1/password-resets/:token',
    {
      config: {
        access: 'public',
        notForKeys: true,
        rates: ['linkUses'],
        problems: [...linkProblems, ...passwordProblems, 'no_account'],
      },
      schema: {
        operationId: 'resetPassword',
        tags,
        summary: 'Choose a new password',
        params,
        body: resetBody,
        response: { 201: sessionSchema },
      },
    },
    async (request, reply) => {
      const from = whereFrom(tools, request);
      const started = await resetPassword(tools, request.params.token, request.body.password, from, request.id);
      return reply.code(201).send(giveSession(tools, request, reply, started));
    },
  );
}

import { z } from 'zod';
import { emailMax } from '../access/rules/email.ts';
import { whereFrom } from '../access/sessions/answer-session.ts';
import { type App, sessionOf, signedIn } from '../http/route.ts';
import { upTo } from '../kernel/schema.ts';
import type { Tools } from '../tools.ts';
import { askOwnEmail, confirmEmailChange, readEmailChange } from './change-email.ts';

const tags = ['Own profile'];
const params = z.object({ token: z.string() });
const answer = z.object({ email: z.string() });

/** Signing in with another address, confirmed from that address. */
export function emailRoutes(app: App, tools: Tools): void {
  app.post(
    '/v1/profile/email',
    {
      config: { access: 'session' },
      schema: {
        summary: 'Ask to sign in with another address',
        description: 'Nothing changes until the link mailed to the new address is used.',
        tags,
        body: z.strictObject({ email: upTo(emailMax).min(1), password: upTo(1000) }),
        response: { 202: z.object({}) },
      },
    },
    async (request, reply) => {
      await askOwnEmail(tools, signedIn(request), request.body, whereFrom(tools, request), request.id);
      return reply.code(202).send({});
    },
  );
  app.get(
    '/v1/email-changes/:token',
    {
      config: { access: 'public', rates: ['linkLooks'] },
      schema: { summary: 'Look at a link to a new address', tags, params, response: { 200: answer } },
    },
    (request) => readEmailChange(tools, request.params.token),
  );
  app.post(
    '/v1/email-changes/:token',
    {
      config: { access: 'public', rates: ['linkUses'] },
      schema: { summary: 'Confirm my new address, signed in as before', tags, params, response: { 200: answer } },
    },
    (request) => confirmEmailChange(tools, request.params.token, sessionOf(request), request.id),
  );
}

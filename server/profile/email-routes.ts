import { z } from 'zod';
import { linkProblems } from '../access/mails/links.ts';
import { emailMax } from '../access/rules/email.ts';
import { whereFrom } from '../access/sessions/answer-session.ts';
import { type App, sessionOf, signedIn } from '../http/route.ts';
import { writeOutside } from '../http/write.ts';
import { empty, upTo } from '../kernel/schema.ts';
import type { Tools } from '../tools.ts';
import { askOwnEmail, confirmEmailChange, readEmailChange } from './change-email.ts';

const tags = ['Profile'];
const params = z.object({ token: z.string() });
const body = z.strictObject({ email: upTo(emailMax).min(1), password: upTo(1000) }).meta({ id: 'RequestEmailChange' });
const answer = z.object({ email: z.string().describe('The new one.') }).meta({ id: 'EmailChange' });

/** Changing the sign-in address, confirmed from the new address. */
export function emailRoutes(app: App, tools: Tools): void {
  app.post(
    '/v1/profile/email',
    {
      config: {
        access: 'session',
        idempotencyKey: true,
        secretFields: ['password'],
        problems: ['wrong_password', 'email_invalid'],
      },
      schema: {
        operationId: 'requestEmailChange',
        tags,
        summary: 'Ask to sign in with another address',
        description: 'Nothing changes until the link mailed to the new address is used.',
        body,
        response: { 202: empty },
      },
    },
    (request, reply) =>
      writeOutside(tools, request, reply, async () => {
        await askOwnEmail(tools, signedIn(request), request.body, whereFrom(tools, request), request.id);
        return { status: 202, body: {} };
      }),
  );
  app.get(
    '/v1/email-changes/:token',
    {
      config: { access: 'public', notForKeys: true, rates: ['linkLooks'], problems: linkProblems },
      schema: {
        operationId: 'getEmailChange',
        tags,
        summary: 'Look at a link to a new address',
        params,
        response: { 200: answer },
      },
    },
    (request) => readEmailChange(tools, request.params.token),
  );
  app.post(
    '/v1/email-changes/:token',
    {
      config: {
        access: 'public',
        notForKeys: true,
        rates: ['linkUses'],
        problems: ['not_signed_in', ...linkProblems, 'email_taken'],
      },
      schema: {
        operationId: 'confirmEmailChange',
        tags,
        summary: 'Confirm my new address, signed in as before',
        params,
        response: { 200: answer },
      },
    },
    (request) => confirmEmailChange(tools, request.params.token, sessionOf(request), request.id),
  );
}

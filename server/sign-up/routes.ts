import { z } from 'zod';
import { emailMax } from '../access/rules/email.ts';
import { passwordProblems } from '../access/rules/password-rules.ts';
import { giveSession, whereFrom } from '../access/sessions/answer-session.ts';
import { sessionSchema } from '../access/sessions/session.ts';
import { accountNameSchema } from '../accounts/account.ts';
import { inSystem } from '../database/database.ts';
import type { App } from '../http/route.ts';
import { upTo } from '../kernel/schema.ts';
import type { Tools } from '../tools.ts';
import { nameSchema, ownNameSchema } from '../users/user.ts';
import { signUp, signUpState } from './sign-up.ts';

const tags = ['Sign-in'];
const body = z.strictObject({
  accountName: accountNameSchema,
  email: upTo(emailMax).min(1, 'is needed'),
  password: upTo(1000).describe('At least 12 characters, and not a common one.'),
  firstName: ownNameSchema,
  lastName: nameSchema,
  setUpCode: upTo(100)
    .optional()
    .describe('Needed for the first account of a server that others can reach; it stands in the log.'),
});
body.register(z.globalRegistry, { id: 'SignUp' });
const state = z.object({
  open: z.boolean().describe('May an account be made now?'),
  codeNeeded: z.boolean().describe('Does it need the set-up code of the server’s log?'),
});
state.register(z.globalRegistry, { id: 'SignUpState' });

export function signUpRoutes(app: App, tools: Tools): void {
  app.get(
    '/v1/sign-up',
    {
      config: { access: 'public', notForKeys: true },
      schema: {
        operationId: 'getSignUpState',
        tags,
        summary: 'May an account be made now?',
        response: { 200: state },
      },
    },
    () => inSystem(tools.database, (db) => signUpState(db, tools)),
  );
  app.post(
    '/v1/sign-up',
    {
      config: {
        access: 'public',
        notForKeys: true,
        rates: ['signUps', 'signUpsInHour'],
        problems: ['sign_up_closed', 'set_up_code_wrong', 'email_invalid', ...passwordProblems],
      },
      schema: {
        operationId: 'signUp',
        tags,
        summary: 'Make an account and become its Owner',
        body,
        response: { 201: sessionSchema },
      },
    },
    async (request, reply) => {
      const started = await signUp(tools, request.body, whereFrom(tools, request), request.id);
      return reply.code(201).send(giveSession(tools, request, reply, started));
    },
  );
}

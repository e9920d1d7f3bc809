import { z } from 'zod';
import { emailMax } from '../access/rules/email.ts';
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
const state = z.object({
  open: z.boolean().describe('May an account be made now?'),
  codeNeeded: z.boolean().describe('Does it need the set-up code of the server’s log?'),
});

export function signUpRoutes(app: App, tools: Tools): void {
  app.get(
    '/v1/sign-up',
    {
      config: { access: 'public' },
      schema: { summary: 'May an account be made now?', tags, response: { 200: state } },
    },
    () => inSystem(tools.database, (db) => signUpState(db, tools)),
  );
  app.post(
    '/v1/sign-up',
    {
      config: { access: 'public', rates: ['signUps', 'signUpsInHour'] },
      schema: { summary: 'Make an account and become its Owner', tags, body, response: { 201: sessionSchema } },
    },
    async (request, reply) => {
      const started = await signUp(tools, request.body, whereFrom(tools, request), request.id);
      return reply.code(201).send(giveSession(tools, request, reply, started));
    },
  );
}
